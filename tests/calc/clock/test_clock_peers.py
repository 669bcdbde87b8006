# SPDX-License-Identifier: EUPL-1.2
"""What went wrong in other systems' clocks, one test an issue, named after it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gemensam.calc.clock import (
    Event,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    Target,
    TermsChanged,
    Unit,
    deadline,
    elapsed,
)
from gemensam.calc.worktime import (
    ALL_DAY,
    CLOSED,
    Calendar,
    NoWorkingTimeError,
    Occasion,
    ShortDay,
    add,
    every_day,
    swedish_days,
    weekdays,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LUNCH = weekdays(((480, 720), (780, 990)))
OFFICE = Calendar(
    name="Office",
    week=LUNCH,
    special=swedish_days(range(2026, 2028), week=LUNCH),
    begins=date(2026, 1, 1),
    ends=date(2028, 1, 1),
)
ALWAYS = replace(OFFICE, name="Always", week=every_day(ALL_DAY), special=())
HOUR = timedelta(hours=1)


def may(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=STOCKHOLM)


def due(
    now: datetime,
    *events: Event,
    minutes: int = 240,
    calendar: Calendar = OFFICE,
    unit: Unit = Unit.WORKING_MINUTES,
) -> datetime:
    target = Target(amount=minutes, unit=unit)
    return deadline(calendar=calendar, target=target, events=events, at=now).due


def test_glpi_10594_and_14937_a_pause_over_a_weekend_with_a_target_in_days() -> None:
    started = Started(may(8, 9))
    weekend = [Paused(may(8, 16, 30), "customer"), Resumed(may(11, 8))]
    plain = due(may(11, 8), started, minutes=2, unit=Unit.WORKING_DAYS)
    paused = due(may(11, 8), started, *weekend, minutes=2, unit=Unit.WORKING_DAYS)
    assert plain == paused == may(12, 16, 30)


def test_glpi_6902_15605_and_16383_the_pause_is_kept_when_the_target_changes() -> None:
    pause = [Paused(may(4, 9), "customer"), Resumed(may(5, 9))]
    change = TermsChanged(may(5, 10), target=Target(amount=300))
    kept = due(may(5, 10), Started(may(4, 8)), *pause, change)
    from_the_start = due(may(5, 10), Started(may(4, 8)), *pause, minutes=300)
    assert kept == from_the_start == may(5, 14)


def test_glpi_24481_no_promise_is_broken_during_a_pause() -> None:
    events = [Started(may(4, 8)), Paused(may(4, 9), "customer")]
    for now in (may(4, 13), may(11, 9), may(29, 16)):
        found = deadline(
            calendar=OFFICE, target=Target(amount=240), events=events, at=now
        )
        assert found.broken_at is None
        assert found.due > now


def test_glpi_23359_the_time_between_solution_and_reopening_is_no_wait() -> None:
    events = [Started(may(4, 8)), Stopped(may(4, 9)), Reopened(may(5, 9))]
    taken = elapsed(calendar=OFFICE, events=events, at=may(5, 10))
    assert taken.paused == timedelta()
    assert taken.used == 2 * HOUR


def test_glpi_15429_calendars_other_than_round_the_clock_work() -> None:
    assert due(may(4, 8), Started(may(4, 8))) == may(4, 12)
    assert due(may(4, 8), Started(may(4, 8)), calendar=ALWAYS) == may(4, 12)
    assert due(may(4, 16), Started(may(4, 16))) == may(5, 11, 30)
    assert due(may(4, 16), Started(may(4, 16)), calendar=ALWAYS) == may(4, 20)


def test_frappe_2449_waiting_is_not_added_to_the_time_of_creation() -> None:
    """Created on a Saturday, paused on Monday 9–10: due Monday 14, not 13 or earlier."""
    events = [Started(may(9, 10)), Paused(may(11, 9), "customer"), Resumed(may(11, 10))]
    assert due(may(11, 10), *events) == may(11, 14)


def test_frappe_2449_waiting_over_a_holiday() -> None:
    """Ascension Day in the pause takes no time."""
    pause = [Paused(may(13, 15, 30), "customer"), Resumed(may(15, 9))]
    assert due(may(15, 9), Started(may(13, 14, 30)), *pause) == may(15, 12)


def test_frappe_2212_no_time_passes_over_lunch() -> None:
    found = due(may(4, 12, 10), Started(may(4, 12, 10)), minutes=30)
    assert found == may(4, 13, 30)


def test_frappe_1554_the_clock_does_not_tick_while_paused() -> None:
    events = [Started(may(4, 8)), Paused(may(4, 9), "customer")]
    used = {
        deadline(calendar=OFFICE, target=Target(amount=240), events=events, at=now).used
        for now in (may(4, 9), may(4, 16), may(20, 9))
    }
    assert used == {HOUR}


def test_erpnext_49414_a_pause_outside_hours_does_not_extend() -> None:
    pause = [Paused(may(4, 16, 30), "customer"), Resumed(may(5, 8))]
    assert due(may(5, 8), Started(may(4, 8)), *pause, minutes=480) == may(5, 8, 30)


def test_osticket_6739_tuesdays_alone() -> None:
    tuesdays = replace(
        OFFICE, week=(CLOSED, ((480, 1020),), *(CLOSED,) * 5), special=()
    )
    assert due(may(7, 9), Started(may(7, 9)), minutes=600, calendar=tuesdays) == may(
        19, 9
    )


def test_osticket_6847_a_lunch_break_inside_the_day() -> None:
    found = due(may(4, 11), Started(may(4, 11)), minutes=120)
    assert found == may(4, 14)


def test_zammad_390_days_of_observance_are_worked() -> None:
    """St Martin's Day, All Souls, Mother's Day: none of them closes an office."""
    named = {day.name for day in OFFICE.special}
    assert len(named) == 16
    start = datetime(2026, 11, 9, 20, tzinfo=STOCKHOLM)
    assert add(OFFICE, start, 36 * HOUR) == datetime(2026, 11, 16, 15, tzinfo=STOCKHOLM)


def test_zammad_1396_a_calendar_without_hours_is_refused_when_it_is_made() -> None:
    with pytest.raises(NoWorkingTimeError):
        replace(OFFICE, week=every_day(CLOSED), special=())


def test_zammad_3180_round_the_clock_has_no_closed_minute_at_midnight() -> None:
    found = due(may(4, 23, 30), Started(may(4, 23, 30)), minutes=60, calendar=ALWAYS)
    assert found == may(5, 0, 30)


def test_zammad_5624_moving_between_teams_loses_no_paused_time() -> None:
    """The new team has other hours; the pause is worth what they make of it."""
    service_desk = replace(OFFICE, name="Desk", week=weekdays(((420, 1020),)))
    events = [
        Started(may(4, 8)),
        Paused(may(4, 9), "customer"),
        Resumed(may(5, 9)),
        TermsChanged(may(5, 10), calendar=service_desk),
    ]
    assert due(may(5, 10), *events) == may(5, 12)


def test_zammad_2082_a_resumed_clock_shows_its_new_due_time_at_once() -> None:
    events = [Started(may(4, 8)), Paused(may(4, 9), "customer"), Resumed(may(4, 11))]
    assert due(may(4, 11), *events) == may(4, 15)


def test_zendesk_dbt_25_and_154_hours_follow_the_local_clock_over_the_change() -> None:
    start = datetime(2027, 3, 26, 15, 30, tzinfo=STOCKHOLM)
    easter_open = replace(OFFICE, special=())
    found = due(start, Started(start), minutes=120, calendar=easter_open)
    assert found == datetime(2027, 3, 29, 9, tzinfo=STOCKHOLM)


def test_biz_122_short_days_before_a_holiday() -> None:
    early = ShortDay(occasion=Occasion.BEFORE_DAY_OFF, closes=720)
    short = replace(
        OFFICE, special=swedish_days(range(2026, 2028), week=LUNCH, short=[early])
    )
    start = Started(may(13, 11))
    assert due(may(13, 11), start, minutes=120, calendar=short) == may(15, 9)


def test_django_helpdesk_the_last_second_of_the_day_counts() -> None:
    late = replace(OFFICE, week=every_day(((480, 1440),)), special=())
    found = due(may(4, 23, 59), Started(may(4, 23, 59)), minutes=2, calendar=late)
    assert found == may(5, 8, 1)
