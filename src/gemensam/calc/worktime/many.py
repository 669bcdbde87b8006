# SPDX-License-Identifier: EUPL-1.2
"""Working time for many cases at once, equal to the functions that take one.

Instants come as datetime64 in UTC or as whole seconds since 1970 UTC (integers), and
answers have the same kind: timedelta64[us] and datetime64[us], or whole seconds,
rounded down when a fraction of a second is left.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark
from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.instants import FIRST, LAST, MINUTE, SECOND
from gemensam.calc.worktime.timeline import Micros

Instants: TypeAlias = NDArray[np.datetime64] | NDArray[np.integer[Any]]
Spans: TypeAlias = NDArray[np.timedelta64] | NDArray[np.integer[Any]]

_AGES = 10**10  # minutes, beyond every calendar: no product overflows 64 bits


class InstantsError(CalcError):
    """Not instants: another type, a missing one, or outside the years 1 to 9999."""

    text = mark(
        "The times must be UTC dates and times or whole seconds since 1970, all given "
        "and within the years 1 to 9999; these are {kind}."
    )


class NegativeMinutesError(CalcError):
    """Minutes to add are never negative."""

    text = mark("Case {place} has {minutes} minutes, below zero. Give zero or more.")


def elapsed_many(calendar: Calendar, starts: Instants, ends: Instants) -> Spans:
    """Working time from each start to each end; shapes broadcast.

    Raises HorizonError, InstantsError.
    """
    spans = readings(calendar, micros_of(ends)) - readings(calendar, micros_of(starts))
    return spans // SECOND if _in_seconds(starts) else spans.astype("m8[us]")


def add_many(calendar: Calendar, starts: Instants, minutes: Micros) -> Instants:
    """The earliest instant by which the minutes have passed since each start.

    Raises HorizonError, InstantsError, NegativeMinutesError.
    """
    begin, wanted = np.broadcast_arrays(micros_of(starts), minutes_of(minutes))
    due = earliest(calendar, readings(calendar, begin) + wanted)
    return instants_of(np.where(wanted == 0, begin, due), like=starts)


def readings(calendar: Calendar, micros: Micros) -> Micros:
    """The calendar's reading at each instant. Raises HorizonError."""
    if not micros.size:
        return micros
    table = calendar.covering(int(micros.min()), int(micros.max())).table
    span = np.searchsorted(table.starts, micros, side="right") - 1
    read: Micros = np.minimum(micros, table.ends[span]) - table.lead[span]
    return read


def earliest(calendar: Calendar, read: Micros) -> Micros:
    """The first instant with each reading. Raises HorizonError."""
    if not read.size:
        return read
    calendar.earliest(int(read.max()))
    table = calendar.laid_out.table
    found: Micros = table.lead[np.searchsorted(table.after, read)] + read
    return found


def day_closings(calendar: Calendar, micros: Micros, days: Micros) -> Micros:
    """The end of each case's working day; see `end_of_working_day`."""
    if not micros.size:
        return micros
    calendar.day_closing(int(micros.max()), int(days.max()))
    table = calendar.covering(int(micros.min()), int(micros.max())).table
    place = np.searchsorted(table.midnights, micros, side="right") + days - 1
    found: Micros = table.closings[place]
    return found


def micros_of(instants: Instants) -> Micros:
    """Microseconds since 1970 UTC. Raises InstantsError."""
    if np.issubdtype(instants.dtype, np.datetime64):
        first, last, unit = FIRST, LAST, 1
        values = instants.astype("M8[us]").astype(np.int64)
    elif np.can_cast(instants.dtype, np.int64, casting="safe"):
        first, last, unit = FIRST // SECOND, LAST // SECOND, SECOND
        values = instants.astype(np.int64)
    else:
        raise InstantsError(kind=instants.dtype)
    outside = (values < first) | (values > last)
    if outside.any():
        raise InstantsError(kind=instants[outside].ravel()[0])
    return values * unit


def minutes_of(minutes: Micros) -> Micros:
    """Microseconds. Raises NegativeMinutesError."""
    whole = np.asarray(minutes, dtype=np.int64)
    if (whole < 0).any():
        place = int(np.argmax(whole.ravel() < 0))
        raise NegativeMinutesError(place=place, minutes=int(whole.ravel()[place]))
    return np.minimum(whole, _AGES) * MINUTE


def instants_of(micros: Micros, *, like: Instants) -> Instants:
    return micros // SECOND if _in_seconds(like) else micros.astype("M8[us]")


def _in_seconds(instants: Instants) -> bool:
    return not np.issubdtype(instants.dtype, np.datetime64)
