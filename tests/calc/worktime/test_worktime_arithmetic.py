# SPDX-License-Identifier: EUPL-1.2
"""Working time between instants, and instants a working time apart."""

import zoneinfo
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.worktime import (
    ALL_DAY,
    CLOSED,
    Calendar,
    DaysError,
    HorizonError,
    Hours,
    NaiveInstantError,
    NegativeTimeError,
    SpecialDay,
    add,
    elapsed,
    end_of_working_day,
    every_day,
    is_open,
    next_open,
    previous_close,
    subtract,
    swedish_days,
    weekdays,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = weekdays(((480, 990),))
OFFICE = Calendar(
    name="Office",
    week=WEEK,
    special=swedish_days(range(2025, 2029), week=WEEK),
    begins=date(2025, 1, 1),
    ends=date(2029, 1, 1),
)
LUNCH = replace(OFFICE, name="Lunch", week=weekdays(((480, 720), (780, 990))))
NIGHT = replace(OFFICE, name="Night", week=every_day(((0, 360), (1320, 1440))))
ALWAYS = replace(OFFICE, name="Always", week=every_day(ALL_DAY), special=())
HOUR = timedelta(hours=1)


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, fold=fold).replace(tzinfo=STOCKHOLM)  # type: ignore[arg-type]


# --------------------------------------------------------------- golden cases


def test_four_hours_over_easter() -> None:
    """domain.md §5.3: opened Thursday 15:30, Good Friday and Easter Monday closed."""
    due = add(OFFICE, local(2026, 4, 2, 15, 30), 4 * HOUR)
    assert due == local(2026, 4, 7, 11)
    assert due.tzinfo is UTC


def test_the_lunch_break_does_not_count() -> None:
    """Frappe Helpdesk #2212: the clock ran through lunch."""
    assert add(LUNCH, local(2026, 5, 4, 11, 30), HOUR) == local(2026, 5, 4, 13, 30)
    assert elapsed(
        LUNCH, local(2026, 5, 4, 11, 30), local(2026, 5, 4, 13, 30)
    ) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # before opening, after closing, at the weekend, on a holiday
        (local(2026, 5, 4, 5), local(2026, 5, 4, 9)),
        (local(2026, 5, 4, 20), local(2026, 5, 5, 9)),
        (local(2026, 5, 9, 12), local(2026, 5, 11, 9)),
        (local(2026, 5, 14, 12), local(2026, 5, 15, 9)),
        # a second before closing, at closing, five minutes before on a Friday
        (local(2026, 5, 4, 16, 29, 59), local(2026, 5, 5, 8, 59, 59)),
        (local(2026, 5, 4, 16, 30), local(2026, 5, 5, 9)),
        (local(2026, 5, 8, 16, 25), local(2026, 5, 11, 8, 55)),
    ],
)
def test_t3_an_hour_from_an_odd_moment(start: datetime, due: datetime) -> None:
    assert add(OFFICE, start, HOUR) == due
    assert elapsed(OFFICE, start, due) == HOUR


def test_time_added_ends_at_closing_and_time_subtracted_begins_at_opening() -> None:
    opening, closing = local(2026, 5, 4, 8), local(2026, 5, 4, 16, 30)
    day = timedelta(hours=8, minutes=30)
    assert add(OFFICE, opening, day) == closing
    assert subtract(OFFICE, closing, day) == opening
    assert subtract(OFFICE, local(2026, 5, 5, 8), day) == opening
    assert add(OFFICE, local(2026, 5, 3, 9), day) == closing


def test_nothing_added_is_the_same_instant_also_when_closed() -> None:
    sunday = local(2026, 5, 3, 9)
    assert add(OFFICE, sunday, timedelta()) == sunday
    assert subtract(OFFICE, sunday, timedelta()) == sunday


def test_backwards_is_below_zero() -> None:
    assert elapsed(OFFICE, local(2026, 5, 4, 9), local(2026, 5, 4, 8)) == -HOUR


