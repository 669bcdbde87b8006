# SPDX-License-Identifier: EUPL-1.2
"""Did it become cheaper?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext

from gemensam.benefits import rules
from gemensam.benefits.queries import Saving, Summary, summary
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.uncompared import uncompared
from gemensam.benefits.views.own import what_one_used
from gemensam.catalogue.models import Area, Service
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import goal
from gemensam.ui.charts import Axes, Chart, bars
from gemensam.ui.templatetags.figures import mnkr, signed_percent

NO_AREA = ""


@page(rules.sees_result)
def result(request: PersonRequest) -> HttpResponse:
    if sees_figures_of_group(request.person.standing):
        return _of_the_group(request)
    return what_one_used(request)


def _of_the_group(request: PersonRequest) -> HttpResponse:
    """Baseline against outcome, at the baseline's volumes and prices."""
    known = summary()
    saving = known.saving
    services = {one.pk: one for one in Service.objects.select_related("area")}
    return render(
        request,
        "benefits/result.html",
        {
            "known": known,
            "sees_month": rules.sees_month(request.person.standing),
            "sees_own": rules.sees_own_use(request.person.standing),
            "goal": goal(GoalMeasure.COST),
            "saving": saving,
            "uncompared": _uncompared(known),
            "adjustments": saving.adjustments if saving else (),
            "rows": _rows(saving, services) if saving else [],
            "chart": _chart(saving, services) if saving else None,
            "wage": saving.change.wage - 1 if saving else None,
            "price": saving.change.price - 1 if saving else None,
        },
    )


def _uncompared(known: Summary) -> str:
    """Why nothing is compared though months are closed, and who sees to it."""
    if known.saving or known.closed_through is None:
        return ""
    return " ".join(uncompared(known.closed.year, compared()))


def _rows(saving: Saving, services: dict[int, Service]) -> list[dict[str, Any]]:
    told = []
    for place, service in enumerate(saving.services):
        before = int(saving.per_service.baseline[place])
        after = int(saving.per_service.at_baseline[place])
        told.append(
            {
                "service": services.get(service) if service else None,
                "before": before,
                "after": after,
                "saved": before - after,
                "share": (before - after) / before if before else None,
            }
        )
    return sorted(told, key=lambda one: -one["before"])


def _chart(saving: Saving, services: dict[int, Service]) -> Chart:
    areas = {area.code: str(area) for area in Area.objects.all()}
    if None in saving.services:
        areas[NO_AREA] = _("Not placed on a service")
    sums = {code: [0.0, 0.0] for code in areas}
    for place, service in enumerate(saving.services):
        held = sums[NO_AREA if service is None else services[service].area_id]
        held[0] += saving.per_service.baseline[place]
        held[1] += saving.per_service.at_baseline[place]
    first, then = _("Baseline"), _("Outcome, adjusted for volume and price")
    values = [
        {"x": areas[code], "y": round(held[place] / 1e8, 2), "series": series}
        for code, held in sums.items()
        for place, series in ((0, first), (1, then))
    ]
    return Chart(
        id="saving",
        title=_("Baseline and outcome, same months, million kronor"),
        in_words="; ".join(
            f"{areas[code]}: {mnkr(int(held[0]))} → {mnkr(int(held[1]))}"
            for code, held in sums.items()
        ),
        specification=bars(
            values, Axes(x="", y=_("mnkr"), series=" ", x_sort=list(areas.values()))
        ),
        headers=[_("Area"), first, then, pgettext("difference", "Change")],
        rows=[
            [
                areas[code],
                mnkr(int(held[0])),
                mnkr(int(held[1])),
                signed_percent(held[1] / held[0] - 1 if held[0] else None),
            ]
            for code, held in sums.items()
        ],
    )
