# SPDX-License-Identifier: EUPL-1.2
"""The clock's rules, each as a case that can be checked by hand.

The office is open 08:00–16:30 Monday to Friday; 4 May 2026 is a Monday, the 14th
Ascension Day.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from gemensam.calc.clock import (
    AlreadyPausedError,
    AlreadyStartedError,
    AlreadyStoppedError,
    BeyondTimeError,
    Deadline,
    Event,
    EventError,
    NotPausedError,
    NotStartedError,
    NotStoppedError,
    OutOfOrderError,
    Paused,
    Reopened,
    Resumed,
    Started,
    State,
    Stopped,
    Target,
    TargetError,
    TermsChanged,
    Unit,
    deadline,
    elapsed,
)
from gemensam.calc.worktime import (
    Calendar,
    HorizonError,
    NaiveInstantError,
    swedish_days,
    weekdays,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = weekdays(((480, 990),))
OFFICE = Calendar(
    name="Office",
    week=WEEK,
    special=swedish_days(range(2026, 2028), week=WEEK),
    begins=date(2026, 1, 1),
    ends=date(2028, 1, 1),
)
HOUR = timedelta(hours=1)
FOUR_HOURS = Target(amount=240)
TWO_DAYS = Target(amount=2, unit=Unit.WORKING_DAYS)


def may(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=STOCKHOLM)


def at(
    now: datetime,
    *events: Event,
    target: Target = FOUR_HOURS,
    calendar: Calendar = OFFICE,
) -> Deadline:
    return deadline(calendar=calendar, target=target, events=events, at=now)


# ---------------------------------------------------------------- due and used


def test_four_hours_over_easter() -> None:
    """domain.md §5.3."""
    opened = datetime(2026, 4, 2, 15, 30, tzinfo=STOCKHOLM)
    found = at(opened, Started(opened))
    assert found.due == datetime(2026, 4, 7, 9, tzinfo=UTC)
    assert found.due.tzinfo is UTC
    assert found.state is State.RUNNING
    assert (found.used, found.remaining) == (timedelta(), 4 * HOUR)
    assert (found.broken_at, found.is_late, found.is_open_ended) == (None, False, False)


def test_used_and_remaining_while_it_runs() -> None:
    found = at(may(5, 9), Started(may(4, 15)))
    assert found.due == may(5, 10, 30)
    assert (found.used, found.remaining) == (2.5 * HOUR, 1.5 * HOUR)
    assert found.share == Fraction(5, 8)
    assert found.allowance == 4 * HOUR


def test_due_at_the_very_moment_is_in_time_and_a_moment_later_broken() -> None:
    due, tick = may(5, 10, 30), timedelta(microseconds=1)
    assert at(due, Started(may(4, 15))).broken_at is None
    late = at(due + tick, Started(may(4, 15)))
    assert (late.broken_at, late.is_late) == (due, True)
    assert late.remaining == -tick


def test_past_closing_on_the_due_day_is_broken_although_no_time_was_used() -> None:
    """Due Monday 16:30, not done by Monday 20:00: late, with all but no time over."""
    found = at(may(4, 20), Started(may(4, 12, 30)))
    assert found.due == may(4, 16, 30)
    assert found.remaining == timedelta()
    assert found.broken_at == may(4, 16, 30)


def test_when_shares_of_the_target_are_reached() -> None:
    found = at(
        may(4, 10),
        Started(may(4, 8)),
        Paused(may(4, 9), "customer"),
        Resumed(may(4, 10)),
    )
    assert found.reaches(Fraction(3, 4)) == may(4, 12)
    assert found.reaches(Fraction(1)) == found.due == may(4, 13)
    assert found.reaches(Fraction(3, 2)) == may(4, 15)
    # A share that no whole microsecond meets is reached at the next.
    third = found.reaches(Fraction(1, 3))
    assert third == may(4, 10, 20)


# --------------------------------------------------------------------- pauses


def test_a_pause_moves_the_due_time_by_the_working_time_it_took() -> None:
    found = at(
        may(5, 9),
        Started(may(4, 9)),
        Paused(may(4, 10), "customer"),
        Resumed(may(5, 9)),
    )
    assert found.due == may(5, 12)
    assert found.used == HOUR


def test_a_pause_over_the_weekend_takes_no_more_than_its_working_time() -> None:
    """GLPI #10594, #14937: the whole weekend was added."""
    found = at(
        may(11, 9),
        Started(may(8, 14)),
        Paused(may(8, 16), "customer"),
        Resumed(may(11, 9)),
        target=Target(amount=1, unit=Unit.WORKING_DAYS),
    )
    # The allowance is what is left of Friday and all Monday: 11 hours. Paused were
    # half an hour on Friday and one on Monday.
    assert found.allowance == 11 * HOUR
    assert found.due == may(12, 9, 30)


