# SPDX-License-Identifier: EUPL-1.2
"""When the centre works, and instants as whole microseconds since 1970 UTC."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.worktime.calendar import Calendar
from gemensam.calc.worktime.hours import weekdays
from gemensam.calc.worktime.sweden import swedish_days
from gemensam.demo.calendar_rules import is_bank_day
from gemensam.demo.months import plus

Micros = NDArray[np.int64]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
WORKDAY = 510  # minutes, 08:00 to 16:30
STOCKHOLM = ZoneInfo("Europe/Stockholm")
_OPENS, _CLOSES = 8 * 60, 16 * 60 + 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def service_hours(year: int) -> Calendar:
    """The centre's opening hours from the year before `year`, five years on."""
    week = weekdays(((_OPENS, _CLOSES),))
    years = range(year - 1, year + 5)
    return Calendar(
        name="Servicecenter 08.00-16.30",
        week=week,
        special=swedish_days(years, week=week),
        begins=date(years.start, 1, 1),
        ends=date(years.stop, 1, 1),
    )


def local_midnights(days: list[date]) -> Micros:
    """When each local date begins."""
    return np.array(
        [
            (datetime(d.year, d.month, d.day, tzinfo=STOCKHOLM) - _EPOCH)
            // timedelta(microseconds=1)
            for d in days
        ],
        dtype=np.int64,
    )


def instant(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


@cache
def bank_days(month: date) -> tuple[date, ...]:
    length = (plus(month, 1) - month).days
    days = (month + timedelta(days=step) for step in range(length))
    return tuple(day for day in days if is_bank_day(day))
