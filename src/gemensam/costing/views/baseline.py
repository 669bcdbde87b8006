# SPDX-License-Identifier: EUPL-1.2
"""What support costs in all: by area and service, and where every krona went."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area, Service
from gemensam.costing import rules
from gemensam.costing.enums import Category
from gemensam.costing.models import Ledger, Reconciled
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.costing.rules import may_map, sees_rough
from gemensam.costing.views.chosen import Chosen, chosen_by
from gemensam.costing.views.ledgers import ledgers_of
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_ledger
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Row, Where, figures, interval
from gemensam.outcomes.queries.versions import computed_beside, in_force
from gemensam.ui.charts import Axes, Chart, bars
from gemensam.ui.templatetags.figures import number

SHOWN = ("cost_ore", "labour_ore", "volume")


@page(rules.sees_cost)
def baseline(request: PersonRequest) -> HttpResponse:
    """What support costs: by area and service, reconciled with the ledgers."""
    chosen, decides = chosen_by(request), may_map(request.person.standing)
    if chosen is None or not chosen.months:
        context = {
            "ledgers": ledgers_of(request),
            "shows_rough": sees_rough(request.person.standing),
            "decides": decides,
        }
        return render(request, "costing/nothing.html", context)
    where = Where(months=chosen.months, sources=["costing"])
    person, scenario = request.person, chosen.scenario.pk
    found = figures(
        person, scenario, where, by=("area", "provider", "service"), measures=SHOWN
    )
    areas, services = _summed(found, (0, 1)), _summed(found, (2,))
    names = {service.pk: service for service in Service.objects.select_related("area")}
    total = sum(int(row["cost_ore"] or 0) for row in services)
    reconciled = _reconciled(request, chosen)
    return render(
        request,
        "costing/baseline.html",
        {
            "chosen": chosen,
            "decides": decides,
            "areas": _by_area(areas),
            "services": _services(services, names),
            "total": total,
            "has_people": any(row["labour_ore"] for row in services),
            "interval": interval(chosen.scenario.pk, chosen.months),
            "beside": computed_beside(),
            "held": in_force(ScenarioKind.BASELINE),
            "reconciled": reconciled,
            "categories": [one.label for one in _categories(reconciled)],
            "is_reconciled": is_reconciled(),
            "chart": _area_chart(areas),
            "sees_frozen": rules.sees_frozen(request.person.standing),
            "sees_ledger": sees_ledger(request.person.standing),
            "may_freeze": rules.may_freeze(request.person.standing),
        },
    )


def _summed(rows: list[Row], places: tuple[int, ...]) -> list[Row]:
    """The same sums by fewer dimensions: the grain is asked once."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row.key[place] for place in places)
        told = sums.setdefault(key, dict.fromkeys(row.sums))
        for measure, value in row.sums.items():
            if value is not None:
                told[measure] = (told[measure] or 0) + value
    return [Row(key, told) for key, told in sums.items()]


def _by_area(rows: list[Row]) -> list[dict[str, Any]]:
    areas = {area.code: str(area) for area in Area.objects.all()}
    found: dict[str | None, dict[str, Any]] = {}
    for row in rows:
        area, provider = row.key
        entry = found.setdefault(
            area, {"name": areas.get(area, _("Not placed on a service")), "total": 0}
        )
        entry[provider] = int(row["cost_ore"] or 0)
        entry["total"] += int(row["cost_ore"] or 0)
    order = [*areas, None]
    return [found[area] for area in order if area in found]


def _services(rows: list[Row], names: dict[int, Service]) -> list[dict[str, Any]]:
    told = []
    for row in rows:
        (service,) = row.key
        cost, volume = int(row["cost_ore"] or 0), row["volume"]
        told.append(
            {
                "service": names.get(service),
                "cost": cost,
                "labour": int(row["labour_ore"] or 0),
                "volume": volume,
                "unit_cost": round(Decimal(cost) / volume) if volume else None,
            }
        )
    return sorted(told, key=lambda one: -one["cost"])


def _area_chart(rows: list[Row]) -> Chart:
    areas = {area.code: str(area) for area in Area.objects.all()}
    values: list[dict[str, Any]] = [
        {
            "x": areas.get(row.key[0], _("Not placed on a service")),
            "y": round(int(row["cost_ore"] or 0) / 1e8, 2),
            "series": str(Provider(row.key[1]).label),
        }
        for row in rows
        if row["cost_ore"]
    ]
    return Chart(
        id="areas",
        title=_("Cost of support by area and provider, million kronor"),
        in_words="; ".join(
            f"{one['x']}, {one['series']}: {number(one['y'], 1)}" for one in values
        ),
        specification=bars(
            values,
            Axes(
                x="",
                y=_("mnkr"),
                series=" ",
                x_sort=list(areas.values()),
                y_format=",.0f",
            ),
        ),
        headers=[_("Area"), _("Provider"), _("mnkr")],
        rows=[[one["x"], one["series"], number(one["y"], 1)] for one in values],
    )


def _reconciled(request: PersonRequest, chosen: Chosen) -> list[dict[str, Any]]:
    """Per ledger the person may see: every category, and the ledger's own sum."""
    rows = (
        Reconciled.objects.filter(
            run__scenario=chosen.scenario,
            run__month__in=chosen.months,
            run__superseded_at=None,
            ledger__in=Ledger.objects.visible_to(request.person),
        )
        .values_list("ledger_id", "ledger__legal_entity__name", "category")
        .annotate(ore=Sum("amount_ore"))
        .order_by("ledger_id")
    )
    found: dict[int, dict[str, Any]] = {}
    for ledger, name, category, ore in rows:
        entry = found.setdefault(
            ledger, {"id": ledger, "name": name, "total": 0, "parts": {}}
        )
        entry["parts"][category] = int(ore)
        entry["total"] += int(ore)
    told = list(found.values())
    for entry in told:
        entry["cells"] = [entry["parts"].get(one, 0) for one in _categories(told)]
    return told


def _categories(reconciled: list[dict[str, Any]]) -> list[Category]:
    """Those to show: what is unplaced is rare, and the table is wide."""
    unplaced = any(entry["parts"].get(Category.UNPLACED) for entry in reconciled)
    return [one for one in Category if unplaced or one != Category.UNPLACED]
