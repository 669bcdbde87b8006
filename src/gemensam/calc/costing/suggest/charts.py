# SPDX-License-Identifier: EUPL-1.2
"""What the groups of each chart are. Never one table for both: 5010 is pay in
Kommun-Bas and rent in BAS.

Kommun-Bas: SKR's Kommun-Bas, classes 3 income, 4 purchases and grants, 5 labour, 6–7
other operating cost, 8 other. BAS: the BAS plan, classes 3 income, 4 goods, 5–6 other
external cost, 7 labour, 8 financial.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from gemensam.calc.errors import mark


class Nature(Enum):
    """What a group of accounts holds, whatever its number."""

    PAY = mark("pay and what follows from it")
    STAFF = mark("other cost of staff")
    INCOME = mark("income")
    OPERATION = mark("purchases and grants of the operations")
    RUNNING = mark("running cost")
    WEAR = mark("depreciation")
    FINANCIAL = mark("financial and tax items")


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that begin so."""

    begins: str
    nature: Nature


def _groups(**begins: str) -> tuple[Group, ...]:
    groups = [
        Group(begin, Nature[nature.upper()])
        for nature, listed in begins.items()
        for begin in listed.split()
    ]
    return tuple(sorted(groups, key=lambda group: -len(group.begins)))


CHARTS: dict[str, tuple[Group, ...]] = {
    "kommun-bas": _groups(
        pay="5",
        staff="55 58",
        income="3",
        operation="4",
        running="6 7",
        wear="79",
        financial="8",
    ),
    "bas": _groups(
        pay="70 71 72 74 75",
        staff="73 76 79",
        income="3",
        operation="4",
        running="5 6",
        wear="77 78",
        financial="8",
    ),
}


def nature_of(account: str, chart: str) -> Nature | None:
    """What an account of `chart` holds; None for balance accounts and unknown charts."""
    groups: Sequence[Group] = CHARTS.get(chart, ())
    for group in groups:
        if account.startswith(group.begins):
            return group.nature
    return None
