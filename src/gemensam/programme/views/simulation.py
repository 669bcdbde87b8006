# SPDX-License-Identifier: EUPL-1.2
"""One click behind the table: chance, fan, tornado, waterfalls, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Area
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.programme import rules
from gemensam.programme.charts import fan, tornado
from gemensam.programme.queries.base import UNPLACED
from gemensam.programme.queries.realised import realised
from gemensam.programme.queries.showing import points, steps, swings
from gemensam.programme.views.found import found_case, framed
from gemensam.ui.waterfall import waterfall


@page(rules.sees_case)
def simulation(request: PersonRequest, number: int) -> HttpResponse:
    held = found_case(request, number)
    context = framed(request, held, "simulation")
    if held.result is None:
        return render(request, "programme/simulation.html", context)
    result, target = held.result, goal(GoalMeasure.COST)
    became = realised(result, held.first_month)
    told = points(result, {one.place: one.share for one in became})
    moving = swings(result, context["called"])
    last = str(max(map(int, result["waterfall"])))
    return render(
        request,
        "programme/simulation.html",
        {
            **context,
            "goal": target,
            "forecast": result["forecast"],
            "became": became,
            "fan": fan(told, goal=float(target.target) if target else None),
            "tornado": tornado(moving, result["plain"]["likely"]["pace"][0])
            if moving
            else None,
            "falls": [
                waterfall(
                    steps(result["waterfall"][year]["whole"]),
                    id=f"waterfall-{year}",
                    title=_("From the baseline to the end of year {year}, likely values, million kronor a year").format(year=year),
                )
                for year in ("1", last)
            ],
            "areas": _areas(result),
            "tops": _tops(result),
            "last": last,
        },
    )  # fmt: skip


def _areas(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each area's base, share saved at the end of year 1, and its walk to the target."""
    called = {area.code: str(area) for area in Area.objects.all()}
    called[UNPLACED] = _("Not placed on a service")
    walks = result["waterfall"]["1"]["parts"]
    return [
        {
            "name": called[code],
            "base": walks[code]["baseline"],
            "target": walks[code]["target"],
            "share": result["forecast"]["parts"][code]["share"],
        }
        for code in called
        if code in walks
    ]


def _tops(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    called = dict(Unit.objects.values_list("pk", "name"))
    rows = [
        {
            "name": called.get(int(key), _("Not placed on a unit")),
            "base": one["base"],
            "share": one["share"],
            "target": one["walk"]["1"]["target"],
            "vat": one["walk"]["1"]["steps"]["vat"],
        }
        for key, one in result["tops"].items()
    ]
    return sorted(rows, key=lambda row: -row["base"])
