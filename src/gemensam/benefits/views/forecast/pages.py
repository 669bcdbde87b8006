# SPDX-License-Identifier: EUPL-1.2
"""What the year comes to: the figure with its range first, the chance behind a click."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.queries.forecast import Forecasted, Scored, forecast_now, scored
from gemensam.benefits.queries.forecast.costs import NO_AREA
from gemensam.benefits.views.forecast.fan import fan
from gemensam.catalogue.models import Area
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.ui.templatetags.figures import percent, signed_percent

HARDLY, SURELY = 0.01, 0.99  # beyond which draws tell no more than that


@page(sees_figures_of_group)
def forecast(request: PersonRequest) -> HttpResponse:
    made = forecast_now()
    if made is None:
        return render(request, "benefits/forecast.html", {"made": None})
    held, target = scored(made), goal(GoalMeasure.COST)
    areas = {area.code: str(area) for area in Area.objects.all()}
    return render(
        request,
        "benefits/forecast.html",
        {
            "made": made,
            "whole": made.figures.whole,
            "so_far": made.figures.months[len(made.closed) - 1].so_far,
            "goal": target,
            "wage": made.change.wage - 1,
            "price": made.change.price - 1,
            "parts": _parts(made, areas),
            "moves": [
                {"area": areas[area], "told": one}
                for area, one in made.moves.items()
                if one.then
            ],
            "chances": [
                {"share": signed_percent(-share, 0), "chance": in_words(chance)}
                for share, chance in made.figures.chances.items()
            ],
            "fan": fan(made, goal=float(target.target) if target else None),
            "scored": held,
            "verdict": _verdict(held),
        },
    )


def in_words(chance: float) -> str:
    """A chance no finer than the draws tell it."""
    if chance < HARDLY:
        return _("less than {share}").format(share=percent(HARDLY, 0))
    if chance > SURELY:
        return _("more than {share}").format(share=percent(SURELY, 0))
    return percent(chance, 0)


def _parts(made: Forecasted, areas: Mapping[str, str]) -> list[dict[str, Any]]:
    """What lies on no service waits for its mapping: a change of it would say nothing."""
    named = {**areas, NO_AREA: _("Not placed on a service")}
    return [
        {
            "name": named[area],
            "told": one,
            "saving": one.saving if one.base > 0 and area != NO_AREA else None,
        }
        for area, one in made.figures.parts.items()
    ]


def _verdict(held: Sequence[Scored]) -> dict[str, int] | None:
    """Of how many earlier forecasts the range held what has come since."""
    told = [one.outcome.is_inside for one in held if one.outcome]
    return {"inside": sum(told), "of": len(told)} if told else None
