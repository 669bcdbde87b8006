# SPDX-License-Identifier: EUPL-1.2
"""A calendar: when a place is open, over the dates for which that is known."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from itertools import pairwise
from threading import Lock
from zoneinfo import ZoneInfo

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.hours import Hours, SpecialDay, Week, check_week
from gemensam.calc.worktime.instants import DAY, EPOCH_DAY
from gemensam.calc.worktime.timeline import Timeline, lay_out, midnight

_YEAR = 366


class UnknownZoneError(CalcError):
    """No such place in the time zone database."""

    text = mark(
        "The time zone {zone} is not known. Use a name such as Europe/Stockholm."
    )


class NoWorkingTimeError(CalcError):
    """A calendar that is never open would never let a clock run."""

    text = mark(
        "The calendar {calendar} has no opening hours on any day. "
        "Give at least one weekday or date opening hours."
    )


class PeriodError(CalcError):
    """A calendar that ends before it has begun."""

    text = mark(
        "The calendar {calendar} begins {begins} and ends {ends}. "
        "Let it end after it begins."
    )


class RepeatedDayError(CalcError):
    """Two special days on one date: which of them holds?"""

    text = mark(
        "The calendar {calendar} has more than one special day on {day}. Keep one."
    )


class HorizonError(CalcError):
    """The question goes beyond the dates the calendar knows: never a guess."""

    text = mark(
        "The calendar {calendar} knows the days from {begins} up to {ends}, and the "
        "answer lies outside. Use a version of the calendar that reaches further."
    )


class _Compiled:
    """A calendar laid out as far as has been asked for.

    The line is replaced whole and only ever by a longer one, on which every reading
    means the same: threads never see half of it, or less than they have seen.
    """

    __slots__ = ("begin", "days", "end", "hours", "line", "lock", "names", "zone")

    def __init__(self, calendar: "Calendar") -> None:
        self.zone = _zone(calendar.zone)
        self.hours = {day.date.toordinal(): day.hours for day in calendar.special}
        self.names = {day.date: day.name for day in calendar.special}
        self.days = range(calendar.begins.toordinal(), calendar.ends.toordinal())
        self.begin = midnight(self.zone, self.days.start)
        self.end = midnight(self.zone, self.days.stop)
        self.line = self.until(calendar, self.days.start + _YEAR)
        self.lock = Lock()

    def until(self, calendar: "Calendar", day: int) -> Timeline:
        return lay_out(
            zone=self.zone,
            week=calendar.week,
            special=self.hours,
            days=range(self.days.start, min(day, self.days.stop)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One version of a place's opening hours, known for the dates [begins, ends).

    `special` are the dates within that period whose hours are not those of the week.
    Beyond the period nothing is guessed: a holiday not entered yet would be taken for
    a working day. Raises UnknownZoneError, InvalidWeekError, InvalidHoursError,
    PeriodError, RepeatedDayError, NoWorkingTimeError.
    """

    name: str
    version: int = 1
    zone: str = "Europe/Stockholm"
    week: Week
    special: tuple[SpecialDay, ...] = field(default=(), repr=False)
    begins: date
    ends: date
    _compiled: _Compiled = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_week(self.week)
        if self.begins >= self.ends:
            raise PeriodError(calendar=self.name, begins=self.begins, ends=self.ends)
        special = tuple(sorted(self.special, key=lambda day: day.date))
        for day, following in pairwise(special):
            if day.date == following.date:
                raise RepeatedDayError(calendar=self.name, day=day.date)
        if not any(self.week) and not any(day.hours for day in special):
            raise NoWorkingTimeError(calendar=self.name)
        object.__setattr__(self, "special", special)
        object.__setattr__(self, "_compiled", _Compiled(self))

    def __reduce__(self) -> tuple[partial["Calendar"], tuple[()]]:
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.init}
        return partial(Calendar, **given), ()

    @property
    def timezone(self) -> ZoneInfo:
        return self._compiled.zone

    @property
    def laid_out(self) -> Timeline:
        """As far as it has been asked for."""
        return self._compiled.line

    def hours_on(self, day: date) -> Hours:
        return self._compiled.hours.get(day.toordinal(), self.week[day.weekday()])

    def name_of(self, day: date) -> str:
        """Why a special day is special; empty for an ordinary one."""
        return self._compiled.names.get(day, "")

    def covering(self, first: int, last: int) -> Timeline:
        """The timeline with both instants, in microseconds. Raises HorizonError."""
        line = self._compiled.line
        if line.begin <= first and last <= line.end:
            return line
        return self._extended(first, last)

    def reading(self, micros: int) -> int:
        """Working time from the calendar's beginning to the instant, in microseconds."""
        line = self._compiled.line
        if not line.begin <= micros <= line.end:
            line = self._extended(micros, micros)
        span = bisect_right(line.starts, micros) - 1
        inside = micros < line.ends[span]
        return micros - line.lead[span] if inside else line.after[span]

    def earliest(self, reading: int) -> int:
        """The first instant with that reading: a closing stays a closing."""
        line = self._compiled.line
        while reading > line.after[-1]:
            line = self._extended(line.begin, line.end + 1)
        return line.lead[bisect_left(line.after, reading)] + reading

    def latest(self, reading: int) -> int:
        """The last instant with that reading: an opening stays an opening.

        The reading lies before one that has been taken. Raises HorizonError below 0.
        """
        line = self._compiled.line
        if reading < 0:
            raise self._beyond()
        return line.lead[bisect_right(line.after, reading)] + reading

    def opening(self, micros: int) -> int:
        """The instant itself when open then, otherwise the next opening."""
        line = self.covering(micros, micros)
        span = bisect_right(line.starts, micros) - 1
        if micros < line.ends[span]:
            return micros
        while span + 1 == len(line.starts):
            line = self._extended(line.begin, line.end + 1)
        return line.starts[span + 1]

    def closing(self, micros: int) -> int:
        """The instant itself when open until then, otherwise the closing before it."""
        line = self.covering(micros, micros)
        span = bisect_right(line.starts, micros) - 1
        if span == 0:
            raise self._beyond()
        return min(micros, line.ends[span])

    def day_closing(self, micros: int, days: int) -> int:
        """The last closing of the `days`-th date with working time after the local
        date of the instant."""
        line = self.covering(micros, micros)
        place = bisect_right(line.midnights, micros) + days - 1
        while place >= len(line.closings):
            line = self._extended(line.begin, line.end + 1)
        return line.closings[place]

    def spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The working time between two instants, as spans within one date each."""
        line = self.covering(first, last)
        for span in range(
            bisect_right(line.ends, first), bisect_left(line.starts, last)
        ):
            yield max(line.starts[span], first), min(line.ends[span], last)

    def _extended(self, first: int, last: int) -> Timeline:
        compiled = self._compiled
        if first < compiled.begin or last > compiled.end:
            raise self._beyond()
        with compiled.lock:
            while last > compiled.line.end:
                # Local dates are at most one off those of UTC.
                needed = last // DAY + EPOCH_DAY + 2
                twice = compiled.days.start + 2 * len(compiled.line.days)
                compiled.line = compiled.until(self, max(needed + _YEAR, twice))
            return compiled.line

    def _beyond(self) -> HorizonError:
        return HorizonError(calendar=self.name, begins=self.begins, ends=self.ends)


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        raise UnknownZoneError(zone=key) from None
