# SPDX-License-Identifier: EUPL-1.2
"""The organisation as costing sees it in a month."""

from datetime import date

from gemensam.calc.costing.frame import Frame
from gemensam.group.enums import Register
from gemensam.group.models import Unit, tree_at
from gemensam.group.queries import administrations, aliases


def frame_of(month: date) -> Frame:
    """The organisation on the first day of `month`."""
    tree = tree_at(month)
    return Frame(
        parents=tree.parents,
        kinds=dict(Unit.objects.values_list("pk", "kind")),
        centres=aliases(Register.LEDGER, month),
        tops=administrations(tree),
    )
