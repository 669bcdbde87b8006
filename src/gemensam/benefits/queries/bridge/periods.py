# SPDX-License-Identifier: EUPL-1.2
"""Which closed months the bridge is told for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gemensam.benefits.queries.months import (
    centre_start,
    closed_through,
    latest,
    year_to,
)
from gemensam.benefits.queries.summary import RUN_RATE_MONTHS

YEAR, RATE = "year", "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`key` as addresses say it; `closed` is through which month ledgers are closed."""

    key: str
    months: tuple[date, ...]
    closed: date

    @property
    def is_year(self) -> bool:
        """A whole closed year before the one that runs."""
        return self.key.isdecimal()


def periods(known_at: datetime | None = None) -> Mapping[str, Period]:
    """The year to date, the run rate, each closed year before, and each of its months,
    the newest first; nothing while no month is closed."""
    last = closed_through(known_at)
    start = centre_start()
    if last is None or start is None:
        return {}
    months = year_to(last, known_at=known_at)
    if not months:
        return {}
    found = {
        YEAR: Period(key=YEAR, months=tuple(months), closed=last),
        RATE: Period(
            key=RATE,
            months=tuple(latest(months, RUN_RATE_MONTHS, known_at=known_at)),
            closed=last,
        ),
    }
    for year in range(last.year - 1, start.year - 1, -1):
        whole = tuple(year_to(date(year, 12, 1), known_at=known_at))
        if whole:
            found[str(year)] = Period(key=str(year), months=whole, closed=last)
    for month in reversed(months):
        key = f"{month:%Y-%m}"
        found[key] = Period(key=key, months=(month,), closed=last)
    return found
