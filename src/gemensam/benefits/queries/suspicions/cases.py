# SPDX-License-Identifier: EUPL-1.2
"""The cases behind a fall in quality, those the reader may see."""

from dataclasses import dataclass

from django.db.models import Q

from gemensam.benefits.enums import Rule
from gemensam.benefits.queries.suspicions.found import Suspicion
from gemensam.desk.enums import CaseStatus
from gemensam.desk.grain import Window
from gemensam.desk.models import Case
from gemensam.group.models import Person
from gemensam.group.queries import whose

MOST = 25
FAILED = {Rule.LATE: Q(on_time=False), Rule.WRONG: Q(reopened__gt=0)}


@dataclass(frozen=True, slots=True)
class Behind:
    """Some of the cases that were not as they should, the latest first, and how many
    more there are or are not the reader's to see."""

    cases: tuple[Case, ...]
    more: int


def cases_behind(person: Person, one: Suspicion) -> Behind | None:
    """Of the months in which it fell; None where it is not about cases."""
    if one.rule not in FAILED or one.service is None:
        return None
    within, told = Q(), whose()
    for month in one.months:
        bounds, authorities = Window(month).bounds, told.main(month)
        units = [unit for unit, held in authorities.items() if held == one.authority]
        within |= Q(
            resolved_at__gte=bounds["begins"],
            resolved_at__lt=bounds["ends"],
            unit__in=units,
        )
    all_ = Case.objects.filter(
        within,
        FAILED[one.rule],
        status=CaseStatus.RESOLVED,
        service=one.service,
    )
    seen = tuple(all_.visible_to(person).order_by("-resolved_at")[:MOST])
    return Behind(seen, all_.count() - len(seen))
