# SPDX-License-Identifier: EUPL-1.2
"""What waits for whom, as lists and as counts; always of what the person may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce

from gemensam.core import clock
from gemensam.desk.enums import CaseStatus
from gemensam.desk.models import Case
from gemensam.desk.models.case import CaseQuerySet
from gemensam.group.models import Person

RELATED = ("service", "unit", "team", "assignee")


def queue(person: Person) -> CaseQuerySet:
    """Open cases of the person's teams, what is due first at the top."""
    return (
        Case.objects.visible_to(person)
        .open()
        .filter(team__in=person.standing.teams)
        .annotate(due=Coalesce("due_at", "opened_at"))
        .select_related(*RELATED)
    )


def mine(person: Person) -> CaseQuerySet:
    """Cases the person ordered, and open ones of units they answer for."""
    return (
        Case.objects.visible_to(person)
        .filter(Q(requester=person) | Q(unit__in=person.standing.manages))
        .select_related(*RELATED)
    )


def assigned(person: Person) -> CaseQuerySet:
    return (
        Case.objects.visible_to(person)
        .open()
        .filter(assignee=person)
        .select_related(*RELATED)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """How it stands with a set of open cases at an instant."""

    open: int
    late: int
    today: int  # due before the day ends, not late
    waiting: int
    answered: int  # the customer's word was the last
    oldest: datetime | None


def pressure(cases: CaseQuerySet, *, at: datetime) -> Pressure:
    """One query for all of it."""
    ends = clock.start_of_day(clock.local(at).date() + timedelta(days=1))
    running = ~Q(status=CaseStatus.WAITING)
    told: dict[str, Any] = cases.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=running & Q(due_at__lt=at)),
        today=Count("pk", filter=running & Q(due_at__gte=at, due_at__lt=ends)),
        waiting=Count("pk", filter=Q(status=CaseStatus.WAITING)),
        answered=Count("pk", filter=Q(customer_answered=True)),
        oldest=Min("opened_at"),
    )
    return Pressure(**told)


@dataclass(frozen=True, slots=True)
class AreaPressure:
    area: str
    open: int
    late: int
    waiting: int


def by_area(cases: CaseQuerySet, *, at: datetime) -> list[AreaPressure]:
    """Open, late and waiting per area, the most late first."""
    rows = (
        cases.values_list("service__area_id")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=~Q(status=CaseStatus.WAITING) & Q(due_at__lt=at)),
            waiting=Count("pk", filter=Q(status=CaseStatus.WAITING)),
        )
        .order_by("-late", "service__area_id")
    )
    return [AreaPressure(*row) for row in rows if row[0]]
