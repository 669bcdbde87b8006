# SPDX-License-Identifier: EUPL-1.2
"""The baseline computed: what there is, what is missing, the job and how far it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.actions import ask_for_baseline
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.jobs import compute_asked
from gemensam.benefits.models import Computation
from gemensam.benefits.rules import may_compute
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.queries.mapped import mapped_of
from gemensam.costing.queries.sources import Status, status_of
from gemensam.costing.queries.turnover import months_known
from gemensam.formats.issues import kept_told
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import may_import
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import computed_beside, in_force

MONTHS_A_YEAR = 12


@page(may_compute)
def compute(request: PersonRequest) -> HttpResponse:
    """Choose the year, see what there is to compute from, and have it computed."""
    known = months_known()
    counted: dict[int, int] = {}
    for month in known:
        counted[month.year] = counted.get(month.year, 0) + 1
    if request.method == "POST":
        return _ask(request)
    chosen = [
        int(year)
        for year in request.GET.getlist("year")
        if year.isdigit() and int(year) in counted
    ] or _usual(counted)
    months = [month for month in known if month.year in chosen]
    asked = Computation.objects.filter(kind=ScenarioKind.BASELINE)
    newest = asked.order_by("-pk").first()
    mapped = mapped_of(months, most=0) if months else None
    baseline = in_force(ScenarioKind.BASELINE)
    return render(
        request,
        "benefits/compute.html",
        {
            "years": [(year, count, year in chosen) for year, count in counted.items()],
            "months": months,
            "sources": _told(request, status_of(months, mapped)) if months else [],
            "mapped": mapped,
            "newest": newest,
            "state": ComputationState(newest.state).label if newest else "",
            "waits": newest is not None and newest.state in {"waiting", "running"},
            "lacks": [
                kept_told(one["text"], one["values"], _)
                for one in (newest.lacks if newest else [])
            ],
            "baseline": baseline,
            "beside": computed_beside(),
            "frozen": bool(baseline and baseline.frozen_at),
        },
    )


def _usual(counted: dict[int, int]) -> list[int]:
    """The newest whole year; the newest of all if none is whole."""
    whole = [year for year, count in counted.items() if count == MONTHS_A_YEAR]
    return [max(whole or counted)] if counted else []


def _told(request: PersonRequest, statuses: list[Status]) -> list[dict[str, Any]]:
    imports = may_import(request.person.standing)
    return [
        {
            "status": one,
            "name": _(one.name),
            "label": _(one.state.label),
            "text": one.message(_),
            "lack": one.lacking(_),
            "url": reverse(one.page, args=[one.argument] if one.argument else [])
            if one.page and (imports or not one.argument)
            else "",
        }
        for one in statuses
    ]


def _ask(request: PersonRequest) -> HttpResponse:
    years = [int(year) for year in request.POST.getlist("year") if year.isdigit()]
    if not years:
        messages.error(request, _("Choose a year first."))
        return redirect("benefits:compute")
    try:
        asked = ask_for_baseline(years, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return redirect("benefits:compute")
    if asked.state == ComputationState.WAITING:
        compute_asked.defer(number=asked.pk)
    query = "&".join(f"year={year}" for year in asked.years)
    return redirect(f"{reverse('benefits:compute')}?{query}")
