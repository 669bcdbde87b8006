# SPDX-License-Identifier: EUPL-1.2
"""The list of standard shares by title: seen, weighed, changed, taken out and brought in."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.calc.errors import CalcError
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions import standards as actions
from gemensam.costing.enums import Activity
from gemensam.costing.forms import StandardForm, initial_of
from gemensam.costing.importers.standards import COLUMNS, exported
from gemensam.costing.models import StandardShareVersion
from gemensam.costing.queries.standards import (
    Listed,
    current_version,
    listed,
    newest_year,
    weighed,
)
from gemensam.costing.rules import keeps_standards
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_ledger
from gemensam.ui.files import table_file

STEPS = ("remove", "restore", "own")


def targets() -> Mapping[str, str]:
    """Where standard shares may go, by name: the areas, and leadership of support."""
    areas = {area.code: str(area) for area in Area.objects.all()}
    return areas | {Activity.LEADERSHIP.value: _("Leadership of support")}


@page(sees_ledger)
def standards(request: PersonRequest) -> HttpResponse:
    """The list, what each line weighs, the titles no line knows, and earlier versions."""
    version, year = current_version(), newest_year()
    lines = listed(version)
    weights, unmatched = (
        weighed(year, [one.line for one in lines]) if year else ({}, [])
    )
    return render(
        request,
        "costing/standards.html",
        {
            "version": version,
            "year": year,
            "targets": targets(),
            "rows": [_told(one, weights) for one in lines],
            "unmatched": unmatched,
            "versions": StandardShareVersion.objects.select_related(
                "made_by__person"
            ).order_by("-number")[:20],
            "may_change": keeps_standards(request.person.standing),
        },
    )


def _told(one: Listed, weights: Mapping[int, Any]) -> dict[str, Any]:
    shares = {row.target: row for row in one.rows if row.high}
    return {
        "place": one.line.key,
        "name": one.name,
        "code": one.line.code if one.line.title else "",
        "cells": [(name, shares.get(target)) for target, name in targets().items()],
        "note": one.rows[0].note,
        "source": one.rows[0].source,
        "is_support": one.line.is_support,
        "weight": weights.get(one.line.key),
    }


@page(keeps_standards)
def standard(request: PersonRequest, place: int | None = None) -> HttpResponse:
    """Add a line, or change the one that stands at `place` in the list."""
    found = _line_at(place) if place is not None else None
    form = StandardForm(
        request.POST or None,
        targets=targets(),
        initial=initial_of(list(found.rows)) if found else {},
    )
    if request.method == "POST" and form.is_valid():
        instead_of = (found.line.title, found.line.code) if found else None
        try:
            _stands_still(request, found)
            actions.put_line(
                form.rows(), instead_of=instead_of, by=by(request), at=clock.now()
            )
        except (ExpectedFailure, CalcError) as failure:
            form.add_error(None, failure.message(_))
        else:
            messages.success(request, _("The list is changed."))
            return redirect("costing:standards")
    return render(request, "costing/standard.html", {"form": form, "found": found})


def _line_at(place: int) -> Listed:
    lines = listed(current_version())
    if place >= len(lines):
        raise Http404
    return lines[place]


def _stands_still(request: PersonRequest, found: Listed | None) -> None:
    """The place in the list means the line that was shown; not after another's change."""
    shown = request.POST.get("shown", "")
    if found is not None and shown != f"{found.line.title}|{found.line.code}":
        raise actions.NoSuchLine


@require_POST
@page(keeps_standards)
def change_standards(request: PersonRequest, step: str) -> HttpResponse:
    """Remove a line, restore an earlier version, or take in the list that comes with us."""
    if step not in STEPS:
        raise Http404
    said, at = request.POST, clock.now()
    try:
        if step == "remove":
            line = (said.get("title", ""), said.get("code", ""))
            actions.remove_line(line, by=by(request), at=at)
        elif step == "restore":
            number = said.get("number", "")
            actions.restore(
                int(number) if number.isdecimal() else 0, by=by(request), at=at
            )
        else:
            actions.load_standards(by=by(request), at=at)
    except (ExpectedFailure, CalcError) as failure:
        messages.error(request, failure.message(_))
    else:
        messages.success(request, _("The list is changed."))
    return redirect("costing:standards")


@page(sees_ledger)
def standards_file(request: PersonRequest) -> HttpResponse:
    """The list as a CSV file, which can be edited and imported again."""
    del request
    rows = exported(actions.said_by(current_version()))
    return table_file(rows, COLUMNS, name="standardandelar.csv")
