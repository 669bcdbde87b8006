# SPDX-License-Identifier: EUPL-1.2
"""The ledgers as they came in: accounts and cost centres, rows, vouchers, and the money
no rule knows."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render

from gemensam.core.gate import visible_or_404
from gemensam.costing.models import (
    Ledger,
    LedgerName,
    LedgerRow,
    LedgerTurnover,
    Voucher,
)
from gemensam.costing.queries.stated import stated_of
from gemensam.costing.queries.turnover import result_accounts
from gemensam.costing.queries.uncoded import uncoded
from gemensam.costing.rules import sees_cost, sees_vouchers
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_ledger
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum, ScenarioVersion
from gemensam.ui.paging import Order, page_of

ACCOUNT = 0


def ledgers_of(request: PersonRequest) -> QuerySet[Ledger]:
    return (
        Ledger.objects.visible_to(request.person)
        .select_related("legal_entity")
        .order_by("legal_entity__name", "-year_from")
    )


@page(sees_vouchers)
def ledgers(request: PersonRequest) -> HttpResponse:
    """Those of the group, or of the companies one leads."""
    context = {
        "ledgers": ledgers_of(request),
        "sees_cost": sees_cost(request.person.standing),
    }
    return render(request, "costing/ledgers.html", context)


@page(sees_vouchers)
def ledger(request: PersonRequest, number: int) -> HttpResponse:
    """A fiscal year: its accounts and its cost centres by kronor."""
    found = visible_or_404(
        Ledger.objects.select_related("legal_entity"), request.person, pk=number
    )
    rows = LedgerTurnover.objects.filter(result_accounts(), ledger=found)
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
            "stated": stated_of(found),
            "vouchers": Voucher.objects.filter(
                ledger=found, superseded_at=None
            ).count(),
        },
    )


def _summed(
    rows: QuerySet[LedgerTurnover],
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
            "total": _total(found, narrowed),
        },
    )


def _total(ledger: Ledger, narrowed: Q) -> int:
    """Of rows narrowed by parts of their coding strings, whose sums are kept."""
    kept = LedgerTurnover.objects.filter(narrowed, ledger=ledger)
    return int(kept.aggregate(ore=Sum("amount_ore"))["ore"] or 0)


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


@page(sees_ledger)
def unmapped(request: PersonRequest) -> HttpResponse:
    """Money on codes that no rule knows."""
    scenario = ScenarioVersion.objects.filter(kind=ScenarioKind.ACTUAL).first()
    months = sorted(
        set(MonthSum.objects.filter(scenario=scenario).values_list("month", flat=True))
    )
    newest = [month for month in months if month.year == months[-1].year]
    rows = uncoded(newest) if newest else []
    return render(
        request,
        "costing/unmapped.html",
        {"rows": rows, "total": sum(row.ore for row in rows), "months": newest},
    )
