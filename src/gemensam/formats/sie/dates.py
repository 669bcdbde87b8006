# SPDX-License-Identifier: EUPL-1.2
"""Dates and months as the standard writes them: YYYYMMDD and YYYYMM."""

import datetime as dt
import re

PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
HYPHENATED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
MONTH = re.compile(r"([0-9]{4})([0-9]{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Outside these a date is a slip of the pen, not a date in a ledger."""


def _date(year: str, month: str, day: str) -> dt.date | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def plain_date(text: str) -> dt.date | None:
    """The date of eight digits, None when it is none."""
    found = PLAIN.fullmatch(text)
    return _date(*found.groups()) if found else None


def clear_date(text: str) -> dt.date | None:
    """The date written with hyphens or with blanks around it, None when it is none."""
    text = text.strip()
    found = HYPHENATED.fullmatch(text) or PLAIN.fullmatch(text)
    return _date(*found.groups()) if found else None


def plain_month(text: str) -> dt.date | None:
    """The first day of the month of six digits, None when it is no month."""
    found = MONTH.fullmatch(text)
    return _date(found[1], found[2], "01") if found else None


def written_date(date: dt.date | None) -> str:
    """Eight digits, or nothing."""
    return f"{date.year:04}{date.month:02}{date.day:02}" if date else ""


def written_month(month: dt.date) -> str:
    """Six digits."""
    return f"{month.year:04}{month.month:02}"
