# SPDX-License-Identifier: EUPL-1.2
"""What holds for every clock, whatever its events."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import assume, given, strategies as st

from gemensam.calc.clock import (
    Event,
    Paused,
    Reopened,
    Resumed,
    Started,
    State,
    StepKind,
    Stopped,
    Target,
    TermsChanged,
    Unit,
    deadline,
    elapsed,
)
from gemensam.calc.worktime import (
    ALL_DAY,
    Calendar,
    every_day,
    next_open,
    swedish_days,
    weekdays,
)

LUNCH = weekdays(((480, 720), (780, 990)))
OFFICE = Calendar(
    name="Office",
    week=LUNCH,
    special=swedish_days(range(2026, 2031), week=LUNCH),
    begins=date(2026, 1, 1),
    ends=date(2031, 1, 1),
)
ALWAYS = replace(OFFICE, name="Always", week=every_day(ALL_DAY), special=())
NIGHT = replace(OFFICE, name="Night", week=every_day(((0, 150), (1320, 1440))))
TICK = timedelta(microseconds=1)

CALENDARS = st.sampled_from([OFFICE, ALWAYS, NIGHT])
STARTS = st.datetimes(
    datetime(2026, 3, 1), datetime(2028, 12, 1), timezones=st.just(UTC)
)
GAPS = st.timedeltas(timedelta(), timedelta(days=4))
REASONS = st.sampled_from(["customer", "supplier", "colleague"])
TARGETS = st.one_of(
    st.builds(
        Target,
        amount=st.integers(1, 6000),
        unit=st.sampled_from([Unit.WORKING_MINUTES, Unit.REAL_MINUTES]),
        runs_during=st.frozensets(REASONS, max_size=2),
    ),
    st.builds(Target, amount=st.integers(1, 12), unit=st.just(Unit.WORKING_DAYS)),
)


@st.composite
def histories(draw: st.DrawFn, terms: bool = True) -> tuple[list[Event], datetime]:
    """Events that contradict nothing, and a time at or after the last."""
    at = draw(STARTS)
    events: list[Event] = [Started(at)]
    waits: set[str] = set()
    stopped = False
    for _ in range(draw(st.integers(0, 8))):
        at += draw(GAPS)
        moves = ["reopen"] if stopped else ["pause", "stop"] + ["resume"] * bool(waits)
        match draw(st.sampled_from(moves + ["terms"] * terms)):
            case "pause":
                reason = draw(REASONS)
                if reason not in waits:
                    waits.add(reason)
                    events.append(Paused(at, reason))
            case "resume":
                over = draw(st.sampled_from([*sorted(waits), None]))
                waits = waits - {over} if over else set()
                events.append(Resumed(at, over))
            case "stop":
                stopped, waits = True, set()
                events.append(Stopped(at))
            case "reopen":
                stopped = False
                events.append(Reopened(at))
            case _:
                target = draw(st.none() | TARGETS)
                calendar = draw(st.none() | CALENDARS)
                events.append(TermsChanged(at, target, calendar))
    return events, at + draw(GAPS)


@given(CALENDARS, TARGETS, histories(terms=False))
def test_elapsed_at_the_due_time_is_the_target(
    calendar: Calendar, target: Target, history: tuple[list[Event], datetime]
) -> None:
    """Left alone from now on, a clock that is not late has used its target when due."""
    events, at = history
    now = deadline(calendar=calendar, target=target, events=events, at=at)
    assume(not now.is_late and now.state is not State.STOPPED)
    if now.state is State.PAUSED:
        events = [*events, Resumed(at)]
    then = deadline(calendar=calendar, target=target, events=events, at=now.due)
    before = deadline(
        calendar=calendar, target=target, events=events, at=now.due - TICK
    )
    assert then.due == now.due
    assert then.used == now.allowance
    assert before.used == now.allowance - TICK
    assert then.broken_at is None


@given(CALENDARS, TARGETS, histories())
def test_time_only_adds_and_what_is_broken_stays_so(
    calendar: Calendar, target: Target, history: tuple[list[Event], datetime]
) -> None:
    """By replaying the history moment by moment: used never shrinks under the same
    terms, the due time never comes nearer, and a broken promise keeps its moment."""
    events, at = history
    seen = [
        deadline(calendar=calendar, target=target, events=events, at=moment)
        for moment in sorted({event.at for event in events} | {at})
    ]
    for earlier, later in pairwise(seen):
        assert timedelta() <= earlier.used
        if (earlier.target, earlier.calendar) == (later.target, later.calendar):
            assert earlier.used <= later.used
            assert earlier.due <= later.due
        if earlier.broken_at:
            assert later.broken_at == earlier.broken_at
    first_broken = next((each.broken_at for each in seen if each.broken_at), None)
    assert seen[-1].broken_at == first_broken


@given(CALENDARS, TARGETS, histories(terms=False), st.data())
def test_a_pause_never_shortens_and_takes_exactly_its_working_time(
    calendar: Calendar,
    target: Target,
    history: tuple[list[Event], datetime],
    data: st.DataObject,
) -> None:
    events, at = history
    assume(not isinstance(events[-1], Stopped))
    running = [*events, Resumed(at)] if _paused(events) else events
    begin = at + data.draw(GAPS)
    end = begin + data.draw(GAPS)
    target = replace(target, runs_during=frozenset())
    paused = [*running, Paused(begin, "new"), Resumed(end)]
    without = deadline(calendar=calendar, target=target, events=running, at=end)
    within = deadline(calendar=calendar, target=target, events=paused, at=end)
    assert within.due >= without.due
    ruler = ALWAYS if target.unit is Unit.REAL_MINUTES else calendar
    assert within.used + _worked(ruler, begin, end) == without.used
    if without.due > end:
        assert _worked(ruler, without.due, within.due) == _worked(ruler, begin, end)


def _paused(events: list[Event]) -> bool:
    at = events[-1].at
    target = Target(amount=1, unit=Unit.REAL_MINUTES)
    found = deadline(calendar=ALWAYS, target=target, events=events, at=at)
    return found.state is State.PAUSED


def _worked(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    return elapsed(calendar=calendar, events=[Started(begin)], at=end).used


@given(CALENDARS, histories(terms=False))
def test_used_and_held_time_together_are_all_working_time(
    calendar: Calendar, history: tuple[list[Event], datetime]
) -> None:
    events, at = history
    taken = elapsed(calendar=calendar, events=events, at=at)
    started = events[0].at
    stopped = events[-1].at if taken.state is State.STOPPED else at
    held = sum((wait.time for wait in taken.waits), timedelta())
    assert taken.used + held == _worked(calendar, started, stopped)
    assert taken.real == stopped - started
    assert taken.paused == sum(
        (wait.time for wait in taken.waits if wait.reasons), timedelta()
    )


@given(CALENDARS, TARGETS, histories())
def test_the_steps_of_the_explanation_add_up(
    calendar: Calendar, target: Target, history: tuple[list[Event], datetime]
) -> None:
    events, at = history
    found = deadline(calendar=calendar, target=target, events=events, at=at)
    told = found.explanation
    counted, late, remaining = (
        told.total(kind)
        for kind in (StepKind.COUNTED, StepKind.LATE, StepKind.REMAINING)
    )
    assert counted + late == found.used
    if found.state is State.STOPPED:
        assert remaining == timedelta()
    elif not found.is_late:
        assert (counted + remaining, late) == (found.allowance, timedelta())
    begins = [step.begins.astimezone(UTC) for step in told.steps]
    assert begins == sorted(begins)
    # In the hour that comes twice, zones are never equal (PEP 495): compare in one.
    for said, is_so in ((told.due, found.due), (told.broken_at, found.broken_at)):
        assert (said and said.astimezone(UTC)) == (is_so and is_so.astimezone(UTC))


@given(TARGETS, histories(), st.integers(-12, 14))
def test_t5_the_zone_of_the_events_decides_nothing(
    target: Target, history: tuple[list[Event], datetime], hours: int
) -> None:
    events, at = history
    zone = timezone(timedelta(hours=hours))
    moved = [replace(event, at=event.at.astimezone(zone)) for event in events]
    here = deadline(calendar=OFFICE, target=target, events=events, at=at)
    there = deadline(
        calendar=OFFICE, target=target, events=moved, at=at.astimezone(zone)
    )
    assert here == there


@given(STARTS, st.integers(1, 6000))
def test_a_deadline_is_never_in_closed_hours_but_at_their_edge(
    start: datetime, minutes: int
) -> None:
    target = Target(amount=minutes)
    due = deadline(
        calendar=OFFICE, target=target, events=[Started(start)], at=start
    ).due
    assert next_open(OFFICE, due - TICK) == due - TICK
