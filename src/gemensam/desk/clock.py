# SPDX-License-Identifier: EUPL-1.2
"""A case's events and promise, as `calc.clock` counts them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gemensam.calc.clock import (
    Deadline,
    Elapsed,
    Event,
    Paused,
    Reopened,
    Resumed,
    Started,
    Stopped,
    Target,
    Unit,
    deadline,
    elapsed,
)
from gemensam.calc.worktime import Calendar
from gemensam.catalogue.queries import calendar_of
from gemensam.desk.enums import EventKind

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the clock needs it."""

    kind: str
    at: datetime


def clock_events(history: Iterable[Happened]) -> list[Event]:
    """The events that move the clock, made consistent by the rules of the desk.

    Files from other systems hold doubles (paused twice, done twice) and leave out ends:
    what says nothing new is passed over, being done ends a wait.
    """
    events: list[Event] = []
    waiting = done = False
    for one in history:
        match one.kind:
            case EventKind.OPENED if not events:
                events.append(Started(one.at))
            case EventKind.WAITING if events and not waiting and not done:
                events.append(Paused(one.at, CUSTOMER))
                waiting = True
            case EventKind.ANSWERED | EventKind.CONTINUED if waiting:
                events.append(Resumed(one.at))
                waiting = False
            case EventKind.RESOLVED if events and not done:
                events.append(Stopped(one.at))
                waiting, done = False, True
            case EventKind.REOPENED if done:
                events.append(Reopened(one.at))
                done = False
    return events


@dataclass(frozen=True, slots=True)
class Promised:
    """The snapshot of a promise: targets and the calendar they are counted by."""

    resolution: Target | None
    response: Target | None
    calendar: Calendar


def promised(promise: Mapping[str, Any] | None, hours: int | None) -> Promised | None:
    """What a case was promised, as kept on it; None: nothing was."""
    if not promise or hours is None:
        return None
    return Promised(
        _target(promise.get("resolution")),
        _target(promise.get("response")),
        calendar_of(hours),
    )


def _target(kept: Mapping[str, Any] | None) -> Target | None:
    return Target(amount=kept["amount"], unit=Unit(kept["unit"])) if kept else None


def kept(target: Target | None) -> dict[str, Any] | None:
    """A target as it is kept with a case."""
    return {"amount": target.amount, "unit": target.unit.value} if target else None


def due(promise: Promised, events: list[Event], *, at: datetime) -> Deadline | None:
    """When the case is to be done, by its events so far."""
    if promise.resolution is None or not events:
        return None
    return deadline(
        calendar=promise.calendar, target=promise.resolution, events=events, at=at
    )


def due_answer(
    promise: Promised, events: list[Event], *, at: datetime
) -> Deadline | None:
    """When the customer is to have a first answer."""
    if promise.response is None or not events:
        return None
    return deadline(
        calendar=promise.calendar, target=promise.response, events=events, at=at
    )


def taken_time(calendar: Calendar, events: list[Event], *, at: datetime) -> Elapsed:
    return elapsed(calendar=calendar, events=events, at=at)
