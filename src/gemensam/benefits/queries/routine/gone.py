# SPDX-License-Identifier: EUPL-1.2
"""Services that figures of a month name, though they are not there in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from gemensam.benefits.queries.months import next_month
from gemensam.catalogue.queries.absent import Absent, absent_in
from gemensam.core import clock
from gemensam.costing.models import VolumeRow
from gemensam.costing.queries.strings import Posted, posted
from gemensam.costing.queries.treatment import current_mapping, treatments
from gemensam.desk.enums import CaseStatus
from gemensam.desk.models import Case

FEWEST = 5  # cases that are told by number


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What still bears the name of a service: rows of meters, cases done (None: fewer
    than five), and öre of direct cost by the mapping, without sign."""

    absent: Absent
    rows: int
    cases: int | None
    ore: int


def services_gone(month: date, *, rows: Sequence[Posted] | None = None) -> list[Gone]:
    """By code. `rows`: what was posted in the month, where that is at hand."""
    absent = absent_in(month)
    if not absent:
        return []
    volumes = _counted(VolumeRow.objects.filter(month=month, service__in=absent))
    cases = _counted(
        Case.objects.filter(
            service__in=absent,
            status=CaseStatus.RESOLVED,
            resolved_at__gte=clock.start_of_day(month),
            resolved_at__lt=clock.start_of_day(next_month(month)),
        )
    )
    direct = _direct(posted([month]) if rows is None else rows)
    return [
        Gone(
            absent=one,
            rows=volumes[key],
            cases=None if 0 < cases[key] < FEWEST else cases[key],
            ore=direct[key],
        )
        for key, one in absent.items()
        if volumes[key] or cases[key] or direct[key]
    ]


def _counted(rows: QuerySet[Any]) -> Counter[int]:
    counted = rows.order_by().values_list("service").annotate(n=Count("pk"))
    return Counter(dict(counted))


def _direct(rows: Sequence[Posted]) -> Counter[int]:
    treat, found = treatments(current_mapping()), Counter[int]()
    for row in rows:
        if service := treat(row.coding).service:
            found[service] += row.gross
    return found
