# SPDX-License-Identifier: EUPL-1.2
"""Months as the first day of each, and as whole numbers counted from one of them."""

from datetime import date


def month_of(day: date) -> date:
    return day.replace(day=1)


def plus(month: date, steps: int) -> date:
    """The first day of the month `steps` later (earlier when negative)."""
    years, place = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, place + 1, 1)


def between(first: date, later: date) -> int:
    """How many months from `first` to `later`, by their months alone."""
    return (later.year - first.year) * 12 + later.month - first.month
