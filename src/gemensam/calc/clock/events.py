# SPDX-License-Identifier: EUPL-1.2
"""What can happen to a clock. Events are kept for ever and only added to.

Instants are aware. Events come in the order of their time; those at the same instant
count in the order they stand.
"""

from dataclasses import dataclass
from datetime import datetime

from gemensam.calc.clock.targets import Target
from gemensam.calc.worktime.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The promise begins: the case is opened, or handed to the team."""


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """A wait begins, for a reason such as "customer"; several may run at once."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """The wait for `reason` ends, or every wait when no reason is given."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Stopped(Event):
    """What was promised is done. Any wait ends too."""


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """It was not done after all: the old clock goes on from where it stopped."""


@dataclass(frozen=True, slots=True)
class TermsChanged(Event):
    """Another target or calendar, from the start of the clock; None keeps the old."""

    target: Target | None = None
    calendar: Calendar | None = None
