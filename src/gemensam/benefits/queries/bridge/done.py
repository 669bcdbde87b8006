# SPDX-License-Identifier: EUPL-1.2
"""How many cases of each service were done, and how many right the first time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from gemensam.calc.money import split
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage
from gemensam.outcomes.models import Cell, MonthSum


@dataclass(frozen=True, slots=True)
class Done:
    """Of a service's cases: how many were done, and right the first time."""

    resolved: int = 0
    right: int = 0


def done(
    scenario: int,
    months: Sequence[date],
    known_at: datetime | None,
    *,
    along: Lineage = AS_THEN,
    before_the_centre: bool = False,
) -> Mapping[int, Done]:
    """Cases done of each service, whoever did them; or by all others than the centre,
    whose own in a pilot are no baseline."""
    of = {"scenario": scenario, "source": "desk"}
    kept = MonthSum.objects.filter(**of, month__in=months)
    if known_at is None:
        rows = _counted(kept, before_the_centre)
    else:
        rows = _counted(kept.filter(since__lte=known_at), before_the_centre)
        changed = set(months) - {month for month, *_told in rows}
        cells = Cell.objects.filter(**of, month__in=changed, recorded_at__lte=known_at)
        for was in (
            cells.filter(superseded_at=None),
            cells.filter(superseded_at__gt=known_at),
        ):
            rows += _counted(was, before_the_centre)
    found: dict[int, Done] = defaultdict(Done)
    for month, service, resolved, right in rows:
        if service not in along.steps:
            held = found[service]
            found[service] = Done(
                held.resolved + (resolved or 0), held.right + (right or 0)
            )
            continue
        shares = along.shares(service, month)
        weights = list(shares.values())
        each = split(resolved or 0, weights), split(right or 0, weights)
        for one, *counted in zip(shares, *each, strict=True):
            if one is not None:
                held = found[one]
                found[one] = Done(held.resolved + counted[0], held.right + counted[1])
    return found


def _counted(
    cells: QuerySet[Any], before_the_centre: bool
) -> list[tuple[date, int, int | None, int | None]]:
    """Month, service, how many were done, and right the first time."""
    if before_the_centre:
        cells = cells.exclude(provider=Provider.CENTRE)
    told = cells.exclude(service=None).values_list("month", "service_id")
    return list(told.annotate(Sum("resolved"), Sum("first_right")).order_by())