def test_open_and_closed_at_the_boundaries() -> None:
    opening, closing = local(2026, 5, 4, 8), local(2026, 5, 4, 16, 30)
    noon = local(2026, 5, 4, 12)
    assert [is_open(OFFICE, at) for at in (opening, noon, closing)] == [
        True,
        True,
        False,
    ]
    assert next_open(OFFICE, opening) == opening
    assert next_open(OFFICE, noon) == noon
    assert next_open(OFFICE, closing) == local(2026, 5, 5, 8)
    assert previous_close(OFFICE, opening) == opening
    assert previous_close(OFFICE, noon) == noon
    assert previous_close(OFFICE, closing) == closing
    assert previous_close(OFFICE, local(2026, 5, 11, 7)) == local(2026, 5, 8, 16, 30)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Monday before, within and after hours: Monday never counts
        (local(2026, 5, 4, 6), 1, local(2026, 5, 5, 16, 30)),
        (local(2026, 5, 4, 10), 2, local(2026, 5, 6, 16, 30)),
        (local(2026, 5, 4, 23, 59), 2, local(2026, 5, 6, 16, 30)),
        # Saturday: Monday is the first
        (local(2026, 5, 9, 10), 1, local(2026, 5, 11, 16, 30)),
        # over Good Friday and Easter Monday
        (local(2026, 4, 2, 10), 1, local(2026, 4, 7, 16, 30)),
        # midnight belongs to the day it begins
        (local(2026, 5, 5, 0), 1, local(2026, 5, 6, 16, 30)),
    ],
)
def test_working_days_end_with_the_day(
    start: datetime, days: int, end: datetime
) -> None:
    assert end_of_working_day(OFFICE, start, days=days) == end


def test_a_half_day_is_a_working_day_and_ends_early() -> None:
    half = SpecialDay(date(2026, 5, 13), ((480, 720),), "Före Kristi himmelsfärdsdag")
    calendar = replace(OFFICE, special=(*OFFICE.special, half))
    assert end_of_working_day(calendar, local(2026, 5, 12, 9), days=1) == local(
        2026, 5, 13, 12
    )


def test_round_the_clock_a_working_day_ends_at_midnight() -> None:
    assert end_of_working_day(ALWAYS, local(2026, 5, 4, 9), days=2) == local(2026, 5, 7)


def test_a_calendar_open_one_weekday_works() -> None:
    """osTicket #6739: sums were wrong unless Monday and Thursday were open."""
    tuesdays = replace(
        OFFICE, week=(CLOSED, ((480, 1020),), *(CLOSED,) * 5), special=()
    )
    assert add(tuesdays, local(2026, 5, 7, 9), 10 * HOUR) == local(2026, 5, 19, 9)
    assert elapsed(tuesdays, local(2026, 5, 1), local(2026, 6, 1)) == 36 * HOUR


def test_hours_to_midnight_lose_no_minute() -> None:
    """Zammad #3180 and django-helpdesk lose time at 24:00."""
    late = replace(OFFICE, week=every_day(((600, 1440),)), special=())
    assert elapsed(late, local(2026, 5, 4), local(2026, 5, 6)) == 28 * HOUR
    assert elapsed(ALWAYS, local(2026, 5, 4), local(2026, 5, 6)) == 48 * HOUR


def test_only_the_days_that_were_entered_are_closed() -> None:
    """Zammad #390: a feed of observances closed days on which people worked."""
    assert elapsed(OFFICE, local(2026, 11, 9), local(2026, 11, 14)) == 5 * 8.5 * HOUR


# ------------------------------------------------------------- changing clocks


@pytest.mark.parametrize(
    ("hours", "spring", "autumn"),
    [
        (((0, 1440),), 23, 25),
        (((120, 180),), 0, 2),
        (((60, 240),), 2, 4),
        # 02:30–04:00: from 03:00 in spring; in autumn 02:30 to 03:00 comes twice
        (((150, 240),), 1, 2),
        (((135, 165),), 0, 1),
        (((0, 120),), 2, 2),
        (((180, 1440),), 21, 21),
        (((0, 150), (165, 1440)), 23, 24.5),
    ],
)
def test_t1_hours_skipped_never_come_and_hours_repeated_count_twice(
    hours: Hours, spring: float, autumn: float
) -> None:
    """2027-03-28 has 23 hours, 2027-10-31 has 25."""
    calendar = replace(OFFICE, week=every_day(hours), special=())
    days = [(2027, 3, 28), (2027, 3, 29), (2027, 10, 31), (2027, 11, 1)]
    a, b, c, d = (local(*day) for day in days)
    assert elapsed(calendar, a, b) / HOUR == spring
    assert elapsed(calendar, c, d) / HOUR == autumn


def test_t1_a_night_shift_over_the_change() -> None:
    """22–06: seven hours in the spring night, nine in the autumn one."""
    nights = replace(NIGHT, special=())
    evening = local(2027, 3, 27, 22)
    assert add(nights, evening, 7 * HOUR) == local(2027, 3, 28, 6)
    evening = local(2027, 10, 30, 22)
    assert add(nights, evening, 9 * HOUR) == local(2027, 10, 31, 6)


