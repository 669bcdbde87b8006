# SPDX-License-Identifier: EUPL-1.2
"""How a due time came about, in steps that a page can say in words.

The steps are in the order of time and add up: COUNTED and LATE together are the time
used; COUNTED and REMAINING are the allowance, as long as a clock that is not stopped
is not late. Times are in the calendar's own zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from gemensam.calc.clock.history import History, State, Terms
from gemensam.calc.clock.targets import Target, Unit
from gemensam.calc.clock.waits import Wait, waits
from gemensam.calc.errors import mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import to_local, to_span
from gemensam.calc.worktime.timeline import midnight

RULES = 1
"""Raised when the same events give another result; stored beside a stored result."""


class StepKind(StrEnum):
    COUNTED = "counted"
    LATE = "late"
    REMAINING = "remaining"
    PAUSED = "paused"
    STOPPED = "stopped"
    CLOSED = "closed"


STEP_TEXTS: Mapping[StepKind, str] = {
    StepKind.COUNTED: mark("{date} {begins}–{ends}: {time} counted"),
    StepKind.LATE: mark("{date} {begins}–{ends}: {time} after the due time"),
    StepKind.REMAINING: mark("{date} {begins}–{ends}: {time} still to come"),
    StepKind.PAUSED: mark(
        "{date} {begins}–{ends}: {time} not counted, wait: {reasons}"
    ),
    StepKind.STOPPED: mark("{date} {begins}–{ends}: {time} not counted, case closed"),
    StepKind.CLOSED: mark("{date}: not open {day}"),
}

UNIT_TEXTS: Mapping[Unit, str] = {
    Unit.WORKING_MINUTES: mark("{amount} minutes of working time"),
    Unit.WORKING_DAYS: mark("{amount} working days, the day of the start not counted"),
    Unit.REAL_MINUTES: mark("{amount} minutes, nights and days off included"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stretch of working time within a date, or a date without any (CLOSED).

    `time` is its length; `reasons` what a PAUSED step waited for; `day` the name of a
    special day, such as a holiday or the reason for short hours. Of a target in real
    time a step may be longer than a day.
    """

    kind: StepKind
    begins: datetime
    ends: datetime
    time: timedelta
    reasons: tuple[str, ...] = ()
    day: str = ""

    @property
    def date(self) -> date:
        return self.begins.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsUsed:
    """Terms in force from `since`; the first from the start."""

    since: datetime
    target: Target
    calendar: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    started: datetime
    due: datetime
    broken_at: datetime | None
    state: State
    terms: tuple[TermsUsed, ...]
    steps: tuple[Step, ...]
    waits: tuple[Wait, ...]
    rules: int = RULES

    def total(self, kind: StepKind) -> timedelta:
        return sum((step.time for step in self.steps if step.kind is kind), timedelta())


class _Phase(NamedTuple):
    begin: int
    end: int
    kind: StepKind
    reasons: tuple[str, ...] = ()


def explain(history: History, *, due: int, broken: int | None) -> Explanation:
    """`due` and `broken` are those reckoned from the same history, in microseconds."""
    terms = history.terms[-1]
    zone = terms.calendar.timezone
    return Explanation(
        started=to_local(history.started, zone),
        due=to_local(due, zone),
        broken_at=None if broken is None else to_local(broken, zone),
        state=history.state,
        terms=tuple(_used(each, history.started) for each in history.terms),
        steps=_steps(history, due, terms),
        waits=waits(history, terms.target.ruler(terms.calendar)),
    )


def _used(terms: Terms, started: int) -> TermsUsed:
    return TermsUsed(
        since=to_local(max(terms.since, started), terms.calendar.timezone),
        target=terms.target,
        calendar=terms.calendar.name,
        version=terms.calendar.version,
    )


def _steps(history: History, due: int, terms: Terms) -> tuple[Step, ...]:
    """Sorted by the instant: local times come twice on an autumn night."""
    calendar, unit = terms.calendar, terms.target.unit
    phases = [
        phase for phase in _phases(history, due, terms) if phase.begin < phase.end
    ]
    if unit is Unit.REAL_MINUTES:
        spans = [(phase.begin, phase.end, phase) for phase in phases]
        closed: list[tuple[int, Step]] = []
    else:
        spans = [
            (begin, end, phase)
            for phase in phases
            for begin, end in calendar.spans(phase.begin, phase.end)
        ]
        last = max((phase.end for phase in phases), default=history.started)
        closed = _closed_days(calendar, history.started, last)
    steps = [(begin, _step(begin, end, phase, calendar)) for begin, end, phase in spans]
    return tuple(step for _, step in sorted(steps + closed, key=itemgetter(0)))


def _phases(history: History, due: int, terms: Terms) -> Iterator[_Phase]:
    cuts = history.cuts(terms.target.runs_during)
    for begin, end in history.running(cuts):
        yield _Phase(begin, min(end, due), StepKind.COUNTED)
        yield _Phase(max(begin, due), end, StepKind.LATE)
    if history.state is State.STOPPED:
        cuts = cuts[:-1]
    else:
        yield _Phase(history.now, due, StepKind.REMAINING)
    for begin, end, reasons in cuts:
        kind = StepKind.PAUSED if reasons else StepKind.STOPPED
        yield _Phase(begin, end, kind, reasons)


def _step(begin: int, end: int, phase: _Phase, calendar: Calendar) -> Step:
    begins = to_local(begin, calendar.timezone)
    return Step(
        kind=phase.kind,
        begins=begins,
        ends=to_local(end, calendar.timezone),
        time=to_span(end - begin),
        reasons=phase.reasons,
        day=calendar.name_of(begins.date()),
    )


def _closed_days(calendar: Calendar, first: int, last: int) -> list[tuple[int, Step]]:
    """The dates without working time, from that of `first` to that of `last`."""
    zone = calendar.timezone
    days = range(
        to_local(first, zone).toordinal(), to_local(last, zone).toordinal() + 1
    )
    bounds = [(day, midnight(zone, day), midnight(zone, day + 1)) for day in days]
    return [
        (
            begin,
            Step(
                kind=StepKind.CLOSED,
                begins=to_local(begin, zone),
                ends=to_local(end, zone),
                time=timedelta(),
                day=calendar.name_of(date.fromordinal(day)),
            ),
        )
        for day, begin, end in bounds
        if not calendar.hours_on(date.fromordinal(day))
    ]
