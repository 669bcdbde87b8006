# SPDX-License-Identifier: EUPL-1.2
"""The events of a clock folded into when it was held, and by which terms.

Contradictions are refused, never guessed around: a clock that starts twice, or resumes
what was not paused, would give a due time that nobody can defend.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from gemensam.calc.clock.events import (
    Event,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    TermsChanged,
)
from gemensam.calc.clock.targets import Target
from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import to_micros

_BEGINNING = -(2**63)


class EventError(CalcError):
    """An event that cannot follow those before it; `number` counts from 1."""


class OutOfOrderError(EventError):
    text = mark("Event {number} at {at} comes before the one it follows. Sort by time.")


class NotStartedError(EventError):
    text = mark("At {at} the clock has not been started. Start it first.")


class AlreadyStartedError(EventError):
    text = mark("Event {number} starts a clock that runs already. Start it once.")


class AlreadyPausedError(EventError):
    text = mark("Event {number} pauses for {reason}, which is paused for already.")


class NotPausedError(EventError):
    text = mark("Event {number} resumes what is not paused. Pause first.")


class AlreadyStoppedError(EventError):
    text = mark("Event {number} comes when the clock is stopped. Reopen it first.")


class NotStoppedError(EventError):
    text = mark("Event {number} reopens what is not stopped. Stop first.")


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


Hold: TypeAlias = tuple[int, int, tuple[str, ...]]
"""[begin, end) in microseconds when the clock was held, and why; no reasons = stopped.
A hold that is still open ends at the time of asking. A pause whose reasons change is
several holds in a row; they never overlap."""


class Terms(NamedTuple):
    """What was promised from `since`, in microseconds, until the next terms.

    The first terms were there before the clock.
    """

    since: int
    calendar: Calendar
    target: Target


class History:
    """What the events up to `now` say. Made by `fold` and not changed afterwards."""

    __slots__ = ("held", "holds", "now", "reasons", "started", "state", "terms")

    def __init__(self, now: int, terms: Terms) -> None:
        self.now = self.started = self.held = now
        self.state = State.RUNNING
        self.terms = [terms]
        self.holds: list[Hold] = []
        self.reasons: tuple[str, ...] = ()

    def cuts(self, runs_during: frozenset[str]) -> list[Hold]:
        """The holds that stop a clock which runs during waits for these reasons."""
        if not runs_during:
            return self.holds
        return [
            (begin, end, reasons)
            for begin, end, reasons in self.holds
            if not reasons or not runs_during.issuperset(reasons)
        ]

    def until(self, micros: int) -> "History":
        """The same history as it was then, with what was held then held till then."""
        earlier = History(micros, self.terms[0])
        earlier.started = self.started
        earlier.holds = [
            (begin, min(end, micros), reasons)
            for begin, end, reasons in self.holds
            if begin < micros
        ]
        return earlier

    def running(self, cuts: Sequence[Hold]) -> Iterator[tuple[int, int]]:
        """The stretches between the cuts, up to now, none empty."""
        since = self.started
        for begin, end, _ in cuts:
            if begin > since:
                yield since, begin
            since = end
        if self.now > since:
            yield since, self.now


def fold(
    events: Sequence[Event], *, at: datetime, calendar: Calendar, target: Target
) -> History:
    """The history as it was known at `at`: later events are left out.

    Raises NaiveInstantError and the EventErrors of this module.
    """
    now = to_micros(at)
    history = History(now, Terms(_BEGINNING, calendar, target))
    moves, last = _BEFORE, _BEGINNING
    for number, event in enumerate(events, start=1):
        micros = to_micros(event.at)
        if micros < last:
            raise OutOfOrderError(number=number, at=event.at)
        last = micros
        if micros > now:
            continue
        move = moves.get(type(event))
        if move is None:
            raise _refusal(moves, event)(number=number, at=event.at)
        moves = move(history, event, micros, number) or moves
    if moves is _BEFORE:
        raise NotStartedError(at=at)
    if moves is not _WHILE_RUNNING:
        history.state = State.PAUSED if history.reasons else State.STOPPED
        _release(history, now)
    return history


def _start(history: History, event: Started, micros: int, number: int) -> "_Moves":
    history.started = micros
    return _WHILE_RUNNING


def _pause(history: History, event: Paused, micros: int, number: int) -> "_Moves":
    if event.reason in history.reasons:
        raise AlreadyPausedError(number=number, reason=event.reason)
    if history.reasons:
        _release(history, micros)
    history.reasons += (event.reason,)
    history.held = micros
    return _WHILE_PAUSED


def _resume(history: History, event: Resumed, micros: int, number: int) -> "_Moves":
    _release(history, micros)
    if event.reason is None:
        history.reasons = ()
    elif event.reason in history.reasons:
        history.reasons = tuple(why for why in history.reasons if why != event.reason)
    else:
        raise NotPausedError(number=number, at=event.at)
    return _WHILE_PAUSED if history.reasons else _WHILE_RUNNING


def _stop(history: History, event: Stopped, micros: int, number: int) -> "_Moves":
    if history.reasons:
        _release(history, micros)
        history.reasons = ()
    history.held = micros
    return _WHILE_STOPPED


def _reopen(history: History, event: Reopened, micros: int, number: int) -> "_Moves":
    _release(history, micros)
    return _WHILE_RUNNING


def _change(history: History, event: TermsChanged, micros: int, number: int) -> None:
    old = history.terms[-1]
    calendar, target = event.calendar or old.calendar, event.target or old.target
    history.terms.append(Terms(micros, calendar, target))


def _release(history: History, micros: int) -> None:
    history.holds.append((history.held, micros, history.reasons))
    history.held = micros


_Move: TypeAlias = Callable[[History, Any, int, int], "_Moves | None"]
_Moves: TypeAlias = Mapping[type, _Move]
"""What may follow; a move gives the moves that may follow it, or None for no change."""

_BEFORE: _Moves = {Started: _start}
_WHILE_RUNNING: _Moves = {Paused: _pause, Stopped: _stop, TermsChanged: _change}
_WHILE_PAUSED: _Moves = {
    Paused: _pause,
    Resumed: _resume,
    Stopped: _stop,
    TermsChanged: _change,
}
_WHILE_STOPPED: _Moves = {Reopened: _reopen, TermsChanged: _change}


def _refusal(moves: _Moves, event: Event) -> type[EventError]:
    if moves is _BEFORE:
        return NotStartedError
    if isinstance(event, Started):
        return AlreadyStartedError
    if isinstance(event, Reopened):
        return NotStoppedError
    return AlreadyStoppedError if moves is _WHILE_STOPPED else NotPausedError
