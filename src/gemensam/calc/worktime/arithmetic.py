# SPDX-License-Identifier: EUPL-1.2
"""Working time between two instants, and instants a working time apart.

All instants are aware; the answers are in UTC. A calendar's own zone decides when it
is open, the zone of the one who asks decides nothing.

Boundaries: time added stops at the earliest instant that fulfils it, so a full day's
work ends at closing time and not at the next opening; time subtracted stops at the
latest, so it begins at an opening. Adding nothing gives the instant itself.
"""

from datetime import datetime, timedelta

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import MICROSECOND, to_instant, to_micros, to_span


class NegativeTimeError(CalcError):
    """Time to add or subtract is never negative; the other function goes the other way."""

    text = mark("The time {span} is below zero. Give a time of zero or more.")


class DaysError(CalcError):
    """Working days are counted from one."""

    text = mark("{days} is not a number of working days. Give one or more.")


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; negative when `end` comes first.

    Raises HorizonError, NaiveInstantError.
    """
    return to_span(
        calendar.reading(to_micros(end)) - calendar.reading(to_micros(start))
    )


def add(calendar: Calendar, start: datetime, span: timedelta) -> datetime:
    """The earliest instant by which `span` of working time has passed since `start`.

    Raises HorizonError, NaiveInstantError, NegativeTimeError.
    """
    micros = _length(span)
    reading = calendar.reading(to_micros(start)) + micros
    return to_instant(calendar.earliest(reading) if micros else to_micros(start))


def subtract(calendar: Calendar, end: datetime, span: timedelta) -> datetime:
    """The latest instant from which `span` of working time passes until `end`.

    Raises HorizonError, NaiveInstantError, NegativeTimeError.
    """
    micros = _length(span)
    reading = calendar.reading(to_micros(end)) - micros
    return to_instant(calendar.latest(reading) if micros else to_micros(end))


def next_open(calendar: Calendar, instant: datetime) -> datetime:
    """`instant` when it is working time, otherwise the next opening.

    A closing time is no longer working time. Raises HorizonError, NaiveInstantError.
    """
    return to_instant(calendar.opening(to_micros(instant)))


def previous_close(calendar: Calendar, instant: datetime) -> datetime:
    """`instant` when it is working time or a closing, otherwise the closing before it.

    Raises HorizonError, NaiveInstantError.
    """
    return to_instant(calendar.closing(to_micros(instant)))


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Raises HorizonError, NaiveInstantError."""
    micros = to_micros(instant)
    return calendar.opening(micros) == micros


def end_of_working_day(calendar: Calendar, start: datetime, *, days: int) -> datetime:
    """The end of the `days`-th working day after the local date of `start`.

    A working day is a date with any working time, a half day too; it ends at its last
    closing. The date of `start` never counts, whatever the hour, as in EU regulation
    1182/71, article 3(1): the day of an event is not part of a period in days.
    Raises DaysError, HorizonError, NaiveInstantError.
    """
    if days < 1:
        raise DaysError(days=days)
    return to_instant(calendar.day_closing(to_micros(start), days))


def _length(span: timedelta) -> int:
    micros = span // MICROSECOND
    if micros < 0:
        raise NegativeTimeError(span=span)
    return micros
