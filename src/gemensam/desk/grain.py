# SPDX-License-Identifier: EUPL-1.2
"""What cases tell the grain, and how many units of a service they were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Count
from django.db.models.functions import Cast, Coalesce, NullIf

from gemensam.catalogue.enums import CountingSource, Provider
from gemensam.catalogue.queries.became import became, whole
from gemensam.catalogue.queries.lineage import lineage
from gemensam.core import clock
from gemensam.costing.ports import CountedVolume
from gemensam.desk.enums import CaseStatus
from gemensam.desk.models import Case
from gemensam.outcomes.measures import LEAD_BINS
from gemensam.outcomes.ports import CellValue, MonthFacts, Value

DONE = """
SELECT c.service_id, c.unit_id, c.provider, c.provided_by_id,
    count(*) AS resolved,
    count(c.on_time) AS judged,
    count(*) FILTER (WHERE c.on_time) AS on_time,
    count(*) FILTER (WHERE c.reopened > 0) AS reopened,
    count(*) FILTER (WHERE c.reopened = 0) AS first_right,
    coalesce(sum(c.lead_minutes), 0) AS lead_minutes,
    coalesce(sum(c.lead_minutes::numeric ^ 2), 0) AS lead_squared,
    array_agg(width_bucket(c.lead_minutes, %(edges)s::int[]))
        FILTER (WHERE c.lead_minutes IS NOT NULL) AS bins,
    count(c.rating) AS rated,
    coalesce(sum(c.rating), 0) AS rating,
    coalesce(sum(c.rating * c.rating), 0) AS rating_squared,
    count(DISTINCT coalesce(c.requester_id::text, c.requester_label, c.id::text)) AS persons
FROM desk_case c
WHERE c.status = 'resolved' AND c.service_id IS NOT NULL
    AND c.unit_id IS NOT NULL AND c.resolved_at >= %(begins)s AND c.resolved_at < %(ends)s
GROUP BY 1, 2, 3, 4
"""
ARRIVED = """
SELECT c.service_id, c.unit_id, c.provider, c.provided_by_id,
    count(*) FILTER (WHERE c.opened_at >= %(begins)s) AS opened,
    count(*) FILTER (WHERE c.status <> 'forgotten'
        AND (c.resolved_at IS NULL OR c.resolved_at >= %(ends)s)) AS backlog,
    count(DISTINCT coalesce(c.requester_id::text, c.requester_label, c.id::text)) AS persons
FROM desk_case c
WHERE c.service_id IS NOT NULL AND c.unit_id IS NOT NULL AND c.opened_at < %(ends)s
    AND (c.opened_at >= %(begins)s OR c.resolved_at IS NULL OR c.resolved_at >= %(ends)s)
GROUP BY 1, 2, 3, 4
"""
Key = tuple[int, int, str, int | None]


@dataclass(frozen=True, slots=True)
class Window:
    """A month as instants, where the municipality lies."""

    month: date

    @property
    def bounds(self) -> dict[str, datetime]:
        after = (self.month + timedelta(days=32)).replace(day=1)
        return {
            "begins": clock.start_of_day(self.month),
            "ends": clock.start_of_day(after),
        }


class DeskSource:
    """Cases opened, done, on time, right the first time, lead times, ratings, backlog."""

    key = "desk"
    order = 20

    def months(
        self, scenario: int, months: Sequence[date]
    ) -> Iterator[tuple[date, MonthFacts]]:
        del scenario  # cases are what happened, whichever scenario asks
        personal, along = _personal_services(), lineage(date.max)
        for month in months:
            renamed = whole(became(along, month))
            yield month, MonthFacts(cells=list(_cells(month, personal, renamed)))


def _personal_services() -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalogue_service WHERE concerns_persons")
        return frozenset(row[0] for row in cursor.fetchall())


def _cells(
    month: date, personal: frozenset[int], renamed: Mapping[int, int]
) -> Iterator[CellValue]:
    """A case is whole: one of a service that became several stays where it was."""
    measures: dict[Key, dict[str, Value]] = {}
    persons: dict[Key, int] = {}
    personal |= {now for was, now in renamed.items() if was in personal}
    for key, row in _together(DONE, month, renamed).items():
        row["lead_histogram"] = _histogram(row.pop("bins") or [])
        persons[key] = row.pop("persons")
        measures.setdefault(key, {}).update(row)
    for key, row in _together(ARRIVED, month, renamed).items():
        persons[key] = min(persons.get(key, row["persons"]), row.pop("persons"))
        measures.setdefault(key, {}).update(row)
    for key, values in measures.items():
        service, unit, provider, provided_by = key
        yield CellValue(
            service=service,
            unit=unit,
            provider=provider,
            provided_by=provided_by,
            measures=values,
            persons=persons[key] if service in personal else None,
        )


def _together(
    sql: str, month: date, renamed: Mapping[int, int]
) -> dict[Key, dict[str, Any]]:
    """Counts and bins of services that are one now add up. Persons do not: there are at
    least as many as of one of them."""
    found: dict[Key, dict[str, Any]] = {}
    for (service, *rest), row in _rows(sql, month):
        key: Key = (renamed.get(service, service), *rest)  # type: ignore[assignment]
        held = found.get(key)
        if held is None:
            found[key] = row
            continue
        for name, value in row.items():
            if name == "persons":
                held[name] = max(held[name], value)
            elif held[name] is None or value is None:
                held[name] = held[name] or value
            else:
                held[name] += value
    return found


def _rows(sql: str, month: date) -> Iterator[tuple[Key, dict[str, Any]]]:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {**Window(month).bounds, "edges": list(LEAD_BINS)}
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            yield tuple(row[:4]), dict(zip(names[4:], row[4:], strict=True))


def _histogram(bins: Iterable[int]) -> list[int]:
    counts = [0] * (len(LEAD_BINS) + 1)
    for place in bins:
        counts[place] += 1
    return counts


# A log tells who asked by a pseudonym.
WHO = Coalesce(
    Cast("requester", models.TextField()),
    NullIf(Cast("requester_label", models.TextField()), models.Value("")),
)


class CaseVolumes:
    """Services counted in cases: what the centre has done, in whichever system its cases
    are. A case is in one system only.

    What is done locally is counted by the registers' files, so that it is never twice.
    """

    def volumes(self, month: date) -> Iterable[CountedVolume]:
        bounds = Window(month).bounds
        rows = (
            Case.objects.filter(
                provider=Provider.CENTRE,
                status=CaseStatus.RESOLVED,
                service__counting_source=CountingSource.CASE,
                unit__isnull=False,
                resolved_at__gte=bounds["begins"],
                resolved_at__lt=bounds["ends"],
            )
            .values_list(
                "service_id", "unit_id", "provided_by_id", "service__concerns_persons"
            )
            .annotate(count=Count("pk"), told=Count(WHO), who=Count(WHO, distinct=True))
            .order_by()
        )
        for service, unit, provided_by, is_personal, count, told, who in rows:
            yield CountedVolume(
                service=service,
                unit=unit,
                provided_by=provided_by,
                count=count,
                persons=_persons(count, told, who) if is_personal else None,
            )


def _persons(cases: int, told: int, who: int) -> int:
    """How many asked in so many `cases`, of which `told` say who, `who` different ones.
    The rest may be one and the same; where nobody is told, as many as cases."""
    return who + (told < cases) if who else cases
