# SPDX-License-Identifier: EUPL-1.2
"""Who does what, in rising order of effort: standard shares, a manager's own rows, a
survey where it matters."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions import asking
from gemensam.costing.actions.corrections import correct
from gemensam.costing.actions.silence import heard_in
from gemensam.costing.forms import AskForm
from gemensam.costing.models import StaffRow, SurveyRound
from gemensam.costing.queries.assumed import Basis
from gemensam.costing.queries.corrections import Mine, gone_through, rows_of
from gemensam.costing.queries.matters import evidence_used, matters, people_of
from gemensam.costing.queries.standards import newest_year
from gemensam.costing.rules import keeps_standards, manages_people
from gemensam.costing.views.standards import targets
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import Unit
from gemensam.group.queries import TOP
from gemensam.group.rules import sees_ledger


def basis_names() -> Mapping[Basis, str]:
    return {
        Basis.SURVEYED: _("Answered in a survey"),
        Basis.SILENT: _("Asked but silent: foretold from their like"),
        Basis.CORRECTED: _("Corrected by their manager"),
        Basis.STANDARD: _("Standard share of their title"),
        Basis.NO_SUPPORT: _("No support by title, or not asked"),
        Basis.UNKNOWN: _("Title no line knows"),
    }


# ------------------------------------------------------------------ the manager


@page(manages_people)
def my_units(request: PersonRequest) -> HttpResponse:
    """The units one manages that have employees of their own in the register."""
    year = newest_year()
    with_staff = StaffRow.objects.filter(
        year=year or 0, superseded_at=None, unit__in=request.person.standing.manages
    )
    units = Unit.objects.filter(pk__in=with_staff.values("unit")).order_by("name_key")
    leads = Unit.objects.filter(pk__in=request.person.standing.manages, kind__in=TOP)
    context = {"units": units, "year": year, "leads": leads.exists()}
    return render(request, "costing/my_units.html", context)


@page(manages_people)
def my_people(request: PersonRequest, number: int) -> HttpResponse:
    """One's own unit's employees, with the standard share of each to correct."""
    if number not in request.person.standing.manages:
        raise Http404
    unit = Unit.objects.get(pk=number)
    rows = rows_of(unit)
    everybody = request.GET.get("alla") == "1"
    shown = [
        one for one in rows if everybody or one.guess.is_support or one.is_corrected
    ]
    written: dict[str, str] = {}
    faults: dict[int, str] = {}
    if request.method == "POST":
        written = {name: str(text) for name, text in request.POST.items()}
        said, faults = _said(shown, written)
        if not faults and _kept(request, unit, said):
            return redirect(request.get_full_path())
    return render(
        request,
        "costing/my_people.html",
        {
            "unit": unit,
            "targets": targets(),
            "rows": [_row(one, written, faults) for one in shown],
            "hidden": len(rows) - len(shown),
            "everybody": everybody,
            "faults": faults,
        },
        status=422 if faults else 200,
    )


def _kept(
    request: PersonRequest, unit: Unit, said: Mapping[str, Mapping[str, int]]
) -> bool:
    try:
        changed = correct(unit, said, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return False
    text = ngettext(
        "Saved: %(n)d row is as you say.", "Saved: %(n)d rows are as you say.", changed
    )
    messages.success(request, text % {"n": changed})
    return True


def _said(
    rows: list[Mine], written: Mapping[str, str]
) -> tuple[dict[str, dict[str, int]], dict[int, str]]:
    """Percent by pseudonym and target, and what is wrong by row."""
    said: dict[str, dict[str, int]] = {}
    faults: dict[int, str] = {}
    for one in rows:
        percent: dict[str, int] = {}
        for target in one.percent:
            text = written.get(f"{target}_{one.row}", "").strip().removesuffix("%")
            number = text.strip() or "0"
            if not (number.isascii() and number.isdecimal() and int(number) <= 100):
                faults[one.row] = _("Write whole percent between 0 and 100.")
                break
            percent[target] = int(number)
        total = sum(percent.values())
        if one.row not in faults and total > 100:
            faults[one.row] = _(
                "The sum is {sum} %. Take away {rest}: what is left is other work."
            ).format(sum=total, rest=total - 100)
        said[one.pseudonym] = percent
    return said, faults


def _row(
    one: Mine, written: Mapping[str, str], faults: Mapping[int, str]
) -> dict[str, Any]:
    return {
        "number": one.row,
        "title": one.title or _("without a title"),
        "extent": one.extent,
        "is_corrected": one.is_corrected,
        "why": one.guess.match.words if one.guess.match else "",
        "fault": faults.get(one.row, ""),
        "cells": [
            (f"{target}_{one.row}", name, written.get(f"{target}_{one.row}", percent))
            for (target, name), percent in zip(
                targets().items(), one.percent.values(), strict=True
            )
        ],
    }


# --------------------------------------------------------------- the controller


@page(sees_ledger)
def who_does_what(request: PersonRequest) -> HttpResponse:
    """On what the figures rest, where a survey matters, and how far the managers are."""
    year = newest_year()
    people = people_of(year) if year else []
    found = matters(people)
    names = basis_names()
    units = Unit.objects.in_bulk([one.key for one in found.units if one.key])
    return render(
        request,
        "costing/who_does_what.html",
        {
            "year": year,
            "used": [(names[one], said) for one, said in evidence_used(people).items()],
            "matters": found,
            "lines": [
                (one, found.names[one.key].title or found.names[one.key].code)
                if one.key is not None and one.key in found.names
                else (one, "")
                for one in found.lines
            ],
            "units": [(one, units.get(one.key or 0)) for one in found.units],
            "gone": gone_through(),
            "may_ask": keeps_standards(request.person.standing),
        },
    )


@page(keeps_standards)
def ask(request: PersonRequest) -> HttpResponse:
    """Make a survey of those where it matters."""
    year = newest_year()
    found = matters(people_of(year)) if year else None
    chosen = request.POST if request.method == "POST" else None
    form = AskForm(
        chosen,
        lines=[
            (one.key, found.names[one.key].title or found.names[one.key].code)
            for one in found.lines
            if one.key in found.names
        ]
        if found
        else [],
        units=_unit_choices(found),
        today=clock.today(),
        preset=request.GET.getlist("rad"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(
                form.wanted(), by=by(request), at=clock.now(), today=clock.today()
            )
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            messages.success(request, _("The round is made, as a draft."))
            return redirect("surveys:round", number=made.pk)
    return render(request, "costing/ask.html", {"form": form, "found": found})


def _unit_choices(found: Any) -> list[tuple[int, str]]:
    keys = [one.key for one in found.units if one.key] if found else []
    names = dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [(key, names[key]) for key in keys if key in names]


@page(sees_ledger)
def silence(request: PersonRequest, number: int) -> HttpResponse:
    """How those who did not answer were foretold, and what it would be otherwise."""
    found = SurveyRound.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    heard = None if found.disposed_at else heard_in(found)
    return render(request, "costing/silence.html", {"round": found, "heard": heard})
