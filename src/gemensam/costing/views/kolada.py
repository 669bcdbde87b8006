# SPDX-License-Identifier: EUPL-1.2
"""Kolada's key figures beside the baseline, each with its source; ours without it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.kolada import count_inhabitants, pin, unpin
from gemensam.costing.forms.beside import InhabitantsForm, PinForm
from gemensam.costing.models import KoladaPin, KoladaTitle
from gemensam.costing.queries.beside import employees, inhabitants, pinned
from gemensam.costing.rules import may_freeze, sees_frozen
from gemensam.costing.views.chosen import Chosen, chosen_by
from gemensam.group.access import PersonRequest, by, page
from gemensam.outcomes.queries import Where, figures

FOUND = 30  # titles shown of a search


@page(sees_frozen)
def kolada(request: PersonRequest) -> HttpResponse:
    """What support costs per employee and inhabitant, beside what is pinned."""
    chosen = chosen_by(request)
    may_pin = may_freeze(request.person.standing)
    step = request.POST.get("step", "")
    form = PinForm(request.POST if step == "pin" else None)
    people = InhabitantsForm(request.POST if step == "inhabitants" else None)
    if request.method == "POST" and may_pin and _done(request, step, form, people):
        return redirect("costing:kolada")
    words = request.GET.get("q", "").strip()[:80]
    return render(
        request,
        "costing/kolada.html",
        {
            "chosen": chosen,
            "pinned": pinned(),
            "form": form if may_pin else None,
            "inhabitants_form": people if may_pin else None,
            "words": words,
            "titles": KoladaTitle.objects.filter(title__icontains=words).order_by(
                "kpi"
            )[:FOUND]
            if words
            else [],
            **(_ours(request, chosen) if chosen and chosen.months else {}),
        },
    )


def _done(
    request: PersonRequest, step: str, form: PinForm, people: InhabitantsForm
) -> bool:
    """Carry out what the form asks; False leaves the page with what is wrong."""
    who, at = by(request), clock.now()
    if step == "unpin":
        text = request.POST.get("pin", "")
        number = int(text) if text.isascii() and text.isdigit() else 0
        unpin(get_object_or_404(KoladaPin, pk=number), by=who, at=at)
        return True
    if step == "pin" and form.is_valid():
        said = form.cleaned_data
        try:
            pin(said["kpi"], said["municipality"], by=who, at=at)
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
            return False
        messages.success(request, _("The key figure is shown beside the baseline."))
        return True
    if step == "inhabitants" and people.is_valid():
        said = people.cleaned_data
        count_inhabitants(
            said["year"], said["count"], source=said["source"], by=who, at=at
        )
        return True
    return False


def _ours(request: PersonRequest, chosen: Chosen) -> dict[str, Any]:
    where = Where(months=chosen.months, sources=["costing"])
    rows = figures(request.person, chosen.scenario.pk, where, by=("area",))
    cost = {row.key[0]: int(row["cost_ore"] or 0) for row in rows}
    employed = employees(chosen.months[-1])
    living = inhabitants(chosen.months[-1].year)
    named: list[tuple[str, int]] = [
        (str(area), cost.get(area.code, 0)) for area in Area.objects.all()
    ]
    named.append((_("In all"), sum(cost.values())))
    return {
        "employed": employed,
        "living": living,
        "ours": [
            {
                "name": name,
                "cost": ore,
                "per_employee": round(ore / employed) if employed else None,
                "per_inhabitant": round(ore / living.count) if living else None,
            }
            for name, ore in named
        ],
    }
