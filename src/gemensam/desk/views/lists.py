# SPDX-License-Identifier: EUPL-1.2
"""Lists of cases: one's own, the team's queue, what is past its promise."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from gemensam.catalogue.enums import Provider
from gemensam.core import clock
from gemensam.desk import rules
from gemensam.desk.actions.opening import folded
from gemensam.desk.enums import OPEN, CaseStatus
from gemensam.desk.models import Case
from gemensam.desk.models.case import CaseQuerySet
from gemensam.desk.queries import queue as queues
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Person
from gemensam.group.rules import works_in_centre
from gemensam.ui.paging import Order, page_of

SHOWN = {
    "all": gettext_lazy("All open"),
    "mine": gettext_lazy("Mine"),
    "new": gettext_lazy("Not taken"),
    "late": gettext_lazy("Late"),
    "today": gettext_lazy("Due today"),
    "waiting": gettext_lazy("Waiting for the customer"),
    "answered": gettext_lazy("Customer answered"),
}


@page(works_in_centre)
def queue(request: PersonRequest) -> HttpResponse:
    """The team's open cases, what is due first at the top."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    rows = _narrowed(queues.queue(request.person), show, request.person)
    words = request.GET.get("q", "")[:100]
    if words.strip():
        rows = rows.filter(search__contains=folded(words))
    orders = {
        "due": Order("due"),
        "opened": Order("opened_at"),
        "priority": Order("priority"),
    }
    found = page_of(rows, request, orders=orders)
    return render(
        request,
        "desk/queue.html",
        {
            "page": found,
            "show": show,
            "shown": list(SHOWN.items()),
            "words": words,
            "pressure": queues.pressure(queues.queue(request.person), at=clock.now()),
        },
    )


def _narrowed(rows: CaseQuerySet, show: str, person: Person) -> CaseQuerySet:
    now = clock.now()
    running = ~Q(status=CaseStatus.WAITING)
    ends = clock.start_of_day(clock.today() + timedelta(days=1))
    chosen = {
        "all": Q(),
        "mine": Q(assignee=person),
        "new": Q(assignee=None),
        "late": running & Q(due_at__lt=now),
        "today": running & Q(due_at__gte=now, due_at__lt=ends),
        "waiting": Q(status=CaseStatus.WAITING),
        "answered": Q(customer_answered=True),
    }
    return rows.filter(chosen[show])


@page()
def mine(request: PersonRequest) -> HttpResponse:
    """What I ordered, and what is under way in units I answer for."""
    show = request.GET.get("show", "open")
    rows = queues.mine(request.person)
    if show == "waiting":
        rows = rows.filter(status=CaseStatus.WAITING)
    elif show == "done":
        rows = rows.filter(status=CaseStatus.RESOLVED)
    else:
        show, rows = "open", rows.filter(status__in=OPEN)
    found = page_of(rows, request, orders={"opened": Order("opened_at", True)})
    return render(
        request, "desk/mine.html", {"page": found, "show": show, "now": clock.now()}
    )


@page(rules.sees_late)
def late(request: PersonRequest) -> HttpResponse:
    """Open cases of the centre past their promise: those the reader may see, and how
    many there are in all."""
    now = clock.now()
    past = (
        Case.objects.open()
        .filter(provider=Provider.CENTRE, due_at__lt=now)
        .exclude(status=CaseStatus.WAITING)
    )
    rows = (
        past.visible_to(request.person)
        .annotate(due=Coalesce("due_at", "opened_at"))
        .select_related(*queues.RELATED)
    )
    found = page_of(rows, request, orders={"due": Order("due")})
    return render(
        request,
        "desk/late.html",
        {"page": found, "now": now, "areas": queues.by_area(past, at=now)},
    )
