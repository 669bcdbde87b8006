# SPDX-License-Identifier: EUPL-1.2
"""Did it become cheaper? And for a unit: what did we use, and what did it cost?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, pgettext

from gemensam.benefits import rules
from gemensam.benefits.queries import Saving, summary, year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Area, Service
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.queries import Row, Where, figures, folded, goal
from gemensam.ui.charts import Axes, Chart, bars
from gemensam.ui.templatetags.figures import mnkr, number, short_month, signed_percent

NO_AREA = ""


@page(rules.sees_result)
def result(request: PersonRequest) -> HttpResponse:
    if sees_figures_of_group(request.person.standing):
        return _of_the_group(request)
    return _of_ones_own(request)


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
            "goal": goal(GoalMeasure.COST),
            "saving": saving,
            "adjustments": saving.adjustments if saving else (),
            "rows": _rows(saving, services) if saving else [],
            "chart": _chart(saving, services) if saving else None,
            "wage": saving.change.wage - 1 if saving else None,
            "price": saving.change.price - 1 if saving else None,
        },
    )


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


def _of_ones_own(request: PersonRequest) -> HttpResponse:
    """A unit's or a company's own use: volumes, charges at the price list, on time."""
    actual = newest(ScenarioKind.ACTUAL)
    months = year_to_date()
    if actual is None or not months:
        return render(request, "benefits/own.html", {"months": months, "rows": []})
    where = Where(months=months)
    asked = ("volume", "charge_ore", "judged", "on_time")
    each = figures(
        request.person, actual.pk, where, by=("month", "service"), measures=asked
    )
    by_month, rows = folded(each, 0), folded(each, 1)
    services = Service.objects.in_bulk([row.key[0] for row in rows if row.key[0]])
    return render(
        request,
        "benefits/own.html",
        {
            "months": months,
            "rows": _own_rows(rows, services),
            "total": sum(int(row["charge_ore"] or 0) for row in rows),
            "chart": _own_chart(by_month),
        },
    )


def _own_rows(rows: list[Row], services: dict[int, Service]) -> list[dict[str, Any]]:
    told = [
        {
            "service": services.get(row.key[0]) if row.key[0] else None,
            "volume": row["volume"] if row.key[0] else None,
            "charge": int(row["charge_ore"] or 0),
            "on_time": row["on_time"] / row["judged"] if row["judged"] else None,
            "judged": row["judged"],
        }
        for row in rows
    ]
    return sorted(told, key=lambda one: -one["charge"])


def _own_chart(rows: list[Row]) -> Chart:
    names = [short_month(row.key[0]) for row in rows]
    values: list[dict[str, Any]] = [
        {"x": name, "y": round(int(row["charge_ore"] or 0) / 1e5, 1)}
        for name, row in zip(names, rows, strict=True)
    ]
    return Chart(
        id="own",
        title=_("What the centre’s support cost at its price list, thousand kronor"),
        in_words="; ".join(f"{one['x']}: {number(one['y'], 1)}" for one in values),
        specification=bars(values, Axes(x="", y=_("tkr"), x_sort=names)),
        headers=[_("Month"), _("tkr")],
        rows=[[str(one["x"]), number(one["y"], 1)] for one in values],
    )
