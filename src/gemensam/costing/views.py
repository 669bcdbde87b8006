# SPDX-License-Identifier: EUPL-1.2
"""Baseline and cost: from the total to the service, its parts, the rows, the voucher."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area, Service
from gemensam.core.gate import visible_or_404
from gemensam.costing.enums import Category
from gemensam.costing.models import Ledger, LedgerName, LedgerRow, Reconciled, Voucher
from gemensam.costing.queries.explain import explain
from gemensam.costing.queries.reconciliation import is_reconciled
from gemensam.costing.queries.turnover import result_accounts
from gemensam.costing.queries.uncoded import uncoded
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import Standing, sees_figures_of_group, sees_ledger
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries import Row, Where, figures, interval
from gemensam.ui.charts import Axes, Chart, bars
from gemensam.ui.paging import Order, page_of

ACCOUNT = 0


def sees_cost(standing: Standing) -> bool:
    return (
        sees_figures_of_group(standing)
        or sees_ledger(standing)
        or bool(standing.entities)
    )


def sees_vouchers(standing: Standing) -> bool:
    return sees_ledger(standing) or bool(standing.entities)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version looked at, and its months."""

    scenario: ScenarioVersion
    months: list[date]
    kind: str


def _chosen(request: PersonRequest) -> Chosen | None:
    """Baseline or outcome, by the address; the baseline when nothing is said."""
    kind = request.GET.get("version", ScenarioKind.BASELINE)
    if kind not in {ScenarioKind.BASELINE, ScenarioKind.ACTUAL}:
        kind = ScenarioKind.BASELINE
    scenario = ScenarioVersion.objects.filter(kind=kind).order_by("-number").first()
    if scenario is None:
        return None
    months = list(
        Cell.objects.filter(scenario=scenario, source="costing", superseded_at=None)
        .values_list("month", flat=True)
        .distinct()
        .order_by("month")
    )
    year = request.GET.get("year", "")
    if kind == ScenarioKind.ACTUAL and months:
        wanted = int(year) if year.isdigit() else months[-1].year
        months = [month for month in months if month.year == wanted] or months
    return Chosen(scenario, months, str(kind))


@page(sees_cost)
def baseline(request: PersonRequest) -> HttpResponse:
    """What support costs: by area and service, reconciled with the ledgers."""
    chosen = _chosen(request)
    if chosen is None or not chosen.months:
        return render(request, "costing/nothing.html", {"ledgers": _ledgers(request)})
    where = Where(months=chosen.months, sources=["costing"])
    areas = figures(request.person, chosen.scenario.pk, where, by=("area", "provider"))
    services = figures(request.person, chosen.scenario.pk, where, by=("service",))
    names = {service.pk: service for service in Service.objects.select_related("area")}
    total = sum(int(row["cost_ore"] or 0) for row in services)
    return render(
        request,
        "costing/baseline.html",
        {
            "chosen": chosen,
            "areas": _by_area(areas),
            "services": _services(services, names),
            "total": total,
            "interval": interval(chosen.scenario.pk, chosen.months),
            "reconciled": _reconciled(request, chosen),
            "is_reconciled": is_reconciled(),
            "chart": _area_chart(areas),
        },
    )


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
            f"{one['x']}, {one['series']}: {one['y']}" for one in values
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
        rows=[[one["x"], one["series"], f"{one['y']:.1f}"] for one in values],
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
    for entry in found.values():
        entry["cells"] = [entry["parts"].get(category, 0) for category in Category]
    return list(found.values())


@page(sees_cost)
def service(request: PersonRequest, code: str) -> HttpResponse:
    """One service: what it costs at each administration and, where it may be shown, unit."""
    found = visible_or_404(Service.objects.all(), request.person, code=code)
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    where = Where(months=chosen.months, services=[found.pk], sources=["costing"])
    person, scenario = request.person, chosen.scenario.pk
    tops = figures(person, scenario, where, by=("top", "provider"))
    units = figures(person, scenario, where, by=("unit",))
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


@page(sees_vouchers)
def parts(request: PersonRequest, code: str) -> HttpResponse:
    """What a service's cost is made of, down to the cost centres of the ledgers."""
    found = visible_or_404(Service.objects.all(), request.person, code=code)
    chosen = _chosen(request)
    if chosen is None or not sees_ledger(request.person.standing):
        raise Http404
    told = explain(chosen.scenario.pk, found, chosen.months)
    return render(
        request,
        "costing/parts.html",
        {"service": found, "chosen": chosen, "explanation": told},
    )


