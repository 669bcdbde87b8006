# SPDX-License-Identifier: EUPL-1.2
"""T8: a second clock that walks minute by minute agrees on 100,000 random cases.

The walk knows nothing of spans, readings or searches. It asks the time zone database
what the local clock shows in every hour, looks every minute up in the opening hours,
and counts. Everything random here is on whole minutes of 2027, both changes of clocks
included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from gemensam.calc.clock import (
    Event,
    Holds,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    Target,
    Unit,
    deadline,
    deadlines,
)
from gemensam.calc.worktime import Calendar, SpecialDay, add_many, elapsed_many

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

ZERO = datetime(2027, 1, 1, tzinfo=UTC)
MINUTES = 365 * 1440
CLOSED_DAYS = [(1, 6), (3, 26), (3, 29), (5, 6), (6, 25), (12, 24), (12, 31)]
LONG, SHORT, NONE = ((480, 720), (780, 990)), ((480, 700),), ()

# Zone, hours Monday first, and hours of special dates: given to both clocks.
PLACES = {
    "office": ("Europe/Stockholm", (LONG,) * 4 + (SHORT, NONE, NONE), True),
    "night": ("Europe/Stockholm", (((0, 150), (1320, 1440)),) * 7, False),
    "always": ("Europe/Stockholm", (((0, 1440),),) * 7, False),
    "chile": ("America/Santiago", (((0, 60), (540, 1440)),) * 6 + (NONE,), True),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """Every minute of the year: whether the place is open, and its local date."""

    is_open: Flags
    day: Ints

    def due(self, start: int, target: int, held: Flags) -> int:
        """The end of the target-th minute that is open and not held; `held` counts
        from the start and nothing is held after it."""
        counts = self.is_open[start:].copy()
        counts[: len(held)] &= ~held
        return start + int(np.flatnonzero(counts)[target - 1]) + 1

    def used(self, start: int, held: Flags) -> int:
        return int((self.is_open[start : start + len(held)] & ~held).sum())

    def broken(self, start: int, target: int, held: Flags) -> int | None:
        """The first minute in which the clock ran with the target used up before."""
        counted = self.is_open[start : start + len(held)] & ~held
        before: Ints = np.cumsum(counted) - counted
        late = np.flatnonzero(~held & (before >= target))
        return start + int(late[0]) if late.size else None

    def minutes_of_days(self, start: int, days: int) -> int:
        """Open minutes from the start to the end of the n-th open date after its own."""
        later = self.is_open & (self.day > self.day[start])
        dates = np.unique(self.day[later])
        last = np.flatnonzero(later & (self.day == dates[days - 1]))[-1]
        return int(self.is_open[start : last + 1].sum())


def walk(name: str) -> Walk:
    key, week, has_special = PLACES[name]
    zone = ZoneInfo(key)
    hours = [ZERO + timedelta(hours=hour) for hour in range(365 * 24)]
    shown = [at.astimezone(zone) for at in hours]
    day = np.repeat([at.toordinal() for at in shown], 60)
    minute = np.repeat([at.hour * 60 + at.minute for at in shown], 60)
    minute = minute + np.tile(np.arange(60), len(hours))
    special = {date(2027, *each).toordinal() for each in CLOSED_DAYS}
    is_open = np.zeros(MINUTES, dtype=np.bool_)
    for weekday, spans in enumerate(week):
        for opens, closes in spans:
            inside = (minute >= opens) & (minute < closes)
            is_open |= ((day + 6) % 7 == weekday) & inside
    if has_special:
        is_open &= ~np.isin(day, list(special))
    return Walk(is_open, day)


def calendar(name: str) -> Calendar:
    zone, week, has_special = PLACES[name]
    special = [SpecialDay(date(2027, *each)) for each in CLOSED_DAYS * has_special]
    return Calendar(
        name=name,
        zone=zone,
        week=week,
        special=tuple(special),
        begins=date(2026, 12, 30),
        ends=date(2028, 1, 3),
    )


def at(minute: int) -> datetime:
    return ZERO + timedelta(minutes=minute)


def seconds(minutes: Ints) -> Ints:
    return int(ZERO.timestamp()) + minutes * 60


@pytest.mark.parametrize("name", PLACES)
def test_t8_working_time_of_twenty_thousand_cases(name: str) -> None:
    walked, place = walk(name), calendar(name)
    counted = np.concatenate(([0], np.cumsum(walked.is_open)))
    random = np.random.default_rng(2027)
    starts, ends = random.integers(0, MINUTES, (2, 10_000))
    spans = elapsed_many(place, seconds(starts), seconds(ends))
    assert (spans == (counted[ends] - counted[starts]) * 60).all()
    starts = random.integers(0, MINUTES // 2, 10_000)
    wanted = random.integers(1, 20_000, 10_000)
    due = np.searchsorted(counted, counted[starts] + wanted)
    assert (add_many(place, seconds(starts), wanted) == seconds(due)).all()


@dataclass(frozen=True, slots=True)
class Case:
    """A random case: what happened, and what the walk makes of it."""

    start: int
    now: int
    events: Sequence[Event]
    holds: Sequence[tuple[int, int]]
    held: Flags
    stopped: bool


def random_case(random: Random) -> Case:
    """Up to four holds: pauses for one or two reasons, or a stop and a reopening."""
    start = minute = random.randrange(MINUTES - 100 * 1440)
    events: list[Event] = [Started(at(start))]
    holds: list[tuple[int, int]] = []
    stopped = False
    for _ in range(random.randrange(5)):
        begin = minute + random.randrange(1500)
        minute = end = begin + random.choice([0, 7, 60, 500, 1440, 4321])
        if random.random() < 0.2:
            events += [Stopped(at(begin)), Reopened(at(end))]
        else:
            events.append(Paused(at(begin), "customer"))
            if random.random() < 0.3:
                middle = random.randint(begin, end)
                events += [Paused(at(middle), "supplier"), Resumed(at(end), "customer")]
            events.append(Resumed(at(end)))
        holds.append((begin, end))
    now = minute + random.randrange(3000)
    if random.random() < 0.4:
        stopped = random.random() < 0.5
        last = random.randint(minute, now)
        events.append(Stopped(at(last)) if stopped else Paused(at(last), "customer"))
        holds.append((last, now))
    held = np.zeros(now - start, dtype=np.bool_)
    for begin, end in holds:
        held[begin - start : end - start] = True
    return Case(start, now, events, holds, held, stopped)


@pytest.mark.parametrize("name", PLACES)
def test_t8_the_fold_of_five_thousand_cases(name: str) -> None:
    walked, place, random = walk(name), calendar(name), Random(f"fold {name}")
    cases, targets, dues = [], [], []
    for _ in range(5_000):
        case, minutes = random_case(random), random.randint(1, 3_000)
        found = deadline(
            calendar=place,
            target=Target(amount=minutes),
            events=case.events,
            at=at(case.now),
        )
        # A stop for good does not move the due time; all else that is held does.
        moving = case.held.copy()
        if case.stopped:
            moving[case.holds[-1][0] - case.start :] = False
        due = walked.due(case.start, minutes, moving)
        broken = walked.broken(case.start, minutes, case.held)
        used = walked.used(case.start, case.held)
        assert found.due == at(due)
        assert found.broken_at == (None if broken is None else at(broken))
        assert found.used == timedelta(minutes=used)
        cases.append(case)
        targets.append(minutes)
        dues.append(due)
    assert _many(place, cases, targets).tolist() == seconds(np.array(dues)).tolist()


def _many(place: Calendar, cases: Sequence[Case], targets: Sequence[int]) -> Ints:
    holds = [
        (number, begin, end)
        for number, case in enumerate(cases)
        for begin, end in (case.holds[:-1] if case.stopped else case.holds)
    ]
    Random(1).shuffle(holds)
    columns = np.array(holds).T
    starts = seconds(np.array([case.start for case in cases]))
    found = deadlines(
        place,
        starts,
        np.array(targets),
        holds=Holds(
            cases=columns[0], begins=seconds(columns[1]), ends=seconds(columns[2])
        ),
    )
    return found.astype(np.int64)


@pytest.mark.parametrize("name", PLACES)
def test_t8_targets_in_working_days(name: str) -> None:
    walked, place, random = walk(name), calendar(name), Random(f"days {name}")
    starts = [random.randrange(MINUTES - 100 * 1440) for _ in range(100)]
    days = [random.randint(1, 15) for _ in starts]
    allowances = [
        walked.minutes_of_days(start, number)
        for start, number in zip(starts, days, strict=True)
    ]
    nothing = np.zeros(0, dtype=np.bool_)
    dues = [
        walked.due(start, allowance, nothing)
        for start, allowance in zip(starts, allowances, strict=True)
    ]
    for start, number, allowance, due in zip(
        starts, days, allowances, dues, strict=True
    ):
        target = Target(amount=number, unit=Unit.WORKING_DAYS)
        found = deadline(
            calendar=place, target=target, events=[Started(at(start))], at=at(start)
        )
        assert found.due == at(due)
        assert found.allowance == timedelta(minutes=allowance)
    many = deadlines(
        place, seconds(np.array(starts)), np.array(days), unit=Unit.WORKING_DAYS
    )
    assert many.tolist() == seconds(np.array(dues)).tolist()