def test_t1_half_past_two_that_is_absent_or_comes_twice() -> None:
    first, second = local(2027, 10, 31, 2, 30), local(2027, 10, 31, 2, 30, fold=1)
    assert elapsed(ALWAYS, first, second) == HOUR
    assert elapsed(ALWAYS, local(2027, 3, 28, 1), local(2027, 3, 28, 3)) == HOUR


def test_t1_opening_hours_follow_the_local_clock() -> None:
    """Fivetran's dbt_zendesk #25: one offset was used the whole year."""
    winter, summer = local(2027, 3, 26, 8), local(2027, 3, 29, 8)
    assert winter.utcoffset() != summer.utcoffset()
    assert next_open(OFFICE, local(2027, 3, 24, 20)) == local(2027, 3, 25, 8)
    assert next_open(OFFICE, local(2027, 3, 28, 20)) == local(2027, 3, 30, 8)


def test_other_zones_with_midnight_skipped() -> None:
    """Chile's clocks go forward at midnight: the date begins at one o'clock."""
    chile = Calendar(
        name="Chile",
        zone="America/Santiago",
        week=every_day(ALL_DAY),
        begins=date(2026, 1, 1),
        ends=date(2027, 1, 1),
    )
    start = datetime(2026, 9, 5, tzinfo=chile.timezone)
    end = datetime(2026, 9, 7, tzinfo=chile.timezone)
    assert elapsed(chile, start, end) == 47 * HOUR
    assert end_of_working_day(chile, start, days=1) == end
    begins_so = replace(chile, begins=date(2026, 9, 6))
    assert elapsed(begins_so, datetime(2026, 9, 6, 1, tzinfo=chile.timezone), end) == (
        23 * HOUR
    )


def test_t8_a_new_zone_database_moves_instants_and_keeps_local_hours(
    tmp_path: Path,
) -> None:
    """As if summer time were given up: Stockholm gets the rules of an all-year +1."""
    (tmp_path / "Europe").mkdir()
    old_rules = add(OFFICE, local(2026, 6, 30, 16), HOUR)
    paths = zoneinfo.TZPATH
    source = next(Path(path) / "Etc/GMT-1" for path in paths if Path(path).exists())
    (tmp_path / "Europe" / "Stockholm").write_bytes(source.read_bytes())
    try:
        zoneinfo.reset_tzpath([tmp_path])
        ZoneInfo.clear_cache()
        later = replace(OFFICE, version=2)
        start = datetime(2026, 6, 30, 16, tzinfo=later.timezone)
        new_rules = add(later, start, HOUR)
    finally:
        zoneinfo.reset_tzpath(paths)
        ZoneInfo.clear_cache()
    assert old_rules == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    assert new_rules == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert new_rules.astimezone(later.timezone).hour == 8
    # A calendar that is in use already keeps the rules it was laid out with.
    assert add(OFFICE, local(2026, 6, 30, 16), HOUR) == old_rules


# --------------------------------------------------------------------- horizon


def test_t7_beyond_the_calendar_is_an_error_never_a_loop() -> None:
    for work in (
        lambda: add(OFFICE, local(2028, 12, 29, 9), 1000 * HOUR),
        lambda: add(OFFICE, local(2026, 5, 4, 9), timedelta.max),
        lambda: subtract(OFFICE, local(2025, 1, 7, 9), 1000 * HOUR),
        lambda: elapsed(OFFICE, local(2026, 5, 4), local(9999, 12, 31)),
        lambda: elapsed(OFFICE, local(2024, 12, 31, 23), local(2026, 5, 4)),
        lambda: next_open(OFFICE, local(2028, 12, 31, 9)),
        lambda: previous_close(OFFICE, local(2025, 1, 1, 9)),
        lambda: end_of_working_day(OFFICE, local(2028, 12, 29, 9), days=1),
    ):
        with pytest.raises(HorizonError) as refused:
            work()
        assert refused.value.values == {
            "calendar": "Office",
            "begins": date(2025, 1, 1),
            "ends": date(2029, 1, 1),
        }


def test_t7_the_edges_of_the_calendar_are_within() -> None:
    begins, ends = local(2025, 1, 1), local(2029, 1, 1)
    whole = elapsed(OFFICE, begins, ends)
    assert add(OFFICE, begins, whole) == local(2028, 12, 29, 16, 30)
    assert subtract(OFFICE, ends, whole) == local(2025, 1, 2, 8)


