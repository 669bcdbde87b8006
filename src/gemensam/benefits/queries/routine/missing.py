# SPDX-License-Identifier: EUPL-1.2
"""What has not come, of which month, and who owes it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from gemensam.benefits.queries.months import (
    calendar_to,
    closed_months,
    closed_through,
    month_before,
    months_between,
    next_month,
)
from gemensam.benefits.queries.routine.awaited import Awaited, awaited, lacking
from gemensam.benefits.queries.routine.sources import is_begun
from gemensam.costing.models import LedgerTurnover


def missing_sources(*, today: date) -> list[Awaited] | None:
    """Of every month that has ended and is owed; None before anything was imported."""
    if not is_begun():
        return None
    months = awaited(owed_months(today), today=today)
    return [one for of_month in months.values() for one in lacking(of_month)]


def missing_as_json(*, today: date) -> list[dict[str, Any]] | None:
    """As `report --json` prints it: source, month and who owes it."""
    missing = missing_sources(today=today)
    return None if missing is None else [_as_json(one) for one in missing]


def _as_json(one: Awaited) -> dict[str, Any]:
    owner = one.duty.owner
    return {
        "source": one.source.told,
        "month": f"{one.month:%Y-%m}",
        "owner": owner.name if owner else None,
    }


def owed_months(today: date) -> Sequence[date]:
    """The closed months of the year and all that have ended since; before any month was
    closed those of the newest ledger year, as far as any ledger reaches."""
    ended = month_before(today.replace(day=1))
    last = closed_through()
    if last is not None:
        return [*calendar_to(last), *months_between(next_month(last), ended)]
    reaches = LedgerTurnover.objects.aggregate(last=Max("month"))["last"]
    if reaches is None:
        return [ended]
    return months_between(date(reaches.year, 1, 1), min(reaches, ended))


def month_at_hand(today: date) -> date | None:
    """The first month since the centre began that has ended and is not closed, also where
    a later one is; when all are, the last closed. None where nothing was imported yet."""
    if not is_begun():
        return None
    closed, months = closed_months(), owed_months(today)
    last = closed.last
    if last is None:
        return months[-1] if months else month_before(today.replace(day=1))
    return closed.skipped or next((month for month in months if month > last), last)