def test_a_pause_in_closed_hours_is_nothing() -> None:
    events = [Started(may(8, 15)), Paused(may(8, 18), "customer"), Resumed(may(10, 9))]
    assert (
        at(may(11, 8), *events).due == at(may(11, 8), events[0]).due == may(11, 10, 30)
    )


def test_while_paused_the_due_time_is_where_it_would_fall_if_resumed_now() -> None:
    """GLPI #24481: the promise was broken during the pause."""
    events = [Started(may(4, 9)), Paused(may(4, 10), "customer")]
    first, second = at(may(4, 11), *events), at(may(29, 11), *events)
    assert (first.due, second.due) == (may(4, 14), may(29, 14))
    assert first.used == second.used == HOUR
    assert second.state is State.PAUSED
    assert second.is_open_ended
    assert second.broken_at is None
    assert second.due == at(may(29, 11), *events, Resumed(may(29, 11))).due


def test_pauses_for_several_reasons_merge() -> None:
    """Paused 10–13: the customer 10–12, the supplier 11–13."""
    events = [
        Started(may(4, 9)),
        Paused(may(4, 10), "customer"),
        Paused(may(4, 11), "supplier"),
        Resumed(may(4, 12), "customer"),
        Resumed(may(4, 13), "supplier"),
    ]
    found = at(may(4, 14), *events)
    assert (found.due, found.used) == (may(4, 16), 2 * HOUR)
    assert at(may(4, 12, 30), *events).state is State.PAUSED
    together = at(may(4, 14), *events[:3], Resumed(may(4, 13)))
    assert together.due == found.due
    taken = elapsed(calendar=OFFICE, events=events, at=may(4, 14))
    assert taken.paused == 3 * HOUR
    assert taken.waited("customer") == 2 * HOUR
    assert taken.waited("supplier") == 2 * HOUR
    assert taken.waited("colleague") == timedelta()


def test_a_pause_after_the_time_is_used_up_moves_nothing() -> None:
    events = [Started(may(4, 9)), Paused(may(4, 14), "customer"), Resumed(may(5, 9))]
    found = at(may(5, 10), *events)
    assert found.due == may(4, 13)
    assert found.broken_at == may(4, 13)
    assert found.used == 6 * HOUR


def test_a_pause_at_the_very_due_moment_is_in_time_until_it_is_resumed() -> None:
    events = [Started(may(4, 9)), Paused(may(4, 13), "customer")]
    assert at(may(6, 9), *events).broken_at is None
    resumed = [*events, Resumed(may(6, 9))]
    assert at(may(6, 9), *resumed).broken_at is None
    assert at(may(6, 10), *resumed).broken_at == may(6, 9)


