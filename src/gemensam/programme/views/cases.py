# SPDX-License-Identifier: EUPL-1.2
"""Scenarios side by side, and a new one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.group.access import PersonRequest, by, page
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.queries import goal
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme import rules
from gemensam.programme.actions import Draft, Terms, make_case
from gemensam.programme.forms import NewCaseForm
from gemensam.programme.models import CaseVersion, SavingsCase
from gemensam.programme.views.found import tried


@page(rules.sees_case)
def cases(request: PersonRequest) -> HttpResponse:
    """Every scenario with what it comes to, and what was locked."""
    rows = SavingsCase.objects.visible_to(request.person).select_related("baseline")
    versions = CaseVersion.objects.visible_to(request.person).select_related("case")
    held = list(rows.exclude(result=None).order_by("made_at", "pk"))
    target = goal(GoalMeasure.COST)
    return render(
        request,
        "programme/cases.html",
        {
            "cases": [(one, side(one.result)) for one in held if one.result],
            "versions": versions.order_by("-number"),
            "may_write": rules.writes_case(request.person.standing),
            "has_baseline": in_force(ScenarioKind.BASELINE) is not None,
            "goal": target,
        },
    )


def side(result: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a scenario that stand beside another's."""
    forecast = result["forecast"]
    return {
        "chances": forecast["chances"],
        "first": forecast["pace"][3],
        "last": forecast["pace"][-1],
        "outlay": forecast["outlay"],
        "npv": forecast["npv"],
        "payback": forecast["payback"],
        "net": forecast["accumulated"][-1],
        "last_move": result["last_move"],
    }


@page(rules.writes_case)
def new_case(request: PersonRequest) -> HttpResponse:
    """A new scenario with what the field suggests."""
    next_year = date(clock.today().year + 1, 1, 1)
    start = {"first_month": next_year, "interest": Decimal(3), "years": 5}
    form = NewCaseForm(request.POST or None, initial=start)
    if request.method == "POST":
        made: list[SavingsCase] = []

        def make(said: Mapping[str, Any]) -> None:
            draft = Draft(name=said["name"], terms=terms_said(said))
            made.append(make_case(draft, by=by(request), at=clock.now()))

        if tried(form, make):
            messages.success(
                request,
                _("The case is made with suggested assumptions. Look through their sources and write what you know better."),
            )  # fmt: skip
            return redirect("programme:case", number=made[0].pk)
    return render(request, "programme/new.html", {"form": form})


def terms_said(said: Mapping[str, Any]) -> Terms:
    return Terms(
        first_month=said["first_month"].replace(day=1),
        interest=said["interest"] / 100,
        years=said["years"],
        written_off=said["written_off"],
    )
