# SPDX-License-Identifier: EUPL-1.2
"""What is suspected in all, and whether what was said of it still holds."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gemensam.calc.realised import RUNNING

MATERIAL = 0.20  # of what was judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """Öre by month that something of a `kind` says of a place."""

    kind: Hashable
    place: Hashable
    ore: Mapping[date, int]


def together(each: Iterable[Suspected]) -> int:
    """Öre in all. Suspicions of one kind never speak of the same krona; of different
    kinds they may, so for each place and month the kind that weighs most is counted."""
    by_kind: dict[tuple[Hashable, date], dict[Hashable, int]] = defaultdict(dict)
    for one in each:
        for month, ore in one.ore.items():
            held = by_kind[one.place, month]
            held[one.kind] = held.get(one.kind, 0) + ore
    return sum(max(held.values()) for held in by_kind.values())


def a_month(ore: Mapping[date, int]) -> int:
    """Öre a month over the last three months in which there is something."""
    last = sorted(ore)[-RUNNING:]
    return round(sum(ore[month] for month in last) / len(last)) if last else 0


def still_holds(judged: int, now: int) -> bool:
    """Whether what was judged at so many öre a month is the same now: months are added,
    but it weighs within a fifth of what it did."""
    return abs(now - judged) <= MATERIAL * abs(judged)
