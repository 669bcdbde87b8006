# SPDX-License-Identifier: EUPL-1.2
"""The one clock. Pages, jobs, defaults and mails ask it; rules take `at` as a parameter.

It is real time plus an offset that lies in the database, so that a municipality can be
shown on another day (`demo --today`) without anything else knowing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from gemensam.core.models import Installation

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """The instant, in UTC."""
    fixed = _fixed.get()
    return fixed if fixed is not None else real_now() + _offset()


def real_now() -> datetime:
    """The machine's own time: for moving the clock itself, never for a rule."""
    return datetime.now(UTC)  # noqa: TID251  this is where the clock is read


def today() -> date:
    """The date where the municipality lies."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    return instant.astimezone(zone())


def start_of_day(day: date) -> datetime:
    """The instant at which `day` begins where the municipality lies."""
    return datetime(day.year, day.month, day.day, tzinfo=zone()).astimezone(UTC)


def zone() -> ZoneInfo:
    return ZoneInfo(settings.LOCAL_TIME_ZONE)


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Stand still at `instant`: replaying history, and tests."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)


@cache
def _offset() -> timedelta:
    seconds = Installation.objects.values_list("clock_offset", flat=True).first()
    return timedelta(seconds=seconds or 0)


def forget_offset() -> None:
    """After the stored offset was changed."""
    _offset.cache_clear()
