# SPDX-License-Identifier: EUPL-1.2
"""How much of the ledgers the mapping knows, and what is left, the heaviest first."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gemensam.calc.costing.mapping import Coding
from gemensam.costing.enums import Treatment
from gemensam.costing.queries.strings import Posted, posted
from gemensam.costing.queries.treatment import Treated, current_mapping, treatments

POOLED = frozenset({Treatment.PEOPLE, Treatment.DIRECT, Treatment.OVERHEAD})


class Gap(StrEnum):
    """Why nobody knows what money is: no rule fits, or its cost centre is no unit's."""

    NO_RULE = "no_rule"
    NO_UNIT = "no_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A coding string that is not mapped, or in some months not; `ore` without sign."""

    ledger: int
    coding: Coding
    gap: Gap
    ore: int
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Öre of cost and income without sign, so that one never hides the other:
    `mapped_ore` + `unmapped_ore` = `total_ore`; the gaps add up to `unmapped_ore`."""

    total_ore: int
    unmapped_ore: int
    no_rule_ore: int
    no_unit_ore: int
    heaviest: Sequence[Left]
    strings: int
    unmapped_strings: int

    @property
    def mapped_ore(self) -> int:
        return self.total_ore - self.unmapped_ore

    @property
    def is_whole(self) -> bool:
        """Whether there is a ledger and no öre of it lacks a place."""
        return bool(self.total_ore) and not self.unmapped_strings

    @property
    def percent(self) -> Decimal:
        """Rounded down, so that 100 means all."""
        if not self.total_ore:
            return Decimal(0)
        return Decimal(1000 * self.mapped_ore // self.total_ore) / 10


def gap_of(row: Posted, treated: Treated) -> tuple[Gap, int] | None:
    """What of a string has no place, and why; None when all of it has."""
    if treated.treatment is None:
        return Gap.NO_RULE, row.gross
    if treated.treatment in POOLED and row.unbridged:
        return Gap.NO_UNIT, row.unbridged
    return None


def mapped_of(
    months: Sequence[date], *, rows: Sequence[Posted] | None = None, most: int = 20
) -> Mapped:
    """The ledgers of `months` by the mapping in force. `rows`: what was posted in them,
    where that is at hand."""
    if rows is None:
        rows = posted(months)
    return mapped(rows, treatments(current_mapping()), most=most)


def mapped(
    rows: Sequence[Posted], treat: Callable[[Coding], Treated], *, most: int = 20
) -> Mapped:
    """`rows` by any mapping; `heaviest` holds the `most` kronor."""
    left = []
    gaps: Counter[Gap] = Counter()
    for row in rows:
        found = gap_of(row, treat(row.coding))
        if found is not None:
            gap, ore = found
            gaps[gap] += ore
            left.append(
                Left(
                    ledger=row.ledger, coding=row.coding, gap=gap, ore=ore, net=row.net
                )
            )
    left.sort(key=lambda one: -one.ore)
    return Mapped(
        total_ore=sum(row.gross for row in rows),
        unmapped_ore=gaps.total(),
        no_rule_ore=gaps[Gap.NO_RULE],
        no_unit_ore=gaps[Gap.NO_UNIT],
        heaviest=left[:most],
        strings=len(rows),
        unmapped_strings=sum(1 for one in left if one.ore),
    )
