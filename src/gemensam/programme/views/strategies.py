# SPDX-License-Identifier: EUPL-1.2
"""Waves, and other ways to carry it out compared on the same model."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page
from gemensam.programme import rules
from gemensam.programme.actions import plan_waves, waves_by
from gemensam.programme.enums import Strategy
from gemensam.programme.forms import StrategyForm
from gemensam.programme.models import SavingsCase
from gemensam.programme.queries.strategies import WAYS
from gemensam.programme.views.found import found_case, framed


@page(rules.sees_case)
def strategies(request: PersonRequest, number: int) -> HttpResponse:
    held = found_case(request, number)
    return render(
        request,
        "programme/strategies.html",
        {
            **framed(request, held, "strategies"),
            "ways": _ways(held),
            "waves": held.waves.select_related("area", "top").order_by("month", "pk"),
        },
    )


def _ways(held: SavingsCase) -> list[dict[str, Any]]:
    compared = {
        one["strategy"]: one for one in (held.result or {}).get("strategies", ())
    }
    return [
        {"way": way, "label": way.strategy.label, **compared[way.strategy]}
        for way in WAYS
        if way.strategy in compared
    ]


@require_POST
@page(rules.writes_case)
def choose(request: PersonRequest, number: int) -> HttpResponse:
    """The waves of a strategy instead of those planned."""
    held, form = found_case(request, number), StrategyForm(request.POST)
    if not form.is_valid():
        raise Http404
    waves = waves_by(held, Strategy(form.cleaned_data["strategy"]))
    try:
        plan_waves(held, waves, by=by(request), at=clock.now())
        messages.success(
            request, _("The waves are changed and the case worked out anew.")
        )
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect("programme:strategies", number=number)
