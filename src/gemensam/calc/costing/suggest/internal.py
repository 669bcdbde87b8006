# SPDX-License-Identifier: EUPL-1.2
"""Charges between units of one legal entity: income of one, cost of another, to the öre.

A charge is eliminated once: both sides fall away, and an account that is the counterpart
of one is not that of another as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

INCOME = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Öre on an account of a legal entity in a month; cost positive."""

    entity: object
    account: str
    month: date
    ore: int


Account = tuple[object, str]  # legal entity, account


def cancelling(postings: Iterable[Posting]) -> Mapping[Account, str]:
    """Accounts whose months are, to the öre, the opposite of another's: (entity, account)
    → the other account. Each account is in at most one pair; one side is income."""
    months: dict[Account, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for one in postings:
        months[one.entity, one.account][one.month] += one.ore
    shapes: dict[tuple[object, frozenset[tuple[date, int]]], list[str]] = defaultdict(
        list
    )
    for (entity, account), sums in sorted(months.items(), key=lambda item: item[0][1]):
        shape = frozenset((month, ore) for month, ore in sums.items() if ore)
        if shape and not account.startswith(INCOME):
            shapes[entity, shape].append(account)
    found: dict[Account, str] = {}
    for (entity, account), sums in sorted(months.items(), key=lambda item: item[0][1]):
        if not account.startswith(INCOME):
            continue
        opposite = frozenset((month, -ore) for month, ore in sums.items() if ore)
        waiting = shapes.get((entity, opposite))
        if opposite and waiting:
            other = waiting.pop(0)
            found[entity, account] = other
            found[entity, other] = account
    return found
