# SPDX-License-Identifier: EUPL-1.2
"""What a calendar takes, and what it refuses."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gemensam.calc.worktime import (
    ALL_DAY,
    CLOSED,
    Calendar,
    Hours,
    InvalidHoursError,
    InvalidWeekError,
    NoWorkingTimeError,
    PeriodError,
    RepeatedDayError,
    SpecialDay,
    UnknownZoneError,
    every_day,
    weekdays,
)
from gemensam.calc.worktime.hours import closing_early
from gemensam.calc.worktime.instants import to_micros

OFFICE = Calendar(
    name="Office",
    week=weekdays(((480, 720), (780, 990))),
    special=(
        SpecialDay(date(2026, 4, 3), name="Långfredagen"),
        SpecialDay(date(2026, 4, 2), ((480, 720),), "Skärtorsdagen"),
    ),
    begins=date(2026, 1, 1),
    ends=date(2027, 1, 1),
)


def test_a_date_has_the_hours_of_its_weekday_unless_it_is_special() -> None:
    assert OFFICE.hours_on(date(2026, 4, 1)) == ((480, 720), (780, 990))
    assert OFFICE.hours_on(date(2026, 4, 2)) == ((480, 720),)
    assert OFFICE.hours_on(date(2026, 4, 3)) == CLOSED
    assert OFFICE.hours_on(date(2026, 4, 4)) == CLOSED
    assert OFFICE.name_of(date(2026, 4, 2)) == "Skärtorsdagen"
    assert OFFICE.name_of(date(2026, 4, 4)) == ""


@pytest.mark.parametrize(
    "hours",
    [
        ((480, 480),),
        ((990, 480),),
        ((-1, 480),),
        ((480, 1441),),
        ((480, 720), (719, 990)),
        ((780, 990), (480, 720)),
    ],
)
def test_hours_no_clock_shows_are_refused(hours: Hours) -> None:
    with pytest.raises(InvalidHoursError) as refused:
        replace(OFFICE, week=weekdays(hours))
    assert refused.value.values == {"hours": hours}
    with pytest.raises(InvalidHoursError):
        SpecialDay(date(2026, 4, 3), hours)


def test_touching_spans_and_midnight_are_fine() -> None:
    hours = ((0, 720), (720, 1440))
    assert replace(OFFICE, week=every_day(hours)).hours_on(date(2026, 5, 4)) == hours


def test_a_week_has_seven_days() -> None:
    with pytest.raises(InvalidWeekError) as refused:
        replace(OFFICE, week=(ALL_DAY,) * 5)
    assert refused.value.values == {"days": 5}


def test_a_calendar_that_never_opens_is_refused() -> None:
    with pytest.raises(NoWorkingTimeError):
        replace(OFFICE, week=every_day(CLOSED), special=())
    only_thursday = replace(OFFICE, week=every_day(CLOSED))
    assert only_thursday.laid_out.after[-1] == 4 * 3600 * 10**6


def test_a_period_has_days() -> None:
    with pytest.raises(PeriodError) as refused:
        replace(OFFICE, ends=OFFICE.begins)
    assert refused.value.values["calendar"] == "Office"


def test_one_date_is_special_once() -> None:
    with pytest.raises(RepeatedDayError) as refused:
        replace(OFFICE, special=(*OFFICE.special, SpecialDay(date(2026, 4, 3))))
    assert refused.value.values == {"calendar": "Office", "day": date(2026, 4, 3)}


@pytest.mark.parametrize("zone", ["Europe/Stokholm", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZoneError) as refused:
        replace(OFFICE, zone=zone)
    assert refused.value.values == {"zone": zone}


def test_equal_hours_are_equal_calendars_in_whatever_order_the_days_come() -> None:
    other = replace(OFFICE, special=OFFICE.special[::-1])
    assert other == OFFICE
    assert hash(other) == hash(OFFICE)
    assert replace(OFFICE, version=2) != OFFICE


def test_a_calendar_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(OFFICE))
    assert copy == OFFICE
    noon = to_micros(datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert copy.reading(noon) == OFFICE.reading(noon)


def test_closing_early_cuts_what_comes_after() -> None:
    hours = ((480, 720), (780, 990))
    assert closing_early(hours, 840) == ((480, 720), (780, 840))
    assert closing_early(hours, 780) == ((480, 720),)
    assert closing_early(hours, 700) == ((480, 700),)
    assert closing_early(hours, 0) == CLOSED


def test_the_horizon_is_laid_out_as_it_is_asked_for() -> None:
    calendar = replace(OFFICE, ends=date(2060, 1, 1))
    first = calendar.laid_out.days
    assert first == range(date(2026, 1, 1).toordinal(), date(2027, 1, 2).toordinal())
    noon = to_micros(datetime(2040, 6, 1, 12, tzinfo=UTC))
    before = calendar.reading(noon)
    assert date.fromordinal(calendar.laid_out.days.stop) == date(2041, 6, 4)
    calendar.earliest(before + 35_000 * 3_600_000_000)
    assert date.fromordinal(calendar.laid_out.days.stop) == date(2060, 1, 1)
    assert calendar.reading(noon) == before


def test_threads_that_lay_out_the_same_days_agree() -> None:
    calendar = replace(OFFICE, ends=date(2060, 1, 1))
    asked = [
        to_micros(datetime(year, 6, 1, 12, tzinfo=UTC)) for year in range(2026, 2060)
    ]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(calendar.reading, asked * 4))
    alone = replace(OFFICE, ends=date(2060, 1, 1))
    assert found == [alone.reading(micros) for micros in asked] * 4
