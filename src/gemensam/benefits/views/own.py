# SPDX-License-Identifier: EUPL-1.2
"""What did we use, and what did it cost? For who answers for a unit or a company."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits import rules
from gemensam.benefits.queries import year_to_date
from gemensam.benefits.queries.months import newest
from gemensam.catalogue.models import Service
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Row, Where, folded
from gemensam.outcomes.queries.figures import (
    company_sight,
    figures_in,
    own_sight,
    units_sight,
)
from gemensam.ui.charts import Axes, Chart, bars
from gemensam.ui.templatetags.figures import number, short_month

SIGHTS = {"units": units_sight, "company": company_sight}


@page(rules.sees_own_use)
def own(request: PersonRequest) -> HttpResponse:
    """What one answers for oneself, also for who sees the whole group."""
    return what_one_used(request)


def what_one_used(request: PersonRequest) -> HttpResponse:
    """A unit's or a company's own use: volumes, charges at the price list, on time.
    `of` in the address: of the units, or of the company, where somebody has both;
    `month`: of one closed month of the year."""
    sees_group = sees_figures_of_group(request.person.standing)
    actual = newest(ScenarioKind.ACTUAL)
    months = year_to_date()
    if actual is None or not months:
        told = {"months": months, "rows": [], "sees_group": sees_group}
        return render(request, "benefits/own.html", told)
    where = Where(months=months)
    asked = ("volume", "charge_ore", "judged", "on_time")
    of = request.GET.get("of", "")
    each = figures_in(
        SIGHTS.get(of, own_sight)(request.person),
        actual.pk,
        where,
        by=("month", "service"),
        measures=asked,
    )
    month = _asked_for(request, months)
    shown = [row for row in each if month in (None, row.key[0])]
    by_month, rows = folded(each, 0), folded(shown, 1)
    services = Service.objects.in_bulk([row.key[0] for row in rows if row.key[0]])
    return render(
        request,
        "benefits/own.html",
        {
            "months": months,
            "month": month,
            "of": of if of in SIGHTS else "",
            "sees_group": sees_group,
            "rows": _own_rows(rows, services),
            "total": sum(int(row["charge_ore"] or 0) for row in rows),
            "on_time": _on_time(rows),
            "chart": _own_chart(by_month),
        },
    )


def _asked_for(request: PersonRequest, months: Sequence[date]) -> date | None:
    asked = request.GET.get("month", "")
    return next((one for one in months if f"{one:%Y-%m}" == asked), None)


def _own_rows(rows: list[Row], services: dict[int, Service]) -> list[dict[str, Any]]:
    told = [
        {
            "service": services.get(row.key[0]) if row.key[0] else None,
            "volume": row["volume"] if row.key[0] else None,
            "charge": int(row["charge_ore"] or 0),
            "on_time": _on_time([row]),
        }
        for row in rows
    ]
    return sorted(told, key=lambda one: -one["charge"])


def _on_time(rows: list[Row]) -> float | None:
    judged = sum(row["judged"] or 0 for row in rows)
    return sum(row["on_time"] or 0 for row in rows) / judged if judged else None


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
