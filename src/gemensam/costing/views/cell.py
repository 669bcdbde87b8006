# SPDX-License-Identifier: EUPL-1.2
"""A service in a unit, in words and numbers: the page behind every figure of a table."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from gemensam.catalogue.models import Service
from gemensam.core.gate import visible_or_404
from gemensam.costing.models import PoolCost
from gemensam.costing.queries.cell import CellExplained, explain_cell
from gemensam.costing.views.chosen import chosen_by
from gemensam.group.access import PersonRequest, page
from gemensam.group.enums import Register
from gemensam.group.models import Unit, UnitAlias
from gemensam.group.rules import sees_ledger


@page(sees_ledger)
def cell(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """What a service cost a unit in a year or a month, taken apart to the öre."""
    service = visible_or_404(Service.objects.all(), request.person, code=code)
    unit = get_object_or_404(Unit, pk=number)
    chosen = chosen_by(request)
    if chosen is None:
        raise Http404
    wanted = request.GET.get("month", "")
    months = [one for one in chosen.months if f"{one:%Y-%m}" == wanted]
    scenario = chosen.scenario.pk
    told = explain_cell(
        request.person, scenario, service, unit, months or chosen.months
    )
    return render(
        request,
        "costing/cell.html",
        {
            "service": service,
            "unit": unit,
            "chosen": chosen,
            "month": months[0] if months else None,
            "told": told,
            "by_month": sorted(told.by_month.items()) if told else [],
            "rows": _ledger_rows(told, months or chosen.months) if told else {},
        },
    )


def _ledger_rows(
    told: CellExplained, months: list[date]
) -> dict[int, list[tuple[int, str]]]:
    """Pool → where its rows lie: ledger and cost centre."""
    pools = {pool for provided in told.provided for pool in provided.parts}
    ledgers = dict(
        PoolCost.objects.filter(pool__in=pools, run__month__in=months)
        .order_by("ledger__year_from")
        .values_list("pool_id", "ledger_id")
    )
    aliases = (
        UnitAlias.objects.filter(
            register=Register.LEDGER, unit__in=pools, valid_from__lte=max(months)
        )
        .exclude(valid_to__lte=min(months))
        .values_list("unit_id", "code")
        .order_by("code")
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for unit, code in aliases:
        if unit in ledgers:
            found.setdefault(unit, []).append((ledgers[unit], code))
    return found
