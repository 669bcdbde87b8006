# SPDX-License-Identifier: EUPL-1.2
"""Due times of cases, against two libraries for business time in the same run.

The peers add working hours to a start. Ours folds six events, with two pauses, a stop and a
reopening among them, into due time, time used and whether the promise was broken. The
sums of plain due times must be the same in all three, or the run fails.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np

from bench.harness import Measure, median_seconds, run_peer
from gemensam.calc.clock import (
    Event,
    Holds,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    Target,
    deadline,
    deadlines,
)
from gemensam.calc.worktime import Calendar, elapsed_many, swedish_days, weekdays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = weekdays(((480, 960),))
YEAR = range(2026, 2027)
CALENDAR = Calendar(
    name="Office",
    week=WEEK,
    special=swedish_days(YEAR, week=WEEK),
    begins=date(2026, 1, 1),
    ends=date(2027, 1, 1),
)
CASES = 200
MILLION = 1_000_000


def measures() -> Iterator[Measure]:
    random = Random(2026)
    starts = [_start(random) for _ in range(CASES)]
    hours = [random.randint(1, 40) for _ in starts]
    total = sum(
        int(_plain(start, span).timestamp())
        for start, span in zip(starts, hours, strict=True)
    )
    ours = median_seconds(_folds(starts, hours)) / CASES
    task = json.dumps(
        {
            "starts": [start.replace(tzinfo=None).isoformat() for start in starts],
            "hours": hours,
            "holidays": [day.date.isoformat() for day in CALENDAR.special],
            "runs": 5,
        }
    )
    for peer in ("businesstimedelta", "pandas"):
        figures = run_peer(f"clock_{peer}.py", task)
        if figures["total"] != total:
            raise RuntimeError(
                f"{peer} gives other due times: the task is not the same"
            )
        yield Measure(
            name="due time of one case with six events",
            value=ours * 1e6,
            unit="µs",
            peer=f"{peer}, one addition",
            peer_value=figures["seconds_per_case"] * 1e6,
            higher_is_better=False,
        )
    yield from _many(1 / figures["index_seconds_per_case"])


def _start(random: Random) -> datetime:
    """A moment on an open day from January to October; whole minutes."""
    while True:
        at = datetime(2026, 1, 2, tzinfo=STOCKHOLM) + timedelta(
            days=random.randrange(300), minutes=random.randrange(480, 960)
        )
        if CALENDAR.hours_on(at.date()):
            return at


def _plain(start: datetime, hours: int) -> datetime:
    target = Target(amount=hours * 60)
    return deadline(
        calendar=CALENDAR, target=target, events=[Started(start)], at=start
    ).due


def _folds(starts: Sequence[datetime], hours: Sequence[int]) -> Callable[[], object]:
    cases = [
        (_events(start.astimezone(UTC)), Target(amount=span * 60))
        for start, span in zip(starts, hours, strict=True)
    ]

    def work() -> object:
        return [
            deadline(calendar=CALENDAR, target=target, events=events, at=events[-1].at)
            for events, target in cases
        ]

    return work


def _events(start: datetime) -> tuple[Event, ...]:
    def after(hours: int) -> datetime:
        return start + timedelta(hours=hours)

    return (
        Started(start),
        Paused(after(2), "customer"),
        Resumed(after(50)),
        Stopped(after(55)),
        Reopened(after(80)),
        Paused(after(81), "supplier"),
    )


def _many(peer: float) -> Iterator[Measure]:
    random = np.random.default_rng(2026)
    first = int(datetime(2026, 1, 2, tzinfo=UTC).timestamp())
    starts = first + random.integers(0, 280 * 86400, MILLION)
    minutes = random.integers(1, 2400, MILLION)
    begins = starts + random.integers(0, 2 * 86400, MILLION)
    holds = Holds(
        cases=np.arange(MILLION),
        begins=begins,
        ends=begins + random.integers(0, 2 * 86400, MILLION),
    )
    ends = starts + random.integers(0, 40 * 86400, MILLION)
    for name, work in (
        ("due times at once", lambda: deadlines(CALENDAR, starts, minutes)),
        (
            "due times at once, a pause each",
            lambda: deadlines(CALENDAR, starts, minutes, holds=holds),
        ),
    ):
        yield Measure(
            name=name,
            value=MILLION / median_seconds(work),
            unit="cases/s",
            peer="pandas, a DatetimeIndex",
            peer_value=peer,
        )
    yield Measure(
        name="working time between a million pairs",
        value=median_seconds(lambda: elapsed_many(CALENDAR, starts, ends)),
        unit="s",
        higher_is_better=False,
    )