def test_a_reason_that_does_not_stop_the_clock_is_told_all_the_same() -> None:
    """A wait for a third party counts, unless the agreement lets it pause the clock."""
    strict = replace(FOUR_HOURS, runs_during=frozenset({"supplier"}))
    events = [Started(may(4, 9)), Paused(may(4, 10), "supplier"), Resumed(may(4, 12))]
    assert at(may(4, 12), *events).due == may(4, 15)
    assert at(may(4, 12), *events, target=strict).due == may(4, 13)
    assert at(may(4, 14), *events[:2], target=strict).broken_at == may(4, 13)
    both = [*events[:2], Paused(may(4, 11), "customer"), Resumed(may(4, 12))]
    assert at(may(4, 12), *both, target=strict).due == may(4, 14)
    taken = elapsed(
        calendar=OFFICE, events=events, at=may(4, 12), runs_during=["supplier"]
    )
    assert (taken.used, taken.waited("supplier")) == (3 * HOUR, 2 * HOUR)
    assert elapsed(calendar=OFFICE, events=events, at=may(4, 12)).used == HOUR


# ----------------------------------------------------------- stop and reopening


def test_a_stop_freezes_the_clock() -> None:
    events = [Started(may(4, 9)), Stopped(may(4, 11))]
    found = at(may(29, 9), *events)
    assert (found.state, found.used) == (State.STOPPED, 2 * HOUR)
    assert found.due == may(4, 13)
    assert (found.broken_at, found.is_late) == (None, False)


def test_a_stop_at_the_due_moment_is_in_time_and_later_is_not() -> None:
    started = Started(may(4, 12, 30))
    in_time = at(may(5, 9), started, Stopped(may(4, 16, 30)))
    assert (in_time.due, in_time.broken_at) == (may(4, 16, 30), None)
    late = at(may(5, 9), started, Stopped(may(4, 20)))
    assert late.broken_at == may(4, 16, 30)


def test_reopening_goes_on_with_the_old_clock() -> None:
    """domain.md §5.3; GLPI #23359 counted the time between as waiting."""
    events = [Started(may(4, 9)), Stopped(may(4, 11)), Reopened(may(6, 9))]
    found = at(may(6, 9), *events)
    assert (found.due, found.used) == (may(6, 11), 2 * HOUR)
    assert found.state is State.RUNNING
    taken = elapsed(calendar=OFFICE, events=events, at=may(6, 10))
    assert (taken.used, taken.paused) == (3 * HOUR, timedelta())
    assert [(wait.reasons, wait.time) for wait in taken.waits] == [((), 15 * HOUR)]
    assert taken.real == may(6, 10) - may(4, 9)


def test_a_reopened_case_that_was_late_stays_late() -> None:
    events = [Started(may(4, 9)), Stopped(may(4, 14)), Reopened(may(6, 9))]
    found = at(may(6, 9), *events)
    assert (found.due, found.broken_at) == (may(4, 13), may(4, 13))


def test_a_stop_ends_the_wait() -> None:
    events = [
        Started(may(4, 9)),
        Paused(may(4, 10), "customer"),
        Stopped(may(4, 12)),
        Reopened(may(4, 13)),
    ]
    found = at(may(4, 13), *events)
    assert (found.state, found.due) == (State.RUNNING, may(4, 16))
    taken = elapsed(calendar=OFFICE, events=events, at=may(4, 13))
    assert [(wait.reasons, wait.time) for wait in taken.waits] == [
        (("customer",), 2 * HOUR),
        ((), HOUR),
    ]
    stopped = elapsed(calendar=OFFICE, events=events[:3], at=may(29))
    assert (stopped.used, stopped.real, stopped.paused) == (HOUR, 3 * HOUR, 2 * HOUR)


# ---------------------------------------------------------------------- terms


def test_new_terms_count_from_the_start_and_keep_every_pause() -> None:
    """GLPI #6902, #15605: the pause was lost when the agreement changed."""
    events = [
        Started(may(4, 8)),
        Paused(may(4, 9), "customer"),
        Resumed(may(5, 9)),
        TermsChanged(may(5, 10), target=Target(amount=480)),
    ]
    found = at(may(5, 10), *events)
    assert found.target == Target(amount=480)
    assert found.due == may(5, 16)
    assert found.used == 2 * HOUR


