# SPDX-License-Identifier: EUPL-1.2
"""Which time survey tells of a month."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class About(Protocol):
    """A survey of `month`; of what people were asked about, None where nobody said."""

    @property
    def month(self) -> date: ...

    @property
    def about_from(self) -> date | None: ...

    @property
    def about_to(self) -> date | None: ...


Surveyed = TypeVar("Surveyed", bound=About)


def nearest(month: date, rounds: Sequence[Surveyed]) -> Surveyed | None:
    """The round that asked about `month`; else one of the same year before any other,
    the nearest first. The first of those that are as near."""

    def distance(one: Surveyed) -> tuple[bool, bool, int, int]:
        first, last = one.about_from or one.month, one.about_to or one.month
        outside = max(_months(month, first), _months(last, month), 0)
        of_another_year = one.month.year != month.year
        return outside > 0, of_another_year, outside, abs(_months(month, one.month))

    return min(rounds, key=distance, default=None)


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month
