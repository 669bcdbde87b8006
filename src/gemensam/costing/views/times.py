# SPDX-License-Identifier: EUPL-1.2
"""Standard times: what a unit of each service takes, and what makes some take longer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.calc.errors import CalcError
from gemensam.catalogue.actions.times import set_time
from gemensam.catalogue.models import Service, StandardTime
from gemensam.catalogue.queries.times import times_on
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.core.gate import visible_or_404
from gemensam.costing.forms.times import TimeForm, initial_of
from gemensam.costing.rules import may_freeze
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.rules import sees_ledger
from gemensam.ui.templatetags.figures import number


@page(sees_ledger)
def times(request: PersonRequest) -> HttpResponse:
    """Every service with its minutes today and on what they rest."""
    known = {one.service_id: one for one in times_on(clock.today())}
    services = Service.objects.visible_to(request.person).select_related("area")
    return render(
        request,
        "costing/times.html",
        {
            "rows": [
                (one, known.get(one.pk))
                for one in services.order_by("area__order", "code")
            ],
            "may_reckon": may_freeze(request.person.standing),
        },
    )


@page(sees_ledger)
def service_time(request: PersonRequest, code: str) -> HttpResponse:
    """A service's time taken apart, its earlier ones, and a new one from a day."""
    service = visible_or_404(Service.objects.all(), request.person, code=code)
    today = clock.today()
    time = times_on(today).filter(service=service).first()
    may_reckon = may_freeze(request.person.standing)
    form = TimeForm(request.POST or None, initial=initial_of(time, today))
    if request.method == "POST" and may_reckon and form.is_valid():
        try:
            made = set_time(service, form.timed(), by=by(request), at=clock.now())
        except (ExpectedFailure, CalcError) as failure:
            form.add_error(None, failure.message(_))
        else:
            text = _("{minutes} minutes from {day}. Compute again to see what it does.")
            told = text.format(minutes=number(made.minutes, 2), day=made.valid_from)
            messages.success(request, told)
            return redirect("costing:service_time", code=code)
    return render(
        request,
        "costing/service_time.html",
        {
            "service": service,
            "time": time,
            "parts": _parts(time),
            "form": form if may_reckon else None,
            "every": service.standard_times.order_by("-valid_from"),
        },
    )


def _parts(time: StandardTime | None) -> list[tuple[Any, Any]]:
    """Each addition with what it makes of the average, in minutes."""
    if time is None:
        return []
    return [(term, term.minutes * term.share) for term in time.terms.all()]
