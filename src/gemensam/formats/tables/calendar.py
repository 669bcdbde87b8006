# SPDX-License-Identifier: EUPL-1.2
"""Dates and months as people write them and as Excel keeps them."""

import re
from datetime import date, datetime, timedelta

from gemensam.formats.tables.faults import (
    AMBIGUOUS_DATE,
    NOT_A_DATE,
    NOT_A_MONTH,
    BadCell,
)

_ISO = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))"
    r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
)
_SWEDISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})[ -]([0-9]{4})")
_EITHER = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|([0-9]{2}))")

_LEAP_DAY_THAT_NEVER_WAS = 60
_LAST_SERIAL = 2_958_466


def parse_date(text: str) -> date:
    """The day; raises BadCell when it is none, has two-digit years, or could be two.

    23/11 2026 is day and month, since nobody else writes it so; 3/4/2026 is refused.
    """
    tidy = text.strip()
    if found := _ISO.fullmatch(tidy):
        year, _, month, day, short_month, short_day = found.groups()
        return _day(year, month or short_month, day or short_day, text)
    if found := _SWEDISH.fullmatch(tidy):
        return _day(found[3], found[2], found[1], text)
    if found := _EITHER.fullmatch(tidy):
        first, second, year = int(found[1]), int(found[3]), found[4]
        if first != second and first <= 12 and second <= 12:
            one, other = (
                f"{year}-{second:02}-{first:02}",
                f"{year}-{first:02}-{second:02}",
            )
            raise BadCell(AMBIGUOUS_DATE, text=text[:60], one=one, other=other)
        day, month = (first, second) if second <= 12 else (second, first)
        return _day(year, str(month), str(day), text)
    raise BadCell(NOT_A_DATE, text=text[:60])


def parse_month(text: str) -> date:
    """The first day of the month; a whole date counts when it is that very day."""
    if found := _MONTH.fullmatch(text.strip()):
        month = int(found[2] or found[3])
        if 1 <= month <= 12 and int(found[1]):
            return date(int(found[1]), month, 1)
    elif _ISO.fullmatch(text.strip()):
        day = parse_date(text)
        if day.day == 1:
            return day
    raise BadCell(NOT_A_MONTH, text=text[:60])


def of_serial(serial: float, *, is_1904: bool) -> datetime | None:
    """The moment that a workbook keeps as a number of days; None when there is none.

    Excel counts 1900 as a leap year (ECMA-376 part 1, 18.17.4.1), so day 60 of the
    1900 system never was, and days before it are one off.
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if is_1904:
        start = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no zones
    elif int(serial) == _LEAP_DAY_THAT_NEVER_WAS:
        return None
    else:
        before = 31 if serial < _LEAP_DAY_THAT_NEVER_WAS else 30
        start = datetime(1899, 12, before)  # noqa: DTZ001 - a workbook knows no zones
    try:
        return start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None


def _day(year: str, month: str, day: str, text: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadCell(NOT_A_DATE, text=text[:60]) from None