def test_t7_2038_is_a_year_like_others() -> None:
    calendar = replace(OFFICE, special=(), ends=date(2039, 1, 1))
    assert add(calendar, local(2038, 1, 18, 16), HOUR) == local(2038, 1, 19, 8, 30)


def test_t5_leap_day_year_change_and_week_53() -> None:
    assert elapsed(OFFICE, local(2028, 2, 28), local(2028, 3, 1)) == 17 * HOUR
    # Week 53 of 2026: 28–30 December; 31 December and 1 January closed.
    assert elapsed(OFFICE, local(2026, 12, 28), local(2027, 1, 4)) == 25.5 * HOUR


@pytest.mark.parametrize(
    "work",
    [
        lambda at: elapsed(OFFICE, at, at),
        lambda at: add(OFFICE, at, HOUR),
        lambda at: subtract(OFFICE, at, HOUR),
        lambda at: next_open(OFFICE, at),
        lambda at: previous_close(OFFICE, at),
        lambda at: end_of_working_day(OFFICE, at, days=1),
    ],
)
def test_an_instant_has_a_zone(work: Callable[[datetime], object]) -> None:
    with pytest.raises(NaiveInstantError) as refused:
        work(datetime(2026, 5, 4, 9))
    assert refused.value.values == {"instant": datetime(2026, 5, 4, 9)}


def test_time_to_add_is_not_below_zero_and_days_count_from_one() -> None:
    for work in (add, subtract):
        with pytest.raises(NegativeTimeError):
            work(OFFICE, local(2026, 5, 4, 9), timedelta(microseconds=-1))
    with pytest.raises(DaysError):
        end_of_working_day(OFFICE, local(2026, 5, 4, 9), days=0)


# ------------------------------------------------------------------ properties

INSTANTS = st.datetimes(
    datetime(2025, 3, 1), datetime(2028, 8, 1), timezones=st.just(UTC)
)
CALENDARS = st.sampled_from([OFFICE, LUNCH, NIGHT, ALWAYS])
SPANS = st.timedeltas(timedelta(microseconds=1), timedelta(hours=300))


@given(CALENDARS, INSTANTS, INSTANTS, INSTANTS)
def test_t1_t2_elapsed_is_monotone_and_additive(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    assert elapsed(calendar, a, c) == elapsed(calendar, a, b) + elapsed(calendar, b, c)
    assert elapsed(calendar, min(a, b), max(a, b)) >= timedelta()
    assert abs(elapsed(calendar, a, b)) <= abs(b - a)


@given(CALENDARS, INSTANTS, SPANS)
def test_t4_added_time_is_the_least_instant_and_subtracted_the_last(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    tick = timedelta(microseconds=1)
    due = add(calendar, start, span)
    assert elapsed(calendar, start, due) == span
    assert elapsed(calendar, start, due - tick) == span - tick
    begin = subtract(calendar, due, span)
    assert elapsed(calendar, begin, due) == span
    assert elapsed(calendar, begin + tick, due) == span - tick


@given(CALENDARS, INSTANTS, SPANS, st.integers(-12, 14))
def test_t5_the_zone_of_the_one_who_asks_decides_nothing(
    calendar: Calendar, start: datetime, span: timedelta, hours: int
) -> None:
    elsewhere = start.astimezone(timezone(timedelta(hours=hours)))
    here = start.astimezone(STOCKHOLM)
    assert add(calendar, elsewhere, span) == add(calendar, here, span)
    assert elapsed(calendar, here, elsewhere) == timedelta()


@given(INSTANTS, INSTANTS)
def test_t6_round_the_clock_counts_real_seconds(a: datetime, b: datetime) -> None:
    assert elapsed(ALWAYS, a, b) == b - a


@given(CALENDARS, INSTANTS)
def test_next_open_and_previous_close_enclose_no_work(
    calendar: Calendar, at: datetime
) -> None:
    assert elapsed(calendar, at, next_open(calendar, at)) == timedelta()
    assert elapsed(calendar, previous_close(calendar, at), at) == timedelta()
    assert is_open(calendar, next_open(calendar, at))
    assert is_open(calendar, at) == (next_open(calendar, at) == at)


@given(CALENDARS, INSTANTS, st.integers(1, 30), st.integers(1, 30))
def test_working_days_follow_on_each_other(
    calendar: Calendar, start: datetime, first: int, more: int
) -> None:
    """The n-th working day's end, then m further days, is the end of day n + m."""
    middle = end_of_working_day(calendar, start, days=first) - timedelta(microseconds=1)
    assert end_of_working_day(calendar, middle, days=more) == end_of_working_day(
        calendar, start, days=first + more
    )