def test_terms_changed_while_paused() -> None:
    """GLPI #6902: urgency raised during the pause."""
    events = [
        Started(may(4, 8)),
        Paused(may(4, 9), "customer"),
        TermsChanged(may(4, 12), target=Target(amount=120)),
    ]
    found = at(may(5, 9), *events)
    assert (found.state, found.due, found.broken_at) == (State.PAUSED, may(5, 10), None)


def test_t4_a_case_keeps_its_calendar_until_a_change_is_decided() -> None:
    """Frozen: a new version exists, the case stays. Recomputed: the change is logged."""
    closed = replace(OFFICE, version=2, week=(WEEK[0], (), *WEEK[2:]))
    started = Started(may(4, 15))
    assert at(may(4, 16), started).due == may(5, 10, 30)
    changed = TermsChanged(may(4, 16), calendar=closed)
    found = at(may(4, 16), started, changed)
    assert (found.due, found.calendar.version) == (may(6, 10, 30), 2)
    assert found.target == FOUR_HOURS


def test_t7_what_was_broken_stays_broken_whatever_the_terms_become() -> None:
    events = [
        Started(may(4, 8)),
        TermsChanged(may(4, 15), target=Target(amount=9600)),
    ]
    found = at(may(4, 15), *events)
    assert found.broken_at == may(4, 12)
    assert found.is_late is False
    stopped = at(may(29), *events, Stopped(may(4, 16)))
    assert stopped.broken_at == may(4, 12)


def test_stricter_terms_are_broken_at_the_earliest_when_they_begin() -> None:
    strict = TermsChanged(may(4, 11), target=Target(amount=60))
    assert at(may(4, 11), Started(may(4, 8)), strict).broken_at is None
    found = at(may(4, 11, 1), Started(may(4, 8)), strict)
    assert (found.due, found.broken_at) == (may(4, 9), may(4, 11))


def test_terms_that_were_in_force_for_no_time_break_nothing() -> None:
    events = [
        Started(may(4, 8)),
        TermsChanged(may(4, 11), target=Target(amount=60)),
        TermsChanged(may(4, 11), target=FOUR_HOURS),
    ]
    assert at(may(4, 11, 30), *events).broken_at is None


def test_terms_corrected_after_the_stop_break_nothing_but_tell() -> None:
    events = [
        Started(may(4, 8)),
        Stopped(may(4, 11)),
        TermsChanged(may(4, 12), target=Target(amount=60)),
    ]
    found = at(may(5, 9), *events)
    assert (found.due, found.broken_at, found.is_late) == (may(4, 9), None, True)


# ----------------------------------------------------------- days and real time


def test_working_days_end_with_the_day_and_the_first_does_not_count() -> None:
    found = at(may(4, 10), Started(may(4, 10)), target=TWO_DAYS)
    assert found.due == may(6, 16, 30)
    assert found.allowance == 23.5 * HOUR


def test_a_pause_of_ten_minutes_gives_ten_minutes_on_a_target_in_days() -> None:
    events = [
        Started(may(4, 10)),
        Paused(may(5, 9), "customer"),
        Resumed(may(5, 9, 10)),
    ]
    assert at(may(5, 10), *events, target=TWO_DAYS).due == may(7, 8, 10)


def test_real_time_counts_nights_and_days_off() -> None:
    target = Target(amount=240, unit=Unit.REAL_MINUTES)
    events = [Started(may(8, 15)), Paused(may(8, 16), "customer"), Resumed(may(9, 12))]
    found = at(may(9, 12), *events, target=target)
    assert (found.due, found.used) == (may(9, 15), HOUR)


def test_t6_real_time_over_the_change_of_clocks_is_real() -> None:
    target = Target(amount=24 * 60, unit=Unit.REAL_MINUTES)
    start = datetime(2027, 3, 27, 12, tzinfo=STOCKHOLM)
    due = at(start, Started(start), target=target).due
    assert due == datetime(2027, 3, 28, 13, tzinfo=STOCKHOLM)


# ------------------------------------------------------- as known, and refusals


