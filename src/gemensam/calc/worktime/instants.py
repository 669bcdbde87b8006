# SPDX-License-Identifier: EUPL-1.2
"""Instants as whole microseconds since 1970 UTC: exact, sortable, quick to search."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gemensam.calc.errors import CalcError, mark

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
EPOCH_DAY = EPOCH.toordinal()

FIRST = -62_135_596_800 * SECOND
LAST = 253_402_300_800 * SECOND - 1
"""The first and last microsecond of the years 1 to 9999."""


class NaiveInstantError(CalcError):
    """An instant without a time zone could be any of two dozen moments."""

    text = mark("The time {instant} has no time zone. Give it one, such as UTC.")


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC of an aware instant. Raises NaiveInstantError."""
    try:
        return (instant - EPOCH) // MICROSECOND
    except TypeError:
        raise NaiveInstantError(instant=instant) from None


def to_instant(micros: int) -> datetime:
    """The instant in UTC."""
    return EPOCH + micros * MICROSECOND


def to_span(micros: int) -> timedelta:
    return micros * MICROSECOND


def to_local(micros: int, zone: ZoneInfo) -> datetime:
    """The instant as the clocks of that zone show it, aware."""
    return to_instant(micros).astimezone(zone)
