# SPDX-License-Identifier: EUPL-1.2
"""Every assumption with its source, the ties between them, and forms to change them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.group.access import PersonRequest, by, page
from gemensam.programme import actions, rules
from gemensam.programme.actions import Estimate
from gemensam.programme.enums import AssumptionKind, Base, RangeShape
from gemensam.programme.forms import EstimateForm, NarrowForm, TieForm
from gemensam.programme.models import Assumption, SavingsCase
from gemensam.programme.queries.showing import told_as
from gemensam.programme.suggested import MARK, source_text
from gemensam.programme.views.found import found_case, framed, tried


@page(rules.sees_case)
def assumptions(request: PersonRequest, number: int) -> HttpResponse:
    """All of them, in the order of use."""
    held = found_case(request, number)
    return render(request, "programme/assumptions.html", _listed(request, held, None))


def _listed(
    request: PersonRequest, held: SavingsCase, form: TieForm | None
) -> dict[str, Any]:
    rows = list(
        held.assumptions.select_related("area", "service", "top").order_by("pk")
    )
    order = [kind.value for kind in AssumptionKind]
    rows.sort(key=lambda one: (order.index(one.kind), one.is_narrow, one.pk))
    return {
        **framed(request, held, "assumptions"),
        "rows": [(one, _told(one), source_text(one.source)) for one in rows],
        "ties": held.ties.select_related("one", "other").order_by("pk"),
        "levers": [kind.value for kind in AssumptionKind if kind.is_lever],
        "tie_form": form or TieForm(assumptions=_simulated(held)),
    }


def _told(one: Assumption) -> list[str]:
    return [
        told_as(one.kind, float(value)) for value in (one.low, one.likely, one.high)
    ]


def _simulated(held: SavingsCase) -> Any:
    index = [kind.value for kind in AssumptionKind if kind.is_index]
    return held.assumptions.exclude(kind__in=index).order_by("pk")


@page(rules.writes_case)
def assumption(request: PersonRequest, number: int, which: int) -> HttpResponse:
    """Change one range and its source."""
    held = found_case(request, number)
    one = get_object_or_404(held.assumptions, pk=which)
    kind = AssumptionKind(one.kind)
    unit = _unit(kind)
    initial = {
        "low": one.low * unit,
        "likely": one.likely * unit,
        "high": one.high * unit,
        "shape": one.shape,
        "points": "; ".join(str(point * unit) for point in one.points),
        "base": one.base,
        "source": source_text(one.source),
    }
    form = EstimateForm(request.POST or None, kind=kind, initial=initial)

    def change(said: Mapping[str, Any]) -> None:
        place = {"area": one.area_id, "service": one.service_id, "top": one.top_id}
        estimate = _estimate(kind, {**place, **said}, base=one.base)
        if estimate.source == source_text(one.source):
            estimate = _estimate(
                kind, {**place, **said, "source": one.source}, base=one.base
            )
        actions.assume(held, estimate, by=by(request), at=clock.now())

    if request.method == "POST" and tried(form, change):
        messages.success(request, _("Saved, and the case worked out anew."))
        return redirect("programme:assumptions", number=number)
    return render(
        request,
        "programme/assumption.html",
        {
            **framed(request, held, "assumptions"),
            "one": one,
            "form": form,
            "is_months": kind.is_months,
            "is_suggested": one.source.startswith(MARK),
        },
    )


@page(rules.writes_case)
def narrow(request: PersonRequest, number: int) -> HttpResponse:
    """A lever for an area, a service or an administration of its own."""
    held = found_case(request, number)
    form = NarrowForm(request.POST or None, kind=None)

    def add(said: Mapping[str, Any]) -> None:
        place = {
            "area": said["area"].pk if said["area"] else None,
            "service": said["service"].pk if said["service"] else None,
            "top": said["top"].pk if said["top"] else None,
        }
        kind = AssumptionKind(said["kind"])
        estimate = _estimate(kind, {**said, **place}, base=said["base"])
        actions.assume(held, estimate, by=by(request), at=clock.now())

    if request.method == "POST" and tried(form, add):
        messages.success(request, _("Saved, and the case worked out anew."))
        return redirect("programme:assumptions", number=number)
    return render(
        request,
        "programme/assumption.html",
        {**framed(request, held, "assumptions"), "one": None, "form": form},
    )


def _unit(kind: AssumptionKind) -> Decimal:
    """What people write for 1 of what is stored."""
    return Decimal(1) if kind.is_months else Decimal(100)


def _estimate(kind: AssumptionKind, said: Mapping[str, Any], *, base: str) -> Estimate:
    unit = _unit(kind)
    return Estimate(
        kind=kind,
        low=said["low"] / unit,
        likely=said["likely"] / unit,
        high=said["high"] / unit,
        source=said["source"],
        shape=RangeShape(said["shape"]),
        base=Base(said.get("base", base)),
        points=tuple(point / unit for point in said["points"]),
        area=said["area"],
        service=said["service"],
        top=said["top"],
    )


@require_POST
@page(rules.writes_case)
def forget(request: PersonRequest, number: int, which: int) -> HttpResponse:
    held = found_case(request, number)
    one = get_object_or_404(held.assumptions, pk=which)
    try:
        actions.forget(one, by=by(request), at=clock.now())
        messages.success(request, _("Removed; what holds for all holds there again."))
    except ExpectedFailure as failure:
        messages.error(request, failure.message(_))
    return redirect("programme:assumptions", number=number)


@require_POST
@page(rules.writes_case)
def tie(request: PersonRequest, number: int) -> HttpResponse:
    """How two assumptions go together."""
    held = found_case(request, number)
    form = TieForm(request.POST, assumptions=_simulated(held))
    if tried(
        form,
        lambda said: actions.tie(
            said["one"], said["other"], said["rank"], by=by(request), at=clock.now()
        ),
    ):
        messages.success(request, _("Saved, and the case worked out anew."))
        return redirect("programme:assumptions", number=number)
    return render(request, "programme/assumptions.html", _listed(request, held, form))
