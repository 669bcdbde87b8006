# SPDX-License-Identifier: EUPL-1.2
"""Many cases at once give what each would give alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from gemensam.calc.worktime import (
    ALL_DAY,
    Calendar,
    HorizonError,
    InstantsError,
    NegativeMinutesError,
    add,
    add_many,
    elapsed,
    elapsed_many,
    every_day,
    swedish_days,
    weekdays,
)

WEEK = weekdays(((480, 720), (780, 990)))
OFFICE = Calendar(
    name="Office",
    week=WEEK,
    special=swedish_days(range(2026, 2029), week=WEEK),
    begins=date(2026, 1, 1),
    ends=date(2029, 1, 1),
)
ALWAYS = replace(OFFICE, name="Always", week=every_day(ALL_DAY), special=())
NIGHT = replace(OFFICE, name="Night", week=every_day(((0, 150), (1320, 1440))))

MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2028, 11, 1))
CALENDARS = st.sampled_from([OFFICE, ALWAYS, NIGHT])


def seconds(instants: Sequence[datetime]) -> NDArray[np.int64]:
    return np.array([int(at.timestamp()) for at in instants], dtype=np.int64)


@given(CALENDARS, st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1))
def test_elapsed_equals_each_alone(
    calendar: Calendar, pairs: list[tuple[datetime, datetime]]
) -> None:
    starts = np.array([a for a, _ in pairs], dtype="M8[us]")
    ends = np.array([b for _, b in pairs], dtype="M8[us]")
    spans = elapsed_many(calendar, starts, ends)
    assert spans.dtype == np.dtype("m8[us]")
    assert spans.tolist() == [
        elapsed(calendar, a.replace(tzinfo=UTC), b.replace(tzinfo=UTC))
        for a, b in pairs
    ]


@given(CALENDARS, st.lists(st.tuples(MOMENTS, st.integers(0, 9000)), min_size=1))
def test_added_equals_each_alone(
    calendar: Calendar, cases: list[tuple[datetime, int]]
) -> None:
    starts = np.array([at for at, _ in cases], dtype="M8[us]")
    due = add_many(calendar, starts, np.array([minutes for _, minutes in cases]))
    assert due.dtype == np.dtype("M8[us]")
    assert [at.replace(tzinfo=UTC) for at in due.tolist()] == [
        add(calendar, at.replace(tzinfo=UTC), timedelta(minutes=minutes))
        for at, minutes in cases
    ]


def test_whole_seconds_give_whole_seconds() -> None:
    starts = [datetime(2026, 5, 4, 9, 0, second, tzinfo=UTC) for second in (0, 59)]
    ends = [datetime(2026, 5, 5, 9, tzinfo=UTC)] * 2
    spans = elapsed_many(OFFICE, seconds(starts), seconds(ends))
    assert spans.dtype == np.int64
    assert spans.tolist() == [27000, 26941]
    due = add_many(OFFICE, seconds(starts), np.array([450, 450]))
    assert due.tolist() == [
        int((starts[0] + timedelta(days=1)).timestamp()),
        int((starts[1] + timedelta(days=1)).timestamp()),
    ]


def test_one_start_or_one_target_serves_all() -> None:
    start = seconds([datetime(2026, 5, 4, 9, tzinfo=UTC)])
    assert add_many(OFFICE, start, np.array([0, 60])).tolist() == [
        start[0],
        start[0] + 3600,
    ]
    assert (
        add_many(OFFICE, np.repeat(start, 2), np.array(60)).tolist()
        == [start[0] + 3600] * 2
    )


def test_coarser_and_unsigned_times_are_taken() -> None:
    day = np.array(["2026-05-04T08"], dtype="M8[h]")
    assert add_many(OFFICE, day, np.array([60])).tolist() == [datetime(2026, 5, 4, 9)]
    small = np.array([1777881600], dtype=np.uint32)
    assert add_many(OFFICE, small, np.array([60])).tolist() == [1777885200]


def test_no_cases_give_nothing() -> None:
    none = np.array([], dtype=np.int64)
    assert elapsed_many(OFFICE, none, none).tolist() == []
    assert add_many(OFFICE, none, none).tolist() == []


@pytest.mark.parametrize(
    "instants",
    [
        np.array(["10000-01-01"], dtype="M8[s]"),
        np.array([253_402_300_800]),
        np.array([-62_135_596_801]),
        np.array([1.5]),
        np.array(["2026-05-04"]),
        np.array(["NaT"], dtype="M8[s]"),
        np.array([10**15]),
        np.array([-(10**15)]),
        np.array([1777881600], dtype=np.uint64),
    ],
)
def test_what_is_not_an_instant_is_refused(instants: Any) -> None:
    good = np.array([1777881600])
    for work in (
        lambda: elapsed_many(OFFICE, instants, good),
        lambda: elapsed_many(OFFICE, good, instants),
        lambda: add_many(OFFICE, instants, good),
    ):
        with pytest.raises(InstantsError):
            work()


def test_beyond_the_calendar_is_an_error() -> None:
    inside = seconds([datetime(2026, 5, 4, 9, tzinfo=UTC)])
    outside = seconds([datetime(2031, 5, 4, 9, tzinfo=UTC)])
    for work in (
        lambda: elapsed_many(OFFICE, inside, outside),
        lambda: add_many(OFFICE, outside, np.array([1])),
        lambda: add_many(OFFICE, inside, np.array([10**7])),
        lambda: add_many(OFFICE, inside, np.array([2**62])),
    ):
        with pytest.raises(HorizonError):
            work()


def test_minutes_are_not_below_zero() -> None:
    starts = seconds([datetime(2026, 5, 4, 9, tzinfo=UTC)] * 2)
    with pytest.raises(NegativeMinutesError) as refused:
        add_many(OFFICE, starts, np.array([5, -6]))
    assert refused.value.values == {"place": 1, "minutes": -6}
