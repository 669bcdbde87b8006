# SPDX-License-Identifier: EUPL-1.2
"""Beside the workbench: what changed since last year, and cost centres without unit."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.forms import TieForm
from gemensam.costing.queries.changes import changes
from gemensam.costing.queries.names import code_names
from gemensam.costing.rules import may_map
from gemensam.costing.views.bench import desk_of
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.actions import tie_cost_centre
from gemensam.group.models import LegalEntity, Unit


@page(may_map)
def mapping_changes(request: PersonRequest) -> HttpResponse:
    """Codes new, gone and moved in kronor, from the year before to the one looked at."""
    desk = desk_of(request.GET)
    if desk is None:
        return render(request, "costing/mapping_nothing.html")
    before = [month.replace(year=month.year - 1) for month in desk.months]
    compared = desk.year - 1 in desk.years
    found = changes(before, desk.bench.rows) if compared else []
    entities = LegalEntity.objects.in_bulk({one.entity for one in found})
    return render(
        request,
        "costing/mapping_changes.html",
        {
            "desk": desk,
            "compared": compared,
            "before": desk.year - 1,
            "rows": [(one, entities[one.entity]) for one in found],
        },
    )


@page(may_map)
def tie(request: PersonRequest, entity: int, code: str) -> HttpResponse:
    """Say which unit a cost centre is, so that its cost is somebody's."""
    desk = desk_of(request.GET)
    owner = LegalEntity.objects.filter(pk=entity).first()
    if desk is None or owner is None:
        raise Http404
    rows = [
        row
        for row in desk.bench.rows
        if row.coding.entity == entity and row.coding.cost_centre == code
    ]
    if not rows:
        raise Http404
    form = TieForm(
        request.POST or None,
        units=Unit.objects.filter(legal_entity=owner).order_by("name_key"),
        initial={"valid_from": date(desk.year, 1, 1)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            tie_cost_centre(
                owner,
                code,
                form.cleaned_data["unit"],
                valid_from=form.cleaned_data["valid_from"],
                by=by(request),
                at=clock.now(),
            )
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            messages.success(
                request,
                _("Cost centre {code} is {unit} now.").format(
                    code=code, unit=form.cleaned_data["unit"].name
                ),
            )
            return redirect(f"{reverse('costing:mapping')}?year={desk.year}")
    names = code_names({row.ledger for row in rows})
    return render(
        request,
        "costing/mapping_tie.html",
        {
            "desk": desk,
            "form": form,
            "entity": owner,
            "code": code,
            "name": names.of(rows[0].ledger, "cost_centre", code),
            "ore": sum(row.unbridged for row in rows),
        },
    )
