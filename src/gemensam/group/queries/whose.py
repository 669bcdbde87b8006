# SPDX-License-Identifier: EUPL-1.2
"""Under which authority units stand, month by month."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from gemensam.group.models import hung
from gemensam.group.queries.heirs import Heirs, Shares, followed, recorded_heirs


def last_day(month: date) -> date:
    """Of a month, given any day of it."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(
        days=1
    )


@dataclass(frozen=True, slots=True)
class Under:
    """A period under an authority."""

    authority: int
    begins: date
    ends: date

    def holds(self, day: date) -> bool:
        return self.begins <= day < self.ends


@dataclass(frozen=True, slots=True)
class Told:
    """Of a month: what `Whose` answers."""

    shares: Mapping[int, Shares]
    main: Mapping[int, int]


@dataclass(frozen=True)
class Whose:
    """`periods` of each unit in order. A month is told as it was on its last day."""

    periods: Mapping[int, Sequence[Under]]
    heirs: Heirs
    _told: dict[int, Told] = field(default_factory=dict, compare=False, repr=False)

    def shares(self, month: date) -> Mapping[int, Shares]:
        """Each unit ever, and the shares of authorities in it: one that is gone is those
        of its successors, or was last whose it was; one to come is whose it begins as.
        The same object for months between which nothing was reorganised."""
        return self._in(month).shares

    def main(self, month: date) -> Mapping[int, int]:
        """Each unit's authority, of several the one with the largest share."""
        return self._in(month).main

    def _in(self, month: date) -> Told:
        day = last_day(month)
        since = bisect_right(self._days, day)
        if since not in self._told:
            shares = self._on(day)
            main = {
                unit: max(sorted(held), key=lambda one: held[one])
                for unit, held in shares.items()
            }
            self._told[since] = Told(shares, main)
        return self._told[since]

    def moved(self, months: Sequence[date]) -> Mapping[frozenset[int], date]:
        """Authorities between which a unit went within the months, two by two, and the
        last day on which one did."""
        first, last = min(months), last_day(max(months))
        found: dict[frozenset[int], date] = {}
        for day in [day for day in self._days if first <= day <= last]:
            was, now = self._on(day - timedelta(days=1)), self._on(day)
            for unit, held in now.items():
                if unit in was and was[unit] != held:
                    both = {*was[unit], *held}
                    pairs = (frozenset((min(both), one)) for one in both)
                    found |= {pair: day for pair in pairs if len(pair) > 1}
        return found

    @cached_property
    def _days(self) -> Sequence[date]:
        """Every day on which a period began or ended, or something was succeeded."""
        periods = [one for held in self.periods.values() for one in held]
        days = {day for held in self.heirs.values() for day, _new, _share in held}
        return sorted(
            days | {one.begins for one in periods} | {one.ends for one in periods}
        )

    def _on(self, day: date) -> Mapping[int, Shares]:
        there = {
            unit: one.authority
            for unit, held in self.periods.items()
            for one in held
            if one.holds(day)
        }
        absent = self.periods.keys() - there.keys()
        gone = [unit for unit in absent if self.periods[unit][0].begins <= day]
        found: dict[int, Shares] = {
            unit: {one: Decimal(1)} for unit, one in there.items()
        }
        found |= followed(sorted(gone), there, self.heirs, day=day)
        for unit in absent - found.keys():
            before = [one for one in self.periods[unit] if one.begins <= day]
            near = before[-1] if before else self.periods[unit][0]
            found[unit] = {near.authority: Decimal(1)}
        return found


def whose(known_at: datetime | None = None) -> Whose:
    """By what was recorded by `known_at` (None: by now)."""
    found: dict[int, list[Under]] = defaultdict(list)
    for one in sorted(hung(known_at), key=lambda one: one.begins):
        found[one.unit].append(Under(one.authority, one.begins, one.ends))
    return Whose(found, recorded_heirs(known_at))
