# SPDX-License-Identifier: EUPL-1.2
"""What a ticket system calls the services."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from gemensam.catalogue.actions import service_called
from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.desk import rules
from gemensam.desk.actions.categories import tie_category
from gemensam.desk.forms import CategoryForm
from gemensam.desk.importers.again import ask_to_tell_again
from gemensam.desk.queries.branches import categories as all_categories
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.templatetags.figures import number

SHOWN = 200  # on the page; tied ones come last


@page(rules.sees_logs)
def categories(request: PersonRequest) -> HttpResponse:
    """Categories by their number of cases, those tied to no service first."""
    found = all_categories()
    services = Service.objects.in_bulk()
    return render(
        request,
        "desk/categories.html",
        {
            "rows": [
                {"category": one, "service": services.get(one.service or 0)}
                for one in found[:SHOWN]
            ],
            "services": sorted(services.values(), key=lambda one: one.name),
            "may_tie": rules.may_tie_branches(request.person.standing),
            "sees_variation": sees_figures_of_group(request.person.standing),
            "left": sum(1 for one in found if one.service is None),
            "cases": sum(one.cases for one in found if one.service is None),
            "total": len(found),
        },
    )


@require_POST
@page(rules.may_tie_branches)
def tie_service(request: PersonRequest) -> HttpResponse:
    form = CategoryForm(request.POST)
    service = service_called(form.cleaned_data["service"]) if form.is_valid() else None
    if service is None:
        messages.error(
            request,
            _(
                "No service has that name or code, or several have. Nothing was changed."
            ),
        )
        return redirect("desk:categories")
    text = form.cleaned_data["text"]
    moved = tie_category(text, service, by=by(request), at=clock.now())
    ask_to_tell_again()
    messages.success(
        request,
        ngettext(
            "{category} is {service} from now on: {n} case moved, and files to come follow.",
            "{category} is {service} from now on: {n} cases moved, and files to come follow.",
            moved,
        ).format(category=text, service=service.name, n=number(moved)),
    )
    return redirect("desk:categories")
