# SPDX-License-Identifier: EUPL-1.2
"""The parts of the bridge in plain words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from gemensam.benefits.enums import BRIDGE_PARTS
from gemensam.benefits.queries.bridge import HIDDEN, MERGED, NOWHERE, Period
from gemensam.benefits.queries.bridge.periods import RATE, YEAR
from gemensam.calc.bridge import PARTS, Part
from gemensam.ui.templatetags.figures import month

NAMES: Mapping[Part, Any] = BRIDGE_PARTS
WORDS: Mapping[Part, Any] = {
    Part.PRICE: gettext_lazy(
        "Wages and prices moved: the outcome less the same in the baseline’s prices – personnel ÷ the wage index, the rest ÷ the price index. Index adjustments of the baseline are here too."
    ),
    Part.VOLUME: gettext_lazy(
        "More or less was delivered: the service’s cost per unit in the baseline × the change in units. Volume adjustments of the baseline are here too."
    ),
    Part.MIX: gettext_lazy(
        "The same service went to other administrations than before, where a unit was dearer or cheaper: (the administration’s own cost per unit in the baseline − the whole service’s) × its change in units."
    ),
    Part.SCOPE: gettext_lazy(
        "Something else is counted: adjustments of scope, errors corrected in the baseline, and services that only the baseline or only the outcome has. A new unit or company is volume, unless an adjustment says that it is scope."
    ),
    Part.EFFICIENCY: gettext_lazy(
        "What is left when all else is taken away: the same delivered, in the same prices, for less money or more. What could not be placed on a service is here too, so that a new code never looks like a saving."
    ),
    Part.QUALITY: gettext_lazy(
        "Less or more had to be done again: what was delivered, at the baseline’s cost, × the change in how much is done again. Only where both the baseline and the outcome hold at least thirty cases of the service; else it is nothing."
    ),
}  # fmt: skip


def period_name(period: Period) -> str:
    first, last = period.months[0], period.months[-1]
    if period.key == YEAR:
        return _("The year so far, {first} – {last}").format(
            first=month(first), last=month(last)
        )
    if period.key == RATE:
        return _("Present pace, {first} – {last}").format(
            first=month(first), last=month(last)
        )
    return period.key if period.is_year else month(first)


def node_name(node: int, names: Mapping[int, str]) -> str:
    return {
        MERGED: _("Merged within the group, to protect small groups"),
        HIDDEN: _("Merged within the group and over services"),
        NOWHERE: _("Under no administration"),
    }.get(node) or names.get(node, "–")


def named(sums: Mapping[Part, int]) -> list[tuple[str, int]]:
    """The parts in their order, each with its name."""
    return [(str(NAMES[part]), sums[part]) for part in PARTS]
