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

from gemensam.core import clock
from gemensam.group.models import Placement, hung, tree_at
from gemensam.group.queries import Shares, administrations, followed, last_day
from gemensam.group.queries.heirs import recorded_heirs

NOWHERE = -2  # no administration; below the places of `folds`


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


def placed(months: Sequence[date], view: View, *, now: date) -> Sequence[Placed]:
    """Where the units of `months` stand; `now` is the month that “now” is."""
    if view.organised == Organised.THEN:
        return [
            Placed(tuple(same), _whole(administrations(tree)))
            for same in _unchanged(months, view.known_at)
            for tree in [tree_at(last_day(same[-1]), view.known_at)]
        ]
    return [Placed(tuple(months), _as_now(last_day(now), view.known_at))]


Standings = Mapping[Organised, Sequence[Sequence[Placed]]]  # for each of the sides


def standings(
    sides: Sequence[Sequence[date]], known_at: datetime | None = None
) -> Standings:
    """Both ways of looking at the months of `sides`; the last month of the last is now."""
    now = sides[-1][-1]
    tree = _as_now(last_day(now), known_at)
    then = View(organised=Organised.THEN, known_at=known_at)
    return {
        Organised.NOW: [[Placed(tuple(months), tree)] for months in sides],
        Organised.THEN: [placed(months, then, now=now) for months in sides],
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


def _whole(tops: Mapping[int, int]) -> Mapping[int, Shares]:
    return {unit: {top: Decimal(1)} for unit, top in tops.items()}


def _unchanged(months: Sequence[date], known_at: datetime | None) -> list[list[date]]:
    """The months in runs, within which nothing was moved in the tree."""
    first, last = min(months), last_day(max(months))
    if known_at is None:
        within = Q(valid_from__gt=first, valid_from__lte=last)
        moved = Placement.objects.filter(
            within | Q(valid_to__gt=first, valid_to__lte=last)
        )
        pairs = list(moved.values_list("valid_from", "valid_to"))
    else:
        pairs = [(one.begins, one.ends) for one in hung(known_at)]
    days = {day for pair in pairs for day in pair if day and first < day}

    def changes_before(month: date) -> int:
        return sum(1 for day in days if day <= last_day(month))

    return [list(same) for _number, same in groupby(sorted(months), changes_before)]


def _as_now(day: date, known_at: datetime | None) -> Mapping[int, Shares]:
    """Units that hang in the tree on `day`, and those gone by their successors' shares;
    one that nobody succeeded where it last hung."""
    tops = administrations(tree_at(day, known_at))
    last = _last_hung(day, frozenset(tops), known_at)
    found = {**_whole(tops), **_whole(last)}
    heirs = recorded_heirs(known_at)
    return {**found, **followed(last, tops, heirs, day=day)}


def _last_hung(
    day: date, there: frozenset[int], known_at: datetime | None
) -> Mapping[int, int]:
    """Units no longer in the tree, and the administration they last hung under."""
    gone = {
        one.unit: one.ends
        for one in sorted(hung(known_at), key=lambda one: one.ends)
        if one.ends <= day and one.unit not in there
    }
    found: dict[int, int] = {}
    for until in sorted(set(gone.values())):
        tops = administrations(tree_at(until - timedelta(days=1), known_at))
        found |= {
            unit: tops[unit]
            for unit, last in gone.items()
            if last == until and unit in tops
        }
    return found
