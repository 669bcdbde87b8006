# SPDX-License-Identifier: EUPL-1.2
"""Cells of a telephone system's export: times of waiting, and months."""

import re
from datetime import date, datetime
from decimal import Decimal

from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables.cells import Cell, Number, shown
from gemensam.formats.tables.faults import BadCell
from gemensam.formats.untidy import values

A_DAY = 86_400
_CLOCK = re.compile(
    r"(?:(?:1899-12-3[01]|1900-01-0[01])[ T])?(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})(?:[.,][0-9]+)?"
)
_WORDS = re.compile(
    r"(?:([0-9]+)\s*(?:h|tim|timmar)\s*)?(?:([0-9]+)\s*(?:m|min|minuter)\s*)?"
    r"(?:([0-9]+)\s*(?:s|sek|sekunder|sec))?"
)
_MONTH = re.compile(r"([0-9]{4})[-/. ]?(0[1-9]|1[0-2])")
_NAMED = re.compile(
    r"([a-zåäö]{3,9})\.?[ -]+([0-9]{4})|([0-9]{4})[ -]+([a-zåäö]{3,9})\.?"
)
_MONTHS = (
    "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip

NOT_A_DURATION = IssueKind(
    "telephony.not-a-duration",
    Severity.ERROR,
    mark("“{text}” cannot be read as a time of waiting or talking."),
    mark(
        "Export it as seconds or as hh:mm:ss, or see that the right column is chosen."
    ),
)
NOT_A_COUNT = IssueKind(
    "telephony.not-a-count",
    Severity.ERROR,
    mark("“{text}” is no number of calls."),
    mark("Whole numbers from 0 are expected; see that the right column is chosen."),
)
NOT_A_PERIOD = IssueKind(
    "telephony.not-a-period",
    Severity.ERROR,
    mark("“{text}” is no day and no month."),
    mark(
        "Export per day (2026-10-05) or per month (2026-10); weeks cut months in two."
    ),
)


def duration(cell: Cell) -> int:
    """Whole seconds of 83, 83 s, 1:23, 00:01:23, 1 min 23 s, or of a workbook's time.

    Raises BadCell. A number below one is a part of a day, as workbooks store times.
    """
    if isinstance(cell, datetime):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = shown(cell).strip().casefold()
    if not isinstance(cell, Number):
        if found := _CLOCK.fullmatch(text):
            return _clock(found, text)
        found = _WORDS.fullmatch(text)
        if found and any(found.groups()):
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return _bounded(hours * 3600 + minutes * 60 + seconds, text)
    try:
        value = values.number(cell)
    except BadCell:
        raise BadCell(NOT_A_DURATION, text=text) from None
    if value < 0:
        raise BadCell(NOT_A_DURATION, text=text)
    if 0 < value < 1:
        return round(value * A_DAY)
    return _bounded(round(value), text)


def _clock(found: "re.Match[str]", text: str) -> int:
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if seconds > 59 or (found[1] and minutes > 59):
        raise BadCell(NOT_A_DURATION, text=text)
    return _bounded(hours * 3600 + minutes * 60 + seconds, text)


def _bounded(seconds: int, text: str) -> int:
    if seconds > A_DAY:
        raise BadCell(NOT_A_DURATION, text=text)
    return seconds


def count(cell: Cell) -> int:
    """A whole number from 0. Raises BadCell."""
    try:
        value = values.number(cell)
    except BadCell:
        raise BadCell(NOT_A_COUNT, text=shown(cell)) from None
    if value < 0 or value != value.to_integral_value() or value > Decimal(10**8):
        raise BadCell(NOT_A_COUNT, text=shown(cell))
    return int(value)


def period(cell: Cell, *, is_month: bool) -> tuple[date, date]:
    """A day or a month as `[begins, ends)`. `is_month`: a day tells the month that it
    begins. Raises BadCell."""
    text = values.code(cell).casefold()
    if month := _month(text):
        return month, _next(month)
    try:
        day = values.day(cell)
    except BadCell:
        raise BadCell(NOT_A_PERIOD, text=shown(cell)) from None
    if not is_month:
        return day, date.fromordinal(day.toordinal() + 1)
    if day.day != 1:
        raise BadCell(NOT_A_PERIOD, text=shown(cell))
    return day, _next(day)


def _month(text: str) -> date | None:
    if found := _MONTH.fullmatch(text):
        return date(int(found[1]), int(found[2]), 1)
    if found := _NAMED.fullmatch(text):
        name = (found[1] or found[4])[:3].replace("may", "maj").replace("oct", "okt")
        if name in _MONTHS:
            return date(int(found[2] or found[3]), _MONTHS.index(name) + 1, 1)
    return None


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
