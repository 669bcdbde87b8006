# SPDX-License-Identifier: EUPL-1.2
"""What it takes: stream × quarter, and by kind with its range and source."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.group.access import PersonRequest, by, page
from gemensam.programme import actions, rules
from gemensam.programme.actions import Spending
from gemensam.programme.enums import CostKind, Stream
from gemensam.programme.forms import SpendingForm, quarter_name
from gemensam.programme.models import CostRow, SavingsCase
from gemensam.programme.suggested import source_text
from gemensam.programme.views.found import found_case, framed, tried

TKR = 100_000  # öre


@page(rules.sees_case)
def costs(request: PersonRequest, number: int) -> HttpResponse:
    held = found_case(request, number)
    form = SpendingForm(first_month=held.first_month)
    return render(request, "programme/costs.html", _listed(request, held, form))


def _listed(
    request: PersonRequest, held: SavingsCase, form: SpendingForm
) -> dict[str, Any]:
    rows = list(held.costs.order_by("quarter"))
    quarters = sorted({row.quarter for row in rows})
    return {
        **framed(request, held, "costs"),
        "quarters": [quarter_name(day) for day in quarters],
        "streams": _by_stream(rows, quarters),
        "totals": [
            sum(row.likely_ore for row in rows if row.quarter == day)
            for day in quarters
        ],
        "total": sum(row.likely_ore for row in rows),
        "kinds": _by_kind(rows),
        "rows": [
            (row, quarter_name(row.quarter), source_text(row.source)) for row in rows
        ],
        "form": form,
    }


def _by_stream(
    rows: Sequence[CostRow], quarters: Sequence[Any]
) -> list[dict[str, Any]]:
    """Likely öre of each stream in each quarter."""
    found = []
    for stream in Stream:
        own = [row for row in rows if row.stream == stream]
        cells = [
            sum(row.likely_ore for row in own if row.quarter == day) for day in quarters
        ]
        if own:
            found.append({"name": stream.label, "cells": cells, "total": sum(cells)})
    return found


def _by_kind(rows: Sequence[CostRow]) -> list[dict[str, Any]]:
    found = []
    for kind in CostKind:
        own = [row for row in rows if row.kind == kind]
        if own:
            found.append(
                {
                    "name": kind.label,
                    "low": sum(row.low_ore for row in own),
                    "likely": sum(row.likely_ore for row in own),
                    "high": sum(row.high_ore for row in own),
                    "source": source_text(own[0].source),
                }
            )
    return found


@require_POST
@page(rules.writes_case)
def spend(request: PersonRequest, number: int) -> HttpResponse:
    """Write a row, or take it away."""
    held = found_case(request, number)
    form = SpendingForm(request.POST, first_month=held.first_month)

    def write(said: Mapping[str, Any]) -> None:
        spending = Spending(
            stream=Stream(said["stream"]),
            kind=CostKind(said["kind"]),
            quarter=said["quarter"],
            ore=(round(said["low"] * TKR), round(said["likely"] * TKR), round(said["high"] * TKR)),
            source=said["source"],
        )  # fmt: skip
        actions.spend(held, spending, by=by(request), at=clock.now())

    if tried(form, write):
        messages.success(request, _("Saved, and the case worked out anew."))
        return redirect("programme:costs", number=number)
    return render(request, "programme/costs.html", _listed(request, held, form))
