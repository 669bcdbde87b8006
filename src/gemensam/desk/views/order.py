# SPDX-License-Identifier: EUPL-1.2
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.catalogue.enums import LevelKind
from gemensam.catalogue.models import LevelTarget, Service
from gemensam.catalogue.queries.lineage import what_follows
from gemensam.core import clock
from gemensam.core.gate import visible_or_404
from gemensam.desk.actions import NobodyDelivers, NotOrderable, open_case
from gemensam.desk.actions.opening import Offer, Order, offer
from gemensam.desk.forms import OrderForm
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import Person, Unit
from gemensam.ui.templatetags.figures import when


@page()
def order(request: PersonRequest, code: str) -> HttpResponse:
    """A service: what you get, from whom, at what price, done when; and the order."""
    service = visible_or_404(Service.objects.all(), request.person, code=code)
    today = clock.today()
    may_order = service.orderable and service.is_there(today)
    units = _units(request.person)
    form = OrderForm(
        request.POST or None,
        service=service,
        units=units,
        priorities=_priorities(service),
    )
    if request.method == "POST" and may_order and form.is_valid():
        try:
            return _ordered(request, service, form)
        except (NobodyDelivers, NotOrderable):
            form.add_error(None, _("Nobody delivers this to the unit today."))
    return render(
        request,
        "desk/order.html",
        {
            "service": service,
            "form": form if may_order else None,
            "has_ended": service.has_ended(today),
            "begins": service.valid_from > today,
            "instead": what_follows(service) if service.has_ended(today) else [],
            "offers": [_offer(service, unit) for unit in units[:5]],
        },
    )


def _units(person: Person) -> QuerySet[Unit]:
    """The units someone may order for: their own, and those they answer for."""
    return Unit.objects.filter(
        Q(pk=person.home_id) | Q(pk__in=person.standing.manages)
    ).order_by("name_key")


def _priorities(service: Service) -> list[int]:
    return list(
        LevelTarget.objects.filter(service=service, measure=LevelKind.RESOLUTION)
        .order_by("priority")
        .values_list("priority", flat=True)
        .distinct()
    )


def _offer(service: Service, unit: Unit) -> tuple[Unit, Offer | None]:
    try:
        return unit, offer(service, unit, at=clock.now())
    except (NobodyDelivers, NotOrderable):
        return unit, None


def _ordered(request: PersonRequest, service: Service, form: OrderForm) -> HttpResponse:
    said = form.cleaned_data
    case = open_case(
        Order(
            service=service,
            unit=said["unit"],
            requester=request.person,
            subject=said["subject"],
            text=said["text"],
            priority=said.get("urgency") or None,
        ),
        by=by(request),
        at=clock.now(),
    )
    promise = (
        _("Your case is {number}. It is promised {due}.")
        if case.due_at
        else _("Your case is {number}. We agree with you when it will be done.")
    )
    messages.success(request, promise.format(number=case.number, due=when(case.due_at)))
    return redirect("desk:case", number=case.number)
