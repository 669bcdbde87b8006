# SPDX-License-Identifier: EUPL-1.2
"""Capacity bought, used and unused: per support unit, and what is practical of a year."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.calc.errors import CalcError
from gemensam.core import clock
from gemensam.costing.actions.capacity import reckon_year
from gemensam.costing.forms.beside import CapacityForm
from gemensam.costing.models import CapacityYear
from gemensam.costing.queries.capacity import (
    NAMES,
    Bought,
    capacities,
    current_year,
    values_of,
    working_year,
)
from gemensam.costing.rules import may_freeze
from gemensam.costing.views.chosen import Chosen, chosen_by
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_ledger


@page(sees_ledger)
def capacity(request: PersonRequest) -> HttpResponse:
    """Every support unit of five people or more; the smaller ones together."""
    chosen = chosen_by(request)
    bought = _bought(chosen) if chosen and chosen.months else {}
    large = [one for one in bought.values() if not one.is_small]
    small = [one for one in bought.values() if one.is_small]
    return render(
        request,
        "costing/capacity.html",
        {
            "chosen": chosen,
            "year": working_year(current_year()),
            "rows": sorted(large, key=lambda one: -one.used.unused_ore),
            "small": _together(small),
            "unused": sum(one.used.unused_ore for one in bought.values()),
            "cost": sum(one.cost_ore for one in bought.values()),
            "may_reckon": may_freeze(request.person.standing),
        },
    )


def _bought(chosen: Chosen) -> dict[int, Bought]:
    year = working_year(current_year())
    return capacities(chosen.scenario.pk, chosen.months, year)


def _together(small: list[Bought]) -> dict[str, object] | None:
    if len(small) < 2:
        return None
    return {
        "count": len(small),
        "cost": sum(one.cost_ore for one in small),
        "unused": sum(one.used.unused_ore for one in small),
    }


@page(sees_ledger)
def one_capacity(request: PersonRequest, number: int) -> HttpResponse:
    """One unit's minutes: bought, used service by service, unused, and how sure."""
    chosen = chosen_by(request)
    found = _bought(chosen).get(number) if chosen and chosen.months else None
    if found is None or found.is_small:
        raise Http404
    work = {one.name: one for one in found.work}
    return render(
        request,
        "costing/one_capacity.html",
        {
            "chosen": chosen,
            "one": found,
            "services": [(work[each.name], each) for each in found.used.services],
            "sensitivity": found.sensitivity(),
            "year": working_year(current_year()),
        },
    )


@page(may_freeze)
def capacity_year(request: PersonRequest) -> HttpResponse:
    """The terms from theoretical to practical hours, and their versions."""
    current = values_of(current_year())
    form = CapacityForm(request.POST or None, initial=current)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            reckon_year(
                {name: said[name] for name in NAMES},
                reason=said["reason"],
                by=by(request),
                at=clock.now(),
            )
        except CalcError as failure:
            form.add_error(None, failure.message(_))
        else:
            messages.success(request, _("The year is reckoned anew."))
            return redirect("costing:capacity")
    return render(
        request,
        "costing/capacity_year.html",
        {
            "form": form,
            "year": working_year(current_year()),
            "versions": CapacityYear.objects.select_related("made_by__person").order_by(
                "-number"
            )[:20],
        },
    )
