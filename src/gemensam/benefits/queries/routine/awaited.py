# SPDX-License-Identifier: EUPL-1.2
"""What is waited for of each month, from whom, and whether it has come."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Self, TypeVar

from gemensam.benefits.enums import Arrival, SourceKind
from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.months import next_month
from gemensam.benefits.queries.routine.arrived import File, Key, arrivals
from gemensam.benefits.queries.routine.counted import counted_services
from gemensam.benefits.queries.routine.sources import Duty, Source, duties, sources
from gemensam.core import clock

CAME = {Arrival.THERE, Arrival.CAME_LATE}
# A source in parts has come no better than the worst of them.
WORST = (Arrival.LATE, Arrival.EARLY, Arrival.WAITED_FOR, Arrival.CAME_LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A source of a month. `files` told of it; `parts`: of the volumes each service."""

    source: Source
    month: date
    duty: Duty
    arrival: Arrival
    files: Sequence[File]
    parts: Sequence[Self] = ()

    @property
    def due(self) -> date:
        return self.duty.due(self.month)

    @property
    def lacking(self) -> Sequence[Self]:
        """Those of its parts that have not come."""
        return [part for part in self.parts if not part.arrival.is_in]

    @property
    def told(self) -> Sequence[Self]:
        """By its parts, once some of them have come and some have not; else as a whole,
        and while it lacks with the parts that somebody else owes."""
        if self.arrival.is_in:
            return [self]
        if any(part.arrival in CAME for part in self.parts):
            return self.parts
        owner = self.duty.owner
        return [self, *(part for part in self.lacking if part.duty.owner != owner)]


Some = TypeVar("Some", bound=Awaited)


def apart(of: Iterable[Some]) -> Iterator[Some]:
    """What is told of a month, each once."""
    return chain.from_iterable(one.told for one in of)


def lacking(of: Iterable[Some]) -> Iterator[Some]:
    """Those that have not come."""
    return (one for one in apart(of) if not one.arrival.is_in)


def awaited(months: Sequence[date], *, today: date) -> Mapping[date, list[Awaited]]:
    """By month every source, in the order in which one would get hold of them."""
    house, services = sources(), counted_services(months)
    owed = duties([*house, *chain.from_iterable(services.values())])
    came, closed = arrivals(months), closes_of(months)

    def one(source: Source, month: date, parts: Sequence[Awaited] = ()) -> Awaited:
        duty = owed[source.key]
        own = arrival_of(
            source, month, came=came, duty=duty, closed=closed, today=today
        )
        return Awaited(
            source=source,
            month=month,
            duty=duty,
            arrival=_with_parts(own, parts),
            files=came.get((source.key, month), ()),
            parts=parts,
        )

    return {
        month: [
            one(
                source,
                month,
                [one(part, month) for part in services[month]]
                if source.kind is SourceKind.VOLUMES
                else (),
            )
            for source in house
            if source.since is None or source.since <= month
        ]
        for month in months
    }


def _with_parts(own: Arrival, parts: Sequence[Awaited]) -> Arrival:
    if own is Arrival.ENDED or not parts:
        return own
    found = {own, *(part.arrival for part in parts)}
    return next((worst for worst in WORST if worst in found), own)


def arrival_of(
    source: Source,
    month: date,
    *,
    came: Mapping[Key, Sequence[File]],
    duty: Duty,
    closed: Mapping[date, Sequence[MonthClose]],
    today: date,
) -> Arrival:
    """A file from before the month ended does not tell all of it."""
    files = came.get((source.key, month), ())
    first = clock.start_of_day(next_month(month))
    whole = [file for file in files if file.at >= first]
    if whole:
        due, closes = duty.due(month), closed.get(month, ())
        in_time = any(_in_time(file, due, closes) for file in whole)
        return Arrival.THERE if in_time else Arrival.CAME_LATE
    if duty.is_over(month):
        return Arrival.ENDED
    if today > duty.due(month):
        return Arrival.LATE
    return Arrival.EARLY if files else Arrival.WAITED_FOR


def _in_time(file: File, due: date, closes: Sequence[MonthClose]) -> bool:
    """A file that was read here before the month was closed, be it the first time, and
    yet carries a later day, belongs to a history taken in afterwards: nothing says that
    it was late."""
    if clock.local(file.at).date() <= due:
        return True
    return any(
        file.at > close.closed_at and file.number <= (close.newest_import_id or 0)
        for close in closes
    )


def closes_of(months: Sequence[date]) -> Mapping[date, Sequence[MonthClose]]:
    """Each time that a month was closed, also where it was opened again."""
    found: dict[date, list[MonthClose]] = defaultdict(list)
    for one in MonthClose.objects.filter(month__in=months).order_by("closed_at"):
        found[one.month].append(one)
    return found
