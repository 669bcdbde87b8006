# SPDX-License-Identifier: EUPL-1.2
"""The month's routine: what has come, what differs, what nobody knows; compute, close,
and open again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Left
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.actions import ask_for_months, close_month, reopen_month
from gemensam.benefits.enums import ComputationState, SourceKind
from gemensam.benefits.forms import ReopenForm
from gemensam.benefits.jobs import compute_months_asked, make_packs_of
from gemensam.benefits.models import Computation, MonthClose
from gemensam.benefits.queries.months import month_before, newest, next_month
from gemensam.benefits.queries.routine.afterwards import (
    SHOWN,
    Change,
    changes_since,
    held_now,
    vouchers_since,
)
from gemensam.benefits.queries.routine.arrived import indices_came
from gemensam.benefits.queries.routine.awaited import apart, lacking
from gemensam.benefits.queries.routine.checklist import Line, checklist
from gemensam.benefits.queries.routine.gone import services_gone
from gemensam.benefits.queries.routine.held import INDICES, OUTCOME, Held, held_in
from gemensam.benefits.queries.routine.missing import month_at_hand
from gemensam.benefits.queries.routine.owing import answerable, gaps
from gemensam.benefits.queries.routine.unknown import (
    codes_without_mapping,
    unknown_units,
)
from gemensam.benefits.rules import may_compute, sees_month
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import pickup
from gemensam.costing.enums import Category
from gemensam.costing.models import CostRun, Ledger, LedgerTurnover, Reconciled
from gemensam.costing.queries.stated import disagreements
from gemensam.costing.queries.strings import posted
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import may_import
from gemensam.outcomes.enums import ScenarioKind

FIRST = date(1990, 1, 1)
CLASSES_OF_RESULT = ("3", "4", "5", "6", "7", "8")
JOB = "computed"  # the part of the page that asks how far the job has come
FEW = 12  # codes told before the rest is left to the page of unmapped codes


@page(sees_month)
def month(request: PersonRequest) -> HttpResponse:
    """One month: a checklist, and the steps to close it."""
    today = clock.today()
    at = _asked_for(request) or month_at_hand(today)
    if at is None:
        return render(request, "benefits/month.html", {"month": None})
    form = ReopenForm(request.POST or None if _step(request) == "reopen" else None)
    acts = request.method == "POST" and may_compute(request.person.standing)
    if acts and (answer := _done(request, at, form)):
        return answer
    if request.headers.get("HX-Target") == JOB:
        return render(
            request, f"benefits/month.html#{JOB}", {"month": at, **_computed(at)}
        )
    closes = MonthClose.objects.filter(month=at).order_by("-pk")
    close = next((one for one in closes if one.reopened_at is None), None)
    held = held_now(at) if close else held_in(at)
    lines = checklist(at, today=today, held=held)
    rows = posted([at])
    codes = codes_without_mapping(at, rows=rows)
    unknown = unknown_units(at, rows=rows)
    return render(
        request,
        "benefits/month.html",
        {
            "month": at,
            "before": month_before(at),
            "after": next_month(at) if next_month(at) <= today else None,
            "has_ended": next_month(at) <= today,
            "lines": lines,
            "late": [line for line in lines if not line.arrival.is_in],
            "awaited": list(apart(lines)),
            "lacking": list(lacking(lines)),
            "counted": [part for line in lines for part in line.parts],
            "codes": codes,
            "few_codes": codes.found[:FEW],
            "unknown": unknown,
            "gaps": gaps(at, codes=codes, unknown=unknown),
            "disagreeing": [(one, answerable(one, lines)) for one in disagreements(at)],
            "gone": services_gone(at, rows=rows),
            "close": close,
            "reopened": [one for one in closes if one.reopened_at],
            "changes": _changes(close, lines, held) if close else [],
            "knows_changes": close is not None and close.newest_import_id is not None,
            **_computed(at),
            "form": form,
            "may_act": may_compute(request.person.standing),
            "may_import": may_import(request.person.standing),
            "in_folder": len(pickup.waiting()),
        },
    )


def _asked_for(request: PersonRequest) -> date | None:
    told = request.GET.get("month", "")
    try:
        found = date.fromisoformat(f"{told}-01" if len(told) == len("2026-10") else "")
    except ValueError:
        return None
    return found if FIRST <= found <= clock.today() else None


def _step(request: PersonRequest) -> str:
    return request.POST.get("step", "")


def _done(request: PersonRequest, at: date, form: ReopenForm) -> HttpResponse | None:
    """Take the step asked for; None when its form has to be mended."""
    step, now, who = _step(request), clock.now(), by(request)
    try:
        if step == "compute":
            asked = ask_for_months([at], by=who, at=now)
            if asked.state == ComputationState.WAITING:
                compute_months_asked.defer(number=asked.pk)
        elif step == "close":
            with transaction.atomic():
                make_packs_of.defer(number=close_month(at, by=who, at=now).pk)
            messages.success(request, _("The month is closed."))
            if disagreements(at):
                messages.warning(
                    request, _("It was closed with sources that do not agree.")
                )
        elif step == "reopen":
            if not form.is_valid():
                return None
            reopen_month(at, reason=form.cleaned_data["reason"], by=who, at=now)
            messages.success(request, _("The month is open again."))
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect(f"{reverse('benefits:month')}?month={at:%Y-%m}")


def _computed(at: date) -> dict[str, Any]:
    """When the month was computed, from what, and whether every öre has a place."""
    asked = Computation.objects.filter(kind=ScenarioKind.ACTUAL).order_by("-pk")
    newest_asked = next(
        (one for one in asked[:20] if at.isoformat() in one.months), None
    )
    run = CostRun.objects.filter(
        scenario=newest(ScenarioKind.ACTUAL), month=at, superseded_at=None
    ).first()
    posted = _posted(at)
    lies = _lies(run)
    told = sum(lies.values())
    return {
        "asked": newest_asked,
        "asked_state": ComputationState(newest_asked.state).label
        if newest_asked
        else "",
        "waits": newest_asked is not None
        and newest_asked.state in {"waiting", "running"},
        "run": run,
        "computed_at": (run.computed_at or run.at) if run else None,
        "lies": [(one, lies[one.value]) for one in Category if one.value in lies],
        "told": told,
        "posted": posted,
        "off": posted - told,
    }


def _posted(at: date) -> int:
    """Asked for by itself, and its accounts chosen by their class: what the costing read,
    and how it chose, may not vouch for itself."""
    ledgers = Ledger.objects.filter(year_from__lte=at, year_to__gt=at)
    rows = LedgerTurnover.objects.filter(ledger__in=list(ledgers), month=at).annotate(
        of=Left("account", 1)
    )
    summed = rows.filter(of__in=CLASSES_OF_RESULT).aggregate(ore=Sum("amount_ore"))
    return int(summed["ore"] or 0)


def _lies(run: CostRun | None) -> Mapping[str, int]:
    rows = Reconciled.objects.filter(run=run).values_list("category")
    summed = rows.annotate(ore=Sum("amount_ore")).order_by()
    return {category: int(ore) for category, ore in summed}


def _changes(
    close: MonthClose, lines: Sequence[Line], held: Mapping[str, Held]
) -> list[dict[str, Any]]:
    """What came after the close, by source: from which files, and the vouchers of a
    ledger."""
    sources = {line.source.key: line.source for line in lines}
    files = {line.source.key: line.files for line in lines}
    known = close.newest_import_id or 0
    told = []
    for change in changes_since(close, now=held):
        source = sources.get(change.key)
        moved = (
            vouchers_since(close, int(source.of))
            if source and source.kind is SourceKind.LEDGER and source.of
            else []
        )
        came = (
            indices_came(known) if change.key == INDICES else files.get(change.key, ())
        )
        told.append(
            {
                "change": change,
                "name": _name(change, sources),
                "files": [one for one in came if one.number > known],
                "moved": moved[:SHOWN],
                "rest": max(0, len(moved) - SHOWN),
            }
        )
    return told


def _name(change: Change, sources: Mapping[str, Any]) -> str:
    if change.key == OUTCOME:
        return _("The outcome, computed again")
    if change.key == INDICES:
        return _("The price indices, whose change counts at once")
    source = sources.get(change.key)
    return source.title if source else change.key
