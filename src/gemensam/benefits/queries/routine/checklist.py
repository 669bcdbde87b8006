# SPDX-License-Identifier: EUPL-1.2
"""Source by source: has the month come, from which file, and is it like the last one?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.benefits.enums import Arrival
from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.months import month_before, next_month
from gemensam.benefits.queries.routine.arrived import File, Key, arrivals
from gemensam.benefits.queries.routine.held import Held, held_in
from gemensam.benefits.queries.routine.sources import Duty, Source, duties, sources_of
from gemensam.core import clock

MUCH = 0.10  # of last month's rows or kronor that differing is told from
NOTHING = Held(rows=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A source of a month. `files` told of it, `now` and `before` are what it holds of
    the month and of the one before."""

    source: Source
    month: date
    duty: Duty
    arrival: Arrival
    files: Sequence[File]
    now: Held
    before: Held

    @property
    def due(self) -> date:
        return self.duty.due(self.month)

    @property
    def rows_share(self) -> float | None:
        """By how much the rows changed; None where there is nothing to compare."""
        return _change(self.before.rows, self.now.rows)

    @property
    def ore_share(self) -> float | None:
        return _change(self.before.ore, self.now.ore)

    @property
    def counted_share(self) -> float | None:
        return _change(self.before.counted, self.now.counted)

    @property
    def differs(self) -> bool:
        """More than ten per cent in rows, kronor or what the rows count."""
        shares = (self.rows_share, self.ore_share, self.counted_share)
        return any(one is not None and abs(one) > MUCH for one in shares)


def _change(before: int | None, now: int | None) -> float | None:
    return now / before - 1 if before and now else None


def checklist(
    month: date, *, today: date, held: Mapping[str, Held] | None = None
) -> list[Line]:
    """Every source of `month`, in the order in which one would get hold of them. `held`:
    what each holds of it, where that is at hand."""
    found = sources_of(month)
    owed = duties(found)
    came = arrivals([month])
    closed = closes_of([month])
    now = held_in(month) if held is None else held
    before = held_in(month_before(month))
    return [
        Line(
            source=one,
            month=month,
            duty=owed[one.key],
            arrival=arrival_of(
                one, month, came=came, duty=owed[one.key], closed=closed, today=today
            ),
            files=came.get((one.key, month), ()),
            now=now.get(one.key, NOTHING),
            before=before.get(one.key, NOTHING),
        )
        for one in found
    ]


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
