# SPDX-License-Identifier: EUPL-1.2
"""The organisation as costing sees it in a month: which unit a cost centre is, who
provides for whom, where left-over cost stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gemensam.catalogue.enums import Provider
from gemensam.group.enums import Register, UnitKind
from gemensam.group.models import Tree, Unit, tree_at
from gemensam.group.queries import administrations, aliases

SUPPORTING = (UnitKind.SUPPORT, UnitKind.CENTRE)


@dataclass(frozen=True, slots=True)
class Frame:
    """Ids of units throughout."""

    tree: Tree
    kinds: Mapping[int, str]
    centres: Mapping[tuple[int | None, str], int]  # (legal entity, cost centre) → unit
    tops: Mapping[int, int]  # unit → its administration, company or centre

    def unit_of(self, entity: object, cost_centre: str) -> int | None:
        return self.centres.get((entity, cost_centre))  # type: ignore[arg-type]

    def supports(self, unit: int) -> bool:
        return self.kinds[unit] in SUPPORTING

    def provider_of(self, unit: int) -> int:
        """The provider a pool belongs to: the highest unit above of the same kind for
        support and centre, itself otherwise."""
        if not self.supports(unit):
            return unit
        same = [
            node
            for node in self.tree.path(unit)
            if self.kinds[node] == self.kinds[unit]
        ]
        return same[-1] if same else unit

    def provider_kind(self, unit: int | None) -> Provider:
        if unit is not None and self.kinds.get(unit) == UnitKind.CENTRE:
            return Provider.CENTRE
        return Provider.LOCAL

    def top(self, unit: int) -> int:
        return self.tops.get(unit, unit)


def frame_of(month: date) -> Frame:
    """The organisation on the first day of `month`."""
    tree = tree_at(month)
    return Frame(
        tree=tree,
        kinds=dict(Unit.objects.values_list("pk", "kind")),
        centres=aliases(Register.LEDGER, month),
        tops=administrations(tree),
    )
