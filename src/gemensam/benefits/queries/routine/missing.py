# SPDX-License-Identifier: EUPL-1.2
"""What has not come, of which month, and who owes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from gemensam.benefits.enums import Arrival
from gemensam.benefits.queries.months import (
    closed_through,
    month_before,
    months_between,
    next_month,
    year_to,
)
from gemensam.benefits.queries.routine.arrived import arrivals
from gemensam.benefits.queries.routine.checklist import arrival_of, closes_of
from gemensam.benefits.queries.routine.sources import (
    Duty,
    Source,
    duties,
    is_begun,
    sources,
)
from gemensam.costing.models import LedgerTurnover


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    source: Source
    month: date
    duty: Duty
    arrival: Arrival

    def as_json(self) -> dict[str, Any]:
        owner = self.duty.owner
        return {
            "source": self.source.told,
            "month": f"{self.month:%Y-%m}",
            "owner": owner.name if owner else None,
        }


def missing_sources(*, today: date) -> list[Missing] | None:
    """Of every month that has ended and is owed; None before anything was imported."""
    if not is_begun():
        return None
    months = owed_months(today)
    found = sources()
    owed, came, closed = duties(found), arrivals(months), closes_of(months)
    missing = []
    for month in months:
        for source in found:
            if source.since is not None and month < source.since:
                continue
            duty = owed[source.key]
            arrival = arrival_of(
                source, month, came=came, duty=duty, closed=closed, today=today
            )
            if not arrival.is_in:
                missing.append(
                    Missing(source=source, month=month, duty=duty, arrival=arrival)
                )
    return missing


def missing_as_json(*, today: date) -> list[dict[str, Any]] | None:
    """As `report --json` prints it: source, month and who owes it."""
    missing = missing_sources(today=today)
    return None if missing is None else [one.as_json() for one in missing]


def owed_months(today: date) -> Sequence[date]:
    """The closed months of the year and all that have ended since; before any month was
    closed those of the newest ledger year, as far as any ledger reaches."""
    ended = month_before(today.replace(day=1))
    last = closed_through()
    if last is not None:
        return [*year_to(last), *months_between(next_month(last), ended)]
    reaches = LedgerTurnover.objects.aggregate(last=Max("month"))["last"]
    if reaches is None:
        return [ended]
    return months_between(date(reaches.year, 1, 1), min(reaches, ended))


def month_at_hand(today: date) -> date | None:
    """The first month that has ended and is not closed; when all are, the last closed.
    None where nothing was imported yet."""
    if not is_begun():
        return None
    last, months = closed_through(), owed_months(today)
    if last is None:
        return months[-1] if months else month_before(today.replace(day=1))
    return next((month for month in months if month > last), last)
