# SPDX-License-Identifier: EUPL-1.2
"""Opening hours of a day and of a week, and days that differ."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from gemensam.calc.errors import CalcError, mark

Hours: TypeAlias = tuple[tuple[int, int], ...]
"""One day's opening hours: half-open spans [opens, closes) in minutes of the local
clock, 0 to 1440, in order and apart. A night shift is two spans on two dates."""

Week: TypeAlias = tuple[Hours, ...]
"""Seven days' hours, Monday first."""

MINUTES_A_DAY = 24 * 60
CLOSED: Hours = ()
ALL_DAY: Hours = ((0, MINUTES_A_DAY),)


class InvalidHoursError(CalcError):
    """Hours that no clock shows, or in disorder."""

    text = mark(
        "The opening hours {hours} are not valid. Give spans of minutes from 0 to 1440, "
        "each closing after it opens, in order and without overlap."
    )


class InvalidWeekError(CalcError):
    """A week has seven days."""

    text = mark("A week has seven days, Monday first; {days} were given.")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date with hours of its own: closed, shortened or otherwise. `name` says why."""

    date: date
    hours: Hours = CLOSED
    name: str = ""

    def __post_init__(self) -> None:
        check_hours(self.hours)


def weekdays(hours: Hours) -> Week:
    """The same hours Monday to Friday, closed on Saturday and Sunday."""
    return (hours,) * 5 + (CLOSED,) * 2


def every_day(hours: Hours) -> Week:
    return (hours,) * 7


def check_hours(hours: Hours) -> None:
    """Raises InvalidHoursError."""
    last = 0
    for opens, closes in hours:
        if not last <= opens < closes <= MINUTES_A_DAY:
            raise InvalidHoursError(hours=hours)
        last = closes


def check_week(week: Week) -> None:
    """Raises InvalidWeekError, InvalidHoursError."""
    if len(week) != 7:
        raise InvalidWeekError(days=len(week))
    for hours in week:
        check_hours(hours)


def closing_early(hours: Hours, closes: int) -> Hours:
    """The hours with everything after the minute `closes` cut off."""
    return tuple((start, min(end, closes)) for start, end in hours if start < closes)
