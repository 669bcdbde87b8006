# SPDX-License-Identifier: EUPL-1.2
"""The packs of a month that one may see, and for the controller who was told."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.actions.sending import ask_to_send
from gemensam.benefits.enums import PackKind
from gemensam.benefits.jobs import send_packs
from gemensam.benefits.models import MonthClose, Pack
from gemensam.benefits.queries.packs.kept import (
    REASONS,
    figure,
    last_editions,
    months_told,
    sent_of,
)
from gemensam.benefits.rules import sees_packs, sends_packs
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.post import has_post
from gemensam.group.access import PersonRequest, by, page

ORDER = (PackKind.STEERING, PackKind.ADMINISTRATION, PackKind.UNIT)


@page(sees_packs)
def packs(request: PersonRequest) -> HttpResponse:
    """By month; the controller can have those told who were not."""
    months = months_told(request.person)
    month = _asked_for(request, months)
    if request.method == "POST":
        return _send(request, month)
    shown = Pack.objects.visible_to(request.person)
    found = last_editions(shown.filter(month=month)) if month else []
    sends = sends_packs(request.person.standing)
    return render(
        request,
        "benefits/packs.html",
        {
            "months": months,
            "month": month,
            "groups": _groups(found),
            "sends": sends,
            "has_post": has_post(),
            "sent": _sent(month) if sends and month else None,
        },
    )


def _asked_for(request: PersonRequest, months: Sequence[date]) -> date | None:
    told = request.GET.get("month", "")
    found = next((one for one in months if f"{one:%Y-%m}" == told), None)
    return found or (months[0] if months else None)


def _groups(found: Sequence[Pack]) -> list[dict[str, Any]]:
    """By what they are about, each with its rows; the steering group's has no bill."""
    return [
        {
            "name": str(kind.label),
            "anchor": f"of-{kind.value}",
            "rows": rows,
            "has_figures": kind != PackKind.STEERING,
        }
        for kind in ORDER
        if (rows := [_row(one) for one in found if one.kind == kind])
    ]


def _row(pack: Pack) -> dict[str, Any]:
    charge, judged = figure(pack, "charge"), figure(pack, "judged")
    kept = figure(pack, "on_time")
    return {
        "pack": pack,
        "name": pack.unit.name if pack.unit else _("The whole group"),
        "charge": int(charge) if charge else None,
        "on_time": Decimal(kept or 0) / Decimal(judged)
        if judged and Decimal(judged)
        else None,
    }


def _sent(month: date) -> dict[str, Any]:
    """Over all packs of the month, whoever they are for."""
    told = sent_of(Pack.objects.filter(month=month).values_list("pk", flat=True))
    return {
        "told": told.told,
        "waiting": told.waiting,
        "missed": [
            (one, REASONS.get(why, why) or _("broken off while it was sent"))
            for one, why in told.missed
        ],
    }


def _send(request: PersonRequest, month: date | None) -> HttpResponse:
    if not sends_packs(request.person.standing):
        raise Http404
    closed = MonthClose.objects.filter(reopened_at=None)
    close = closed.filter(month=month).first() if month else None
    if close is None:
        messages.error(request, _("The month is not closed, so nobody is told of it."))
    else:
        try:
            waiting = ask_to_send(close, by=by(request), at=clock.now())
        except ExpectedFailure as failure:
            messages.error(request, failure.message(_))
        else:
            send_packs.defer()
            text = _("Mails that are on their way: {count}.")
            messages.success(request, text.format(count=waiting))
    where = reverse("benefits:packs")
    return redirect(f"{where}?month={month:%Y-%m}" if month else where)
