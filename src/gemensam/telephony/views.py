# SPDX-License-Identifier: EUPL-1.2
"""The queues of the telephone system, and which area each is for."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Max, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.group.access import PersonRequest, by, page
from gemensam.telephony import rules
from gemensam.telephony.actions import tie_queue
from gemensam.telephony.forms import QueueForm
from gemensam.telephony.models import Queue

YEAR = timedelta(days=365)


@page(rules.ties_queues)
def queues(request: PersonRequest) -> HttpResponse:
    """Every queue with its calls of the last year, those tied to no area first."""
    lately = Q(calls__superseded_at=None, calls__begins__gte=clock.today() - YEAR)
    rows = Queue.objects.select_related("area").annotate(
        offered=Sum("calls__offered", filter=lately),
        last=Max("calls__begins", filter=Q(calls__superseded_at=None)),
    )
    found = sorted(rows, key=lambda one: (one.area_id is not None, -(one.offered or 0)))
    return render(
        request,
        "telephony/queues.html",
        {
            "rows": found,
            "left": sum(1 for one in found if one.area_id is None),
            "areas": list(Area.objects.all()),
        },
    )


@require_POST
@page(rules.ties_queues)
def tie(request: PersonRequest, number: int) -> HttpResponse:
    queue, form = get_object_or_404(Queue, pk=number), QueueForm(request.POST)
    if not form.is_valid():
        raise Http404
    area = form.cleaned_data["area"]
    tie_queue(queue, area, by=by(request), at=clock.now())
    told = (
        _("{queue} is for {area}: its calls count there, also those that came before.")
        if area
        else _("{queue} is for no area any more; its calls are told apart.")
    )
    messages.success(request, told.format(queue=queue, area=area))
    return redirect("telephony:queues")