def test_later_events_are_not_known_yet() -> None:
    events = [Started(may(4, 9)), Paused(may(4, 10), "customer"), Stopped(may(4, 12))]
    assert at(may(4, 9, 30), *events) == at(may(4, 9, 30), events[0])
    assert at(may(4, 11), *events).state is State.PAUSED


def test_results_are_values() -> None:
    first, second = (at(may(4, 10), Started(may(4, 9))) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    assert first != at(may(4, 11), Started(may(4, 9)))


S, P, R = Started(may(4, 9)), Paused(may(4, 10), "customer"), Resumed(may(4, 11))
DONE, AGAIN = Stopped(may(4, 11)), Reopened(may(4, 12))


@pytest.mark.parametrize(
    ("events", "error", "number"),
    [
        ([P], NotStartedError, 1),
        ([TermsChanged(may(4, 9))], NotStartedError, 1),
        ([DONE, S], NotStartedError, 1),
        ([S, S], AlreadyStartedError, 2),
        ([S, P, Started(may(4, 11))], AlreadyStartedError, 3),
        ([S, DONE, Started(may(4, 12))], AlreadyStartedError, 3),
        ([S, R], NotPausedError, 2),
        ([S, P, Resumed(may(4, 11), "supplier")], NotPausedError, 3),
        ([S, P, P], AlreadyPausedError, 3),
        ([S, AGAIN], NotStoppedError, 2),
        ([S, P, AGAIN], NotStoppedError, 3),
        ([S, DONE, DONE], AlreadyStoppedError, 3),
        ([S, DONE, Paused(may(4, 12), "customer")], AlreadyStoppedError, 3),
        ([S, DONE, Resumed(may(4, 12))], AlreadyStoppedError, 3),
        ([S, R, P], NotPausedError, 2),
        ([P, S], NotStartedError, 1),
        ([S, Stopped(may(4, 8))], OutOfOrderError, 2),
        # also among events that are not known yet
        ([S, Stopped(may(28)), Reopened(may(27))], OutOfOrderError, 3),
    ],
)
def test_contradictions_are_refused(
    events: list[Event], error: type[EventError], number: int
) -> None:
    with pytest.raises(error) as refused:
        at(may(5), *events)
    assert refused.value.values["number"] == number
    with pytest.raises(error):
        elapsed(calendar=OFFICE, events=events, at=may(5))


@pytest.mark.parametrize("events", [[], [S]])
def test_a_clock_that_has_not_started_has_no_due_time(events: list[Event]) -> None:
    with pytest.raises(NotStartedError) as refused:
        at(may(4, 8), *events)
    assert refused.value.values == {"at": may(4, 8)}
    assert str(refused.value).endswith("Start it first.")


def test_events_at_one_instant_count_in_the_order_they_stand() -> None:
    moment = may(4, 10)
    found = at(
        may(4, 12),
        S,
        Paused(moment, "a"),
        Resumed(moment),
        Stopped(moment),
        Reopened(moment),
    )
    assert (found.state, found.used, found.due) == (State.RUNNING, 3 * HOUR, may(4, 13))


def test_an_instant_has_a_zone() -> None:
    naive = datetime(2026, 5, 4, 9)
    with pytest.raises(NaiveInstantError):
        at(naive, S)
    with pytest.raises(NaiveInstantError):
        at(may(5), Started(naive))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_target_is_above_zero(amount: int) -> None:
    with pytest.raises(TargetError):
        Target(amount=amount)


def test_beyond_the_calendar_or_the_year_9999_is_an_error() -> None:
    with pytest.raises(HorizonError):
        at(may(5), S, target=Target(amount=10**6))
    with pytest.raises(HorizonError):
        at(may(5), S, target=Target(amount=10**4, unit=Unit.WORKING_DAYS))
    with pytest.raises(BeyondTimeError) as refused:
        at(may(5), S, target=Target(amount=10**10, unit=Unit.REAL_MINUTES))
    assert "9999" in str(refused.value)
