# SPDX-License-Identifier: EUPL-1.2
"""What is suspected of the savings, what speaks for it, and what a human found."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.actions.judging import judge, withdraw_judgement
from gemensam.benefits.enums import CLEARS, COLUMNS, Finding, Suspect
from gemensam.benefits.forms import JudgeForm
from gemensam.benefits.queries.realised.registers import registers_owed
from gemensam.benefits.queries.suspicions.cases import cases_behind
from gemensam.benefits.queries.suspicions.found import Row
from gemensam.benefits.queries.suspicions.made import (
    Judged,
    judged,
    judgements_of,
    look_last,
    looked_at,
    seen_by,
    suspicion as suspicion_last,
    weight,
)
from gemensam.benefits.rules import judges_savings, sees_budget_moved
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import Standing, sees_ledger

WAITING, ALL = "waiting", "all"


@page(sees_budget_moved)
def suspicions(request: PersonRequest) -> HttpResponse:
    """All of them, narrowed by what they are about and what was found."""
    looked = look_last()
    every = judged(looked)
    seen = seen_by(request.person.standing, every)
    kind, found = request.GET.get("kind", ""), request.GET.get("found", WAITING)
    chosen = [one for one in seen if _is_asked(one, kind, found)]
    waiting = [one for one in seen if one.is_open]
    return render(
        request,
        "benefits/suspicions.html",
        {
            "rows": [_listed(one) for one in chosen],
            "waiting": len(waiting),
            "waiting_ore": weight(waiting),
            "genuine": _genuine(seen),
            "hidden": len(every) - len(seen),
            "any": bool(seen),
            "looked": looked,
            "missing": registers_owed(looked_at()),
            "kinds": Suspect.choices,
            "kind": kind,
            "states": [
                (WAITING, _("Waiting for a judgement")),
                *Finding.choices,
                (ALL, _("All")),
            ],
            "found": found,
        },
    )


def _genuine(seen: Sequence[Judged]) -> int:
    held = [
        one
        for one in seen
        if one.judgement and one.judgement.finding == Finding.GENUINE
    ]
    return weight(held)


def _is_asked(one: Judged, kind: str, found: str) -> bool:
    if kind in Suspect.values and one.suspicion.suspect != kind:
        return False
    if found in Finding.values:
        return one.judgement is not None and one.judgement.finding == found
    return found == ALL or one.is_open


def _listed(one: Judged) -> dict[str, Any]:
    held = one.suspicion
    return {
        "key": held.key,
        "kind": held.suspect.label,
        "rule": held.rule.label,
        "name": held.name,
        "first": held.months[0],
        "last": held.months[-1],
        "ore": held.total,
        "judged": one,
    }


@page(sees_budget_moved)
def suspicion(request: PersonRequest, key: str) -> HttpResponse:
    """One: what speaks for it, what would clear it, and what was found."""
    standing = request.person.standing
    found = suspicion_last(key)
    if found is None or not seen_by(standing, [found]):
        return _gone(request, key, standing)
    may_judge = judges_savings(standing)
    form = JudgeForm(request.POST if request.POST.get("step") == "judge" else None)
    if request.method == "POST" and may_judge and _took(request, key, form):
        return redirect("benefits:suspicion", key=key)
    held = found.suspicion
    return render(
        request,
        "benefits/suspicion.html",
        {
            "judged": found,
            "held": held,
            "says": held.words(_),
            "clears": CLEARS[held.rule],
            "rows": [_row(row, standing) for row in held.rows],
            "names": COLUMNS[held.rule],
            "has_was": any(row.was is not None for row in held.rows),
            "has_now": any(row.now is not None for row in held.rows),
            "months": [(month, held.ore[month]) for month in held.months],
            "cases": cases_behind(request.person, held),
            "form": form if may_judge else None,
            "history": judgements_of(key),
            "looked": found.looked,
        },
    )


def _gone(request: PersonRequest, key: str, standing: Standing) -> HttpResponse:
    """What was judged once and is not suspected any more still has its history."""
    history = judgements_of(key) if sees_ledger(standing) else []
    if not history:
        raise Http404
    return render(
        request,
        "benefits/suspicion_gone.html",
        {"history": history, "last": history[0]},
    )


def _row(row: Row, standing: Standing) -> Mapping[str, Any]:
    opens = bool(row.page) and (not row.is_ledger or sees_ledger(standing))
    address = reverse(row.page, args=list(row.given)) if opens else ""
    if address and row.query:
        address = f"{address}?{urlencode(row.query)}"
    return {
        "words": row.words(_),
        "address": address,
        "was": row.was,
        "now": row.now,
        "ore": row.ore,
    }


def _took(request: PersonRequest, key: str, form: JudgeForm) -> bool:
    """Whether the step was taken; if not, the form says why."""
    who, at = by(request), clock.now()
    try:
        if request.POST.get("step") == "withdraw":
            withdraw_judgement(key, by=who, at=at)
            messages.success(request, _("The judgement is taken back."))
            return True
        if not form.is_valid():
            return False
        said = form.cleaned_data
        judge(key, finding=Finding(said["finding"]), words=said["words"], by=who, at=at)
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
        return True
    messages.success(request, _("Your judgement is kept."))
    return True
