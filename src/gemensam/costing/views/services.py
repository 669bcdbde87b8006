# SPDX-License-Identifier: EUPL-1.2
"""One service: what it costs where, and what its cost is made of."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core.gate import visible_or_404
from gemensam.costing.queries.explain import explain
from gemensam.costing.rules import sees_cost
from gemensam.costing.views.chosen import chosen_by
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_ledger
from gemensam.outcomes.queries import Row, Where, figures, interval

SHOWN = ("cost_ore", "volume")


@page(sees_cost)
def service(request: PersonRequest, code: str) -> HttpResponse:
    """One service: what it costs at each administration and, where it may be shown, unit."""
    found = visible_or_404(Service.objects.all(), request.person, code=code)
    chosen = chosen_by(request)
    if chosen is None:
        raise Http404
    where = Where(months=chosen.months, services=[found.pk], sources=["costing"])
    person, scenario = request.person, chosen.scenario.pk
    tops = figures(person, scenario, where, by=("top", "provider"), measures=SHOWN)
    units = figures(person, scenario, where, by=("unit",), measures=SHOWN)
    names = Unit.objects.in_bulk([*_ids(tops, 0), *_ids(units, 0)])
    return render(
        request,
        "costing/service.html",
        {
            "service": found,
            "chosen": chosen,
            "tops": _places(tops, names),
            "units": _places(units, names)[:200],
            "total": sum(int(row["cost_ore"] or 0) for row in units),
            "interval": interval(scenario, chosen.months, services=[found.pk]),
            "opens": sees_ledger(person.standing),
        },
    )


def _ids(rows: list[Row], place: int) -> list[int]:
    return [row.key[place] for row in rows if row.key[place] is not None]


def _places(rows: list[Row], names: dict[int, Unit]) -> list[dict[str, Any]]:
    told = []
    for row in rows:
        cost, volume = int(row["cost_ore"] or 0), row["volume"]
        unit = names.get(row.key[0])
        told.append(
            {
                "name": unit.name if unit else _("Merged within the group"),
                "unit": unit,
                "provider": Provider(row.key[1]) if len(row.key) > 1 else None,
                "cost": cost,
                "volume": volume,
                "unit_cost": round(Decimal(cost) / volume) if volume else None,
            }
        )
    return sorted(told, key=lambda one: -one["cost"])


@page(sees_ledger)
def parts(request: PersonRequest, code: str) -> HttpResponse:
    """What a service's cost is made of, down to the cost centres of the ledgers."""
    found = visible_or_404(Service.objects.all(), request.person, code=code)
    chosen = chosen_by(request)
    if chosen is None:
        raise Http404
    told = explain(chosen.scenario.pk, found, chosen.months)
    return render(
        request,
        "costing/parts.html",
        {"service": found, "chosen": chosen, "explanation": told},
    )
