# SPDX-License-Identifier: EUPL-1.2
"""By which day each source of a month is to have come, and who sees to it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.benefits.actions import decide_duty
from gemensam.benefits.enums import SourceKind
from gemensam.benefits.forms import DutyForm
from gemensam.benefits.queries.routine.counted import counted_lately
from gemensam.benefits.queries.routine.sources import (
    Source,
    duties as duties_of,
    sources,
)
from gemensam.benefits.rules import may_compute, sees_month
from gemensam.core import clock
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import Person


@page(sees_month)
def duties(request: PersonRequest) -> HttpResponse:
    found = _sources()
    owed = duties_of(found)
    return render(
        request,
        "benefits/duties.html",
        {
            "rows": [(one, owed[one.key]) for one in found],
            "may_act": may_compute(request.person.standing),
        },
    )


@page(may_compute)
def duty(request: PersonRequest, key: str) -> HttpResponse:
    """One source's day and owner, as decided from now on."""
    source = next((one for one in _sources() if one.key == key), None)
    if source is None:
        raise Http404
    now = duties_of([source])[key]
    form = DutyForm(
        request.POST or None,
        owners=_people(),
        initial={
            "due_day": now.due_day,
            "owner": now.owner if now.is_decided else None,
            "ends": now.ends,
        },
    )
    if request.method == "POST" and form.is_valid():
        decide_duty(key, **form.cleaned_data, by=by(request), at=clock.now())
        messages.success(request, _("It is decided."))
        return redirect("benefits:duties")
    return render(request, "benefits/duty.html", {"source": source, "form": form})


def _sources() -> list[Source]:
    """Those of the house, after the volumes as a whole each service that they count."""
    found, counted = sources(), counted_lately(clock.today())
    place = next(
        place for place, one in enumerate(found) if one.kind is SourceKind.VOLUMES
    )
    return [*found[: place + 1], *counted, *found[place + 1 :]]


def _people() -> QuerySet[Person]:
    """Who holds any role: those the house knows by what they answer for."""
    return (
        Person.objects.filter(
            roles__valid_to=None, active=True, protected_identity=False
        )
        .exclude(roles=None)
        .distinct()
        .order_by("name")
    )
