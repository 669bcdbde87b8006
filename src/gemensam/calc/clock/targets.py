# SPDX-License-Identifier: EUPL-1.2
"""What was promised: an amount of working time, working days, or time round the clock."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import LAST, MINUTE


class TargetError(CalcError):
    """A promise of no time at all cannot be kept."""

    text = mark("The target {amount} is not above zero. Give one or more.")


class BeyondTimeError(CalcError):
    """Past the year 9999."""

    text = mark("The due time lies beyond the year 9999. Choose a shorter target.")


class Unit(StrEnum):
    """How a target is counted.

    WORKING_DAYS ends with the n-th working day after the local date of the start; see
    `end_of_working_day`. REAL_MINUTES count nights and holidays too.
    """

    WORKING_MINUTES = "minutes"
    WORKING_DAYS = "days"
    REAL_MINUTES = "clock_minutes"


class Ruler(Protocol):
    """Measures time as readings, in microseconds; a Calendar is one."""

    def reading(self, micros: int) -> int: ...

    def earliest(self, reading: int) -> int: ...


class RealTime:
    """Every moment counts: the reading is the instant."""

    __slots__ = ()

    def reading(self, micros: int) -> int:
        return micros

    def earliest(self, reading: int) -> int:
        """Raises BeyondTimeError."""
        if reading > LAST:
            raise BeyondTimeError
        return reading


REAL_TIME = RealTime()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`runs_during` names reasons that do not stop this clock: a wait for a third
    party, say, unless the agreement lets it. Raises TargetError."""

    amount: int
    unit: Unit = Unit.WORKING_MINUTES
    runs_during: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise TargetError(amount=self.amount)

    def ruler(self, calendar: Calendar) -> Ruler:
        return REAL_TIME if self.unit is Unit.REAL_MINUTES else calendar

    def allowance(self, calendar: Calendar, started: int) -> int:
        """The target as time on its ruler, in microseconds. Raises HorizonError."""
        if self.unit is not Unit.WORKING_DAYS:
            return self.amount * MINUTE
        closing = calendar.day_closing(started, self.amount)
        return calendar.reading(closing) - calendar.reading(started)
