# SPDX-License-Identifier: EUPL-1.2
"""Due times of many cases at once equal the fold of each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from gemensam.calc.clock import (
    AmountsError,
    BeyondTimeError,
    Event,
    Holds,
    HoldsError,
    Paused,
    Resumed,
    Started,
    Target,
    Unit,
    deadline,
    deadlines,
)
from gemensam.calc.errors import CalcError
from gemensam.calc.worktime import (
    ALL_DAY,
    Calendar,
    HorizonError,
    every_day,
    swedish_days,
    weekdays,
)

WEEK = weekdays(((480, 720), (780, 990)))
OFFICE = Calendar(
    name="Office",
    week=WEEK,
    special=swedish_days(range(2026, 2030), week=WEEK),
    begins=date(2026, 1, 1),
    ends=date(2030, 1, 1),
)
ALWAYS = replace(OFFICE, name="Always", week=every_day(ALL_DAY), special=())

STARTS = st.datetimes(datetime(2026, 2, 1), datetime(2028, 6, 1))
GAPS = st.timedeltas(timedelta(), timedelta(days=9))
CASES = st.lists(
    st.tuples(STARTS, st.integers(1, 20), st.lists(st.tuples(GAPS, GAPS), max_size=4)),
    min_size=1,
    max_size=6,
)
NOON = np.array(["2026-05-04T10:00"], dtype="M8[us]")


def columns(
    cases: list[tuple[datetime, int, list[tuple[timedelta, timedelta]]]],
) -> Holds:
    """The pauses of every case: each begins a gap after the start, and may overlap."""
    rows = [
        (number, start + after, start + after + length)
        for number, (start, _, pauses) in enumerate(cases)
        for after, length in pauses
    ]
    return Holds(
        cases=np.array([row[0] for row in rows], dtype=np.int64),
        begins=np.array([row[1] for row in rows], dtype="M8[us]"),
        ends=np.array([row[2] for row in rows], dtype="M8[us]"),
    )


def alone(
    calendar: Calendar,
    target: Target,
    start: datetime,
    pauses: list[tuple[timedelta, timedelta]],
) -> datetime:
    """The fold of one case, each pause for a reason of its own."""
    at = start.replace(tzinfo=UTC)
    events: list[Event] = [Started(at)]
    for number, (after, length) in enumerate(pauses):
        events.append(Paused(at + after, str(number)))
        events.append(Resumed(at + after + length, str(number)))
    # At one instant a pause comes before its end, and each end after all pauses.
    events.sort(key=lambda event: (event.at, isinstance(event, Resumed)))
    return deadline(
        calendar=calendar, target=target, events=events, at=events[-1].at
    ).due


@given(
    st.sampled_from([OFFICE, ALWAYS]),
    st.sampled_from([1, 37, 480]),
    st.sampled_from(Unit),
    CASES,
)
def test_each_equals_its_fold(
    calendar: Calendar,
    scale: int,
    unit: Unit,
    cases: list[tuple[datetime, int, list[tuple[timedelta, timedelta]]]],
) -> None:
    scale = 1 if unit is Unit.WORKING_DAYS else scale
    starts = np.array([start for start, _, _ in cases], dtype="M8[us]")
    amounts = np.array([amount * scale for _, amount, _ in cases])
    due = deadlines(calendar, starts, amounts, unit=unit, holds=columns(cases))
    assert [each.replace(tzinfo=UTC) for each in due.tolist()] == [
        alone(calendar, Target(amount=amount * scale, unit=unit), start, pauses)
        for start, amount, pauses in cases
    ]


def test_pauses_may_be_left_out_and_one_target_may_serve_all() -> None:
    starts = np.repeat(NOON, 2)
    assert (
        deadlines(OFFICE, starts, np.array(60)).tolist()
        == [datetime(2026, 5, 4, 12)] * 2
    )
    days = deadlines(OFFICE, starts, np.array([1, 2]), unit=Unit.WORKING_DAYS)
    assert days.tolist() == [datetime(2026, 5, 5, 14, 30), datetime(2026, 5, 6, 14, 30)]


def test_seconds_give_seconds_and_no_cases_give_nothing() -> None:
    start = int(datetime(2026, 5, 4, 8, tzinfo=UTC).timestamp())
    due = deadlines(OFFICE, np.array([start]), np.array([60]))
    assert due.dtype == np.dtype(np.int64)
    assert due.tolist() == [start + 3600]
    none = np.array([], dtype=np.int64)
    for unit in Unit:
        assert deadlines(OFFICE, none, none, unit=unit).tolist() == []


def test_a_pause_before_the_start_is_left_out() -> None:
    holds = columns([(datetime(2026, 5, 4, 8), 1, [(timedelta(), timedelta(hours=3))])])
    due = deadlines(OFFICE, NOON, np.array([60]), holds=holds)
    # Started 10 UTC, paused until 11: lunch 10–11 UTC, so nothing was lost.
    assert due.tolist() == [datetime(2026, 5, 4, 12)]


def test_a_target_is_above_zero() -> None:
    with pytest.raises(AmountsError) as refused:
        deadlines(OFFICE, np.repeat(NOON, 2), np.array([1, 0]))
    assert refused.value.values == {"place": 1, "amount": 0}


@pytest.mark.parametrize(("case", "begin", "end"), [(0, 2, 1), (1, 1, 2), (-1, 1, 2)])
def test_a_pause_has_a_case_and_ends_after_it_begins(
    case: int, begin: int, end: int
) -> None:
    holds = Holds(
        cases=np.array([0, case]),
        begins=np.array([1777881600, 1777881600 + begin]),
        ends=np.array([1777881600, 1777881600 + end]),
    )
    with pytest.raises(HoldsError) as refused:
        deadlines(OFFICE, NOON, np.array([60]), holds=holds)
    assert refused.value.values == {"place": 1}


@pytest.mark.parametrize(
    ("unit", "error"),
    [
        (Unit.WORKING_MINUTES, HorizonError),
        (Unit.WORKING_DAYS, HorizonError),
        (Unit.REAL_MINUTES, BeyondTimeError),
    ],
)
@pytest.mark.parametrize("amount", [10**10, 2**62])
def test_beyond_the_calendar_or_time_is_an_error(
    unit: Unit, error: type[CalcError], amount: int
) -> None:
    with pytest.raises(error):
        deadlines(OFFICE, NOON, np.array([amount]), unit=unit)


def test_a_million_cases_are_worked_out_in_a_moment() -> None:
    """No more than a sanity check of shape and order; bench/clock.py has the figures."""
    random = np.random.default_rng(1)
    starts: NDArray[np.int64] = random.integers(1_770_000_000, 1_800_000_000, 10**6)
    due = deadlines(OFFICE, starts, np.array(240)).astype(np.int64)
    order = np.argsort(starts, kind="stable")
    assert (np.diff(due[order]) >= 0).all()
    assert (due > starts).all()
