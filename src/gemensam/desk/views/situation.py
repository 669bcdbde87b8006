# SPDX-License-Identifier: EUPL-1.2
"""How it stands with another system's cases, half a page for each administration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.desk import rules
from gemensam.desk.actions.branches import tie_branch
from gemensam.desk.forms import BranchForm
from gemensam.desk.importers.again import ask_to_tell_again
from gemensam.desk.models import CaseLog
from gemensam.desk.queries import situation as told
from gemensam.desk.queries.branches import branches as all_branches, untied
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.actions import unit_called
from gemensam.group.models import Unit
from gemensam.ui.templatetags.figures import number, short_month

SHOWN = 200  # branches on the page; tied ones come last
WIDTH, HEIGHT = 20, 48  # of a month in the little chart, in its own units


@dataclass(frozen=True, slots=True)
class Bar:
    """A month in the little chart: opened, and of them as many as were done."""

    x: int
    y: float
    height: float


@page(rules.sees_logs)
def situation(request: PersonRequest) -> HttpResponse:
    window = told.window()
    if window is None:
        return render(request, "desk/situation.html", {"window": None})
    parts = told.parts(window)
    newest = CaseLog.objects.select_related("from_import").order_by("-pk")
    return render(
        request,
        "desk/situation.html",
        {
            "window": window,
            "whole": told.whole(window),
            "rows": [{"part": one, **_drawn(one.months)} for one in parts],
            "newest": newest.filter(system="foreign").first(),
            "left": untied(),
        },
    )


@page(rules.sees_logs)
def part(request: PersonRequest) -> HttpResponse:
    """One administration: its months and its branches."""
    window, key = told.window(), request.GET.get("part", "")
    if window is None or not key:
        raise Http404
    found = next((one for one in told.parts(window) if one.key == key), None)
    if found is None:
        raise Http404
    return render(
        request,
        "desk/situation_part.html",
        {
            "window": window,
            "part": found,
            **_drawn(found.months),
            "branches": told.branches_of(window, key),
        },
    )


@page(rules.sees_logs)
def branches(request: PersonRequest) -> HttpResponse:
    """Branches by their number of cases, those tied to no unit first."""
    found = all_branches()
    names = dict(Unit.objects.values_list("pk", "name"))
    return render(
        request,
        "desk/branches.html",
        {
            "rows": [
                {
                    "branch": one,
                    "unit": names.get(one.unit or 0, ""),
                    "suggestion": names.get(one.suggestion or 0, ""),
                }
                for one in found[:SHOWN]
            ],
            "names": Unit.objects.order_by("name_key").values_list("name", flat=True),
            "may_tie": rules.may_tie_branches(request.person.standing),
            "left": sum(1 for one in found if one.unit is None),
            "cases": sum(one.cases for one in found if one.unit is None),
            "total": len(found),
        },
    )


@require_POST
@page(rules.may_tie_branches)
def tie(request: PersonRequest) -> HttpResponse:
    form = BranchForm(request.POST)
    unit = unit_called(form.cleaned_data["unit"]) if form.is_valid() else None
    if unit is None:
        messages.error(
            request,
            _("No unit has that name or code, or several have. Nothing was changed."),
        )
        return redirect("desk:branches")
    text = form.cleaned_data["text"]
    moved = tie_branch(text, unit, by=by(request), at=clock.now())
    ask_to_tell_again()
    messages.success(
        request,
        ngettext(
            "{branch} is {unit} from now on: {n} case moved, and files to come follow.",
            "{branch} is {unit} from now on: {n} cases moved, and files to come follow.",
            moved,
        ).format(branch=text, unit=unit.name, n=number(moved)),
    )
    return redirect("desk:branches")


def _drawn(months: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Bars of opened cases per month, and what they say in words."""
    most = max((row["opened"] for row in months), default=0) or 1
    heights = [round(HEIGHT * row["opened"] / most, 1) for row in months]
    peak = max(months, key=lambda row: row["opened"])
    return {
        "bars": [
            Bar(place * WIDTH, round(HEIGHT - height, 1), height)
            for place, height in enumerate(heights)
        ],
        "width": len(months) * WIDTH,
        "in_words": _("Cases created per month; most in {month}: {count}.").format(
            month=short_month(peak["month"]), count=number(peak["opened"])
        ),
    }
