# SPDX-License-Identifier: EUPL-1.2
"""A budget that is moved (ramväxling), month by month.

A permanent move is so many öre a year, and holds from its month on until it is reversed;
a one-off move is so many öre in all, and lies in the rest of the calendar year, which is
a municipality's budget year. Twelve months of a permanent move, and all months of a
one-off, add up to its öre exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.calc.money import split

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Öre a year (permanent) or in all (one-off) that a frame is cut by, from the first
    day of `from_month`. A reversal has its sign turned."""

    ore: int
    from_month: date
    is_permanent: bool


def in_month(move: Move, month: date) -> int:
    """Öre of `move` in `month`; nothing before its first month."""
    if month < move.from_month:
        return 0
    if move.is_permanent:
        return split(move.ore, [1] * MONTHS)[month.month - 1]
    if month.year != move.from_month.year:
        return 0
    left = MONTHS + 1 - move.from_month.month
    return split(move.ore, [1] * left)[month.month - move.from_month.month]


def in_months(moves: Iterable[Move], months: Sequence[date]) -> list[int]:
    """Öre of all `moves` in each of `months`."""
    kept = list(moves)
    return [sum(in_month(move, month) for move in kept) for month in months]


def in_year(move: Move, year: int) -> int:
    """Öre of `move` in a budget year."""
    return sum(in_month(move, date(year, month + 1, 1)) for month in range(MONTHS))


def a_year(moves: Iterable[Move], *, at: date) -> int:
    """Öre a year that frames are cut by for good, of what has begun by the month `at`."""
    return sum(
        move.ore for move in moves if move.is_permanent and move.from_month <= at
    )
