# SPDX-License-Identifier: EUPL-1.2
"""Local opening hours laid out as instants, with the working time that lies before.

A moment is working time exactly when the local clock then shows a date and a time
within the opening hours of that date. So where clocks go forward, hours that are
skipped never come (an hour open 02–03 gives nothing that night); where they go back,
hours that come twice count twice (02–03 gives two hours). A place open round the clock
therefore counts real time, whatever the clocks do.

Working time is measured as a reading: microseconds of working time since the calendar
began. What lies between two instants is the difference of their readings; to add is to
look a reading up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.worktime.hours import ALL_DAY, Hours, Week
from gemensam.calc.worktime.instants import (
    DAY,
    EPOCH_DAY,
    MICROSECOND,
    MINUTE,
    SECOND,
    to_micros,
)

Micros = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The spans of working time in order, as parallel columns of int64 microseconds.

    `lead` is a span's start minus the reading there, so that inside the span the
    reading is the instant minus `lead`; `after` is the reading at its end. The first
    span is empty and stands at the beginning, so that a search always finds one.
    `midnights` and `closings` belong to the dates that have working time: when the
    date begins, and when its last span ends.
    """

    starts: Micros
    ends: Micros
    lead: Micros
    after: Micros
    midnights: Micros
    closings: Micros


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The working time of the local dates `days`, over [begin, end).

    Twice the same: lists for a single search, a table for many at once.
    """

    days: range
    begin: int
    end: int
    starts: list[int]
    ends: list[int]
    lead: list[int]
    after: list[int]
    midnights: list[int]
    closings: list[int]
    table: Table


def lay_out(
    *, zone: ZoneInfo, week: Week, special: Mapping[int, Hours], days: range
) -> Timeline:
    """The working time of the local dates `days` (proleptic ordinals).

    `special` holds the hours of dates that differ, by ordinal.
    """
    begin, end = midnight(zone, days.start), midnight(zone, days.stop)
    stretches = tuple(_stretches(zone, begin, end))
    rows = [
        (day, opens, closes)
        for day in days
        for opens, closes in special.get(day, week[(day + 6) % 7])
    ]
    dates, starts, ends = _to_utc(rows, stretches)
    worked, from_last = np.unique(dates[::-1], return_index=True)
    closings = ends[::-1][from_last]
    whole_days = [(int(day), *ALL_DAY[0]) for day in worked]
    whole_dates, whole_starts, _ = _to_utc(whole_days, stretches)
    midnights = whole_starts[np.unique(whole_dates, return_index=True)[1]]
    starts, ends = np.append(begin, starts), np.append(begin, ends)
    after = np.cumsum(ends - starts)
    table = Table(starts, ends, ends - after, after, midnights, closings)
    return Timeline(
        days=days,
        begin=begin,
        end=end,
        starts=starts.tolist(),
        ends=ends.tolist(),
        lead=table.lead.tolist(),
        after=after.tolist(),
        midnights=midnights.tolist(),
        closings=closings.tolist(),
        table=table,
    )


def midnight(zone: ZoneInfo, day: int) -> int:
    """When the local date begins, in microseconds since 1970 UTC.

    Where clocks skip midnight, a zone reads the missing time with the offset before
    the change, which gives the change itself: the first moment of the date.
    """
    local = datetime.combine(date.fromordinal(day), datetime.min.time(), tzinfo=zone)
    return to_micros(local)


def _stretches(zone: ZoneInfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """[begin, end) cut where the zone's offset changes: (from, to, offset).

    One look a day finds every change: no zone has two within as many days.
    """
    since, offset = begin, _offset(zone, begin)
    for day_begin in range(begin, end, DAY):
        day_end = min(day_begin + DAY, end)
        if _offset(zone, day_end) != offset:
            change = _change(zone, day_begin, day_end)
            yield since, change, offset
            since, offset = change, _offset(zone, change)
    yield since, end, offset


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first whole second after `low`, up to `high`, with the offset of `high`."""
    offset = _offset(zone, high)
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        low, high = (low, middle) if _offset(zone, middle) == offset else (middle, high)
    return high


def _offset(zone: ZoneInfo, micros: int) -> int:
    offset = datetime.fromtimestamp(micros // SECOND, zone).utcoffset()
    return (offset or timedelta(0)) // MICROSECOND


def _to_utc(
    rows: list[tuple[int, int, int]], stretches: tuple[tuple[int, int, int], ...]
) -> tuple[Micros, Micros, Micros]:
    """Rows of (date, opens, closes) as (dates, starts, ends), cut at the stretches."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    opens = (columns[0] - EPOCH_DAY) * DAY + columns[1] * MINUTE
    closes = (columns[0] - EPOCH_DAY) * DAY + columns[2] * MINUTE
    pieces = []
    for begin, end, offset in stretches:
        inside = slice(
            np.searchsorted(closes, begin + offset, side="right"),
            np.searchsorted(opens, end + offset, side="left"),
        )
        starts = np.maximum(opens[inside] - offset, begin)
        ends = np.minimum(closes[inside] - offset, end)
        pieces.append((columns[0][inside], starts, ends))
    dates, starts, ends = (
        np.concatenate(column) for column in zip(*pieces, strict=True)
    )
    return dates, starts, ends
