# SPDX-License-Identifier: EUPL-1.2
"""Realised: how far what was promised has come, stage by stage, and who says so."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.benefits.actions.verifying import verify_saving, withdraw_verified
from gemensam.benefits.enums import COLOURS, LIGHTS, MEANINGS, REASONS, STAGES
from gemensam.benefits.forms import VerifyForm
from gemensam.benefits.queries.realised.made import (
    Realised,
    Row,
    rows_of,
)
from gemensam.benefits.queries.realised.positions import positions
from gemensam.benefits.queries.realised.posts import FULL
from gemensam.benefits.queries.realised.registers import owed
from gemensam.benefits.queries.realised.years import realised_in, years_to_sign
from gemensam.benefits.queries.suspicions.made import (
    judged,
    look_last,
    seen_by,
    weight,
)
from gemensam.benefits.rules import moves_budget, sees_budget_moved
from gemensam.calc.realised import Stage
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page


@page(sees_budget_moved)
def realised(request: PersonRequest) -> HttpResponse:
    """The stages of the year's closed months, or of the year before, by authority, and
    the position list."""
    may_verify = moves_budget(request.person.standing)
    form = VerifyForm(request.POST or None)
    acts = request.method == "POST" and may_verify
    years = years_to_sign()
    year = chosen_year(request, years)
    if acts and form.is_valid() and _took(request, form, year):
        return redirect(request.get_full_path())
    made = realised_in(year)
    return render(
        request,
        "benefits/realised.html",
        {
            "made": made,
            "years": years if len(years) > 1 else [],
            "year": year,
            "suspected": _suspected(request) if made else {},
            "stages": _stages(made) if made else [],
            "rows": [_told(row) for row in rows_of(made)] if made else [],
            "posts": _posts(made) if made else None,
            "missing": owed(made.missing()) if made else None,
            "form": form if may_verify and made else None,
            "names": [STAGES[stage] for stage in Stage],
        },
    )


def chosen_year(request: PersonRequest, years: Sequence[int]) -> int | None:
    """That of the address, where it is one of `years`; else the closed one, if any."""
    asked = request.GET.get("year", "")
    return next((one for one in years if str(one) == asked), next(iter(years), None))


def _suspected(request: PersonRequest) -> dict[str, Any]:
    """What nobody has judged, of what the reader may see."""
    looked = look_last()
    seen = seen_by(request.person.standing, judged(looked))
    waiting = [one for one in seen if one.is_open]
    return {"count": len(waiting), "ore": weight(waiting), "looked": looked}


def _stages(made: Realised) -> list[dict[str, Any]]:
    total, alone = made.told, made.alone
    return [
        {
            "name": STAGES[stage],
            "means": MEANINGS[stage],
            "alone": alone[stage],
            "ore": total[stage],
        }
        for stage in Stage
    ]


def _told(row: Row) -> dict[str, Any]:
    return {
        "name": row.authorities[0].name
        if len(row.authorities) == 1
        else _("Others together"),
        "all": ", ".join(one.name for one in row.authorities)
        if len(row.authorities) > 1
        else "",
        "stages": [(STAGES[stage], row.told[stage]) for stage in Stage],
        "light": LIGHTS[row.light],
        "colour": COLOURS[row.light],
        "reason": REASONS[row.reason],
    }


def _posts(made: Realised) -> dict[str, Any]:
    """The position list, in full-time posts."""
    told = positions(made.posts, made.months[-1])
    return {
        "lines": [(line, line.extent / FULL) for line in told.lines],
        "ended": _full(told.ended),
        "filled": _full(told.filled),
        "net": _full(told.net),
        "cost": told.cost,
        "month": told.month,
        "missing": owed(told.gap.registers),
        "is_unknown": told.gap.has_all,
    }


def _full(extent: int | None) -> float | None:
    return None if extent is None else extent / FULL


def _took(request: PersonRequest, form: VerifyForm, year: int | None) -> bool:
    said, who, at = form.cleaned_data, by(request), clock.now()
    try:
        if request.POST.get("step") == "withdraw":
            withdraw_verified(said["authority"], by=who, at=at, year=year)
            messages.success(request, _("The signature is taken back."))
        else:
            signed = verify_saving(
                said["authority"], words=said["words"], by=who, at=at, year=year
            )
            text = _("{count} months are verified.").format(count=len(signed))
            messages.success(request, text)
    except ExpectedFailure as failure:
        form.add_error(None, failure.message(_))
        return False
    return True