@page(sees_ledger)
def unmapped(request: PersonRequest) -> HttpResponse:
    """Money on codes that no rule knows."""
    scenario = ScenarioVersion.objects.filter(kind=ScenarioKind.ACTUAL).first()
    months = sorted(
        set(
            Cell.objects.filter(scenario=scenario, superseded_at=None).values_list(
                "month", flat=True
            )
        )
    )
    newest = [month for month in months if month.year == months[-1].year]
    rows = uncoded(newest) if newest else []
    return render(
        request,
        "costing/unmapped.html",
        {"rows": rows, "total": sum(row.ore for row in rows), "months": newest},
    )


# ------------------------------------------------------------------ ledgers


def _ledgers(request: PersonRequest) -> QuerySet[Ledger]:
    return (
        Ledger.objects.visible_to(request.person)
        .select_related("legal_entity")
        .order_by("legal_entity__name", "-year_from")
    )


@page(sees_vouchers)
def ledgers(request: PersonRequest) -> HttpResponse:
    return render(request, "costing/ledgers.html", {"ledgers": _ledgers(request)})


@page(sees_vouchers)
def ledger(request: PersonRequest, number: int) -> HttpResponse:
    """A fiscal year: its accounts and its cost centres by kronor."""
    found = visible_or_404(
        Ledger.objects.select_related("legal_entity"), request.person, pk=number
    )
    rows = LedgerRow.objects.filter(
        result_accounts(), ledger=found, voucher__superseded_at=None
    )
    names = {
        (dimension, code): name
        for dimension, code, name in LedgerName.objects.filter(
            ledger=found
        ).values_list("dimension", "code", "name")
    }
    return render(
        request,
        "costing/ledger.html",
        {
            "ledger": found,
            "accounts": _summed(rows, "account", names, ACCOUNT),
            "centres": _summed(rows, "cost_centre", names, 1),
            "total": rows.aggregate(ore=Sum("amount_ore"))["ore"] or 0,
            "vouchers": Voucher.objects.filter(
                ledger=found, superseded_at=None
            ).count(),
        },
    )


def _summed(
    rows: QuerySet[LedgerRow],
    column: str,
    names: dict[tuple[int, str], str],
    dimension: int,
) -> list[dict[str, Any]]:
    sums = rows.values_list(column).annotate(ore=Sum("amount_ore")).order_by("-ore")
    return [
        {"code": code, "name": names.get((dimension, code), ""), "ore": ore}
        for code, ore in sums
    ]


@page(sees_vouchers)
def rows(request: PersonRequest, number: int) -> HttpResponse:
    """Rows of a ledger, narrowed by account, cost centre and month."""
    found = visible_or_404(
        Ledger.objects.select_related("legal_entity"), request.person, pk=number
    )
    wanted = {
        name: request.GET.get(name, "")[:40] for name in ("account", "centre", "month")
    }
    narrowed = Q()
    if wanted["account"]:
        narrowed &= Q(account=wanted["account"])
    if wanted["centre"]:
        narrowed &= Q(cost_centre=wanted["centre"])
    month = _month(wanted["month"])
    if month:
        narrowed &= Q(month=month)
    listed = LedgerRow.objects.filter(
        narrowed, ledger=found, voucher__superseded_at=None
    ).select_related("voucher")
    orders = {"amount": Order("amount_ore", True), "month": Order("month")}
    return render(
        request,
        "costing/rows.html",
        {
            "ledger": found,
            "page": page_of(listed, request, orders=orders),
            "wanted": wanted,
            "month": month,
            "total": listed.aggregate(ore=Sum("amount_ore"))["ore"] or 0,
        },
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@page(sees_vouchers)
def voucher(request: PersonRequest, number: int) -> HttpResponse:
    """A voucher as posted, and the file it came in."""
    found = visible_or_404(
        Voucher.objects.select_related("ledger__legal_entity", "first_import"),
        request.person,
        pk=number,
    )
    listed = list(found.rows.order_by("pk"))
    names = dict(
        LedgerName.objects.filter(
            ledger=found.ledger,
            dimension=ACCOUNT,
            code__in=[row.account for row in listed],
        ).values_list("code", "name")
    )
    return render(
        request,
        "costing/voucher.html",
        {
            "voucher": found,
            "rows": [(row, names.get(row.account, "")) for row in listed],
            "debit": sum(row.amount_ore for row in listed if row.amount_ore > 0),
        },
    )
