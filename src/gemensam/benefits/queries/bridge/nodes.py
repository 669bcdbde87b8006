# SPDX-License-Identifier: EUPL-1.2
"""Under which administration or company a unit's figures stand: as it was organised in
each month, or as it is now, along what succeeded what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from django.db.models import Q

from gemensam.benefits.queries.months import next_month
from gemensam.core import clock
from gemensam.group.models import Placement, UnitSuccession, tree_at
from gemensam.group.queries import administrations

NOWHERE = -2  # no administration; below the places of `folds`
Shares = Mapping[int, Decimal]  # administration → share of the unit, together 1
DEEPEST = 20  # successions after each other


class Organised(StrEnum):
    """Whose a unit's history is."""

    NOW = "now"
    THEN = "then"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From where one looks. `known_at`: what was recorded by then; None: all of it."""

    organised: Organised = Organised.NOW
    known_at: datetime | None = None


def end_of(day: date) -> datetime:
    """What was recorded on a day was known by then; days after the last one are none."""
    return clock.start_of_day(
        min(day, date.max - timedelta(days=1)) + timedelta(days=1)
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """Months under one organisation: each unit and where it counts."""

    months: tuple[date, ...]
    shares: Mapping[int, Shares]


def placed(
    months: Sequence[date], organised: Organised, *, now: date
) -> Sequence[Placed]:
    """Where the units of `months` stand; `now` is the month that “now” is."""
    if organised == Organised.THEN:
        return [
            Placed(tuple(same), _whole(administrations(tree_at(last_day(same[-1])))))
            for same in _unchanged(months)
        ]
    return [Placed(tuple(months), _as_now(last_day(now)))]


Standings = Mapping[Organised, Sequence[Sequence[Placed]]]  # for each of the sides


def standings(sides: Sequence[Sequence[date]]) -> Standings:
    """Both ways of looking at the months of `sides`; the last month of the last is now."""
    now = sides[-1][-1]
    tree = _as_now(last_day(now))
    return {
        Organised.NOW: [[Placed(tuple(months), tree)] for months in sides],
        Organised.THEN: [placed(months, Organised.THEN, now=now) for months in sides],
    }


def tops_in_any(standing: Standings) -> Mapping[int, frozenset[int]]:
    """The administrations that each unit stands under in any month, however one looks."""
    found: dict[int, set[int]] = {}
    for sides in standing.values():
        for side in sides:
            for one in side:
                for unit, held in one.shares.items():
                    found.setdefault(unit, set()).update(held)
    return {unit: frozenset(held) for unit, held in found.items()}


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def _whole(tops: Mapping[int, int]) -> Mapping[int, Shares]:
    return {unit: {top: Decimal(1)} for unit, top in tops.items()}


def _unchanged(months: Sequence[date]) -> list[list[date]]:
    """The months in runs, within which nothing was moved in the tree."""
    first, last = min(months), last_day(max(months))
    within = Q(valid_from__gt=first, valid_from__lte=last)
    moved = Placement.objects.filter(within | Q(valid_to__gt=first, valid_to__lte=last))
    days = {day for pair in moved.values_list("valid_from", "valid_to") for day in pair}

    def changes_before(month: date) -> int:
        return sum(1 for day in days if day and day <= last_day(month))

    return [list(same) for _number, same in groupby(sorted(months), changes_before)]


def _as_now(day: date) -> Mapping[int, Shares]:
    """Units that hang in the tree on `day`, and those gone by their successors' shares;
    one that nobody succeeded where it last hung."""
    tops = administrations(tree_at(day))
    found: dict[int, Shares] = dict(_whole(tops))
    after: dict[int, list[tuple[int, Decimal]]] = {}
    rows = UnitSuccession.objects.filter(date__lte=day).order_by("date", "pk")
    for old, new, share in rows.values_list("predecessor_id", "successor_id", "share"):
        after.setdefault(old, []).append((new, share))
    for unit, top in _last_hung(day, frozenset(tops)).items():
        held: dict[int, Decimal] = {}
        _follow(unit, Decimal(1), after, tops, held)
        whole = sum(held.values())
        found[unit] = (
            {node: share / whole for node, share in held.items()}
            if whole
            else {top: Decimal(1)}
        )
    return found


def _follow(
    unit: int,
    share: Decimal,
    after: Mapping[int, Sequence[tuple[int, Decimal]]],
    tops: Mapping[int, int],
    held: dict[int, Decimal],
    depth: int = 0,
) -> None:
    if unit in tops:
        held[tops[unit]] = held.get(tops[unit], Decimal(0)) + share
    elif depth < DEEPEST:
        for new, part in after.get(unit, ()):
            _follow(new, share * part, after, tops, held, depth + 1)


def _last_hung(day: date, there: frozenset[int]) -> Mapping[int, int]:
    """Units no longer in the tree, and the administration they last hung under."""
    rows = Placement.objects.filter(valid_to__lte=day).order_by("valid_to")
    gone = {
        unit: until
        for unit, until in rows.values_list("unit_id", "valid_to")
        if unit not in there and until is not None
    }
    found: dict[int, int] = {}
    for until in sorted(set(gone.values())):
        tops = administrations(tree_at(until - timedelta(days=1)))
        found |= {
            unit: tops[unit]
            for unit, last in gone.items()
            if last == until and unit in tops
        }
    return found
