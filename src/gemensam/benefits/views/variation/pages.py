# SPDX-License-Identifier: EUPL-1.2
"""The same service over all who receive it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.enums import Measured, Per, Version
from gemensam.benefits.queries.variation import (
    Compared,
    Period,
    Spread,
    compared,
    lead_times,
    periods,
    spreads,
)
from gemensam.benefits.views.variation import words
from gemensam.benefits.views.variation.charts import chart_of
from gemensam.calc.variation import shift
from gemensam.catalogue.models import Service
from gemensam.core.gate import visible_or_404
from gemensam.desk.rules import sees_logs
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_figures_of_group

PAIR = 2


@page(sees_figures_of_group)
def variation(request: PersonRequest) -> HttpResponse:
    """Services by how many kronor lie in the variation between those who receive them."""
    known = periods()
    period, per = _chosen(request, known)
    found = spreads(request.person, period, per) if period else []
    services = Service.objects.select_related("area").in_bulk(
        [one.service for one in found]
    )
    names = _names()
    return render(
        request,
        "benefits/variation.html",
        {
            "period": period,
            "versions": list(known),
            "per": per,
            "pers": list(Per),
            "rows": [_row(one, services[one.service], per, names) for one in found],
            "total": sum(one.above_ore for one in found),
        },
    )


@page(sees_figures_of_group)
def service_variation(request: PersonRequest, code: str) -> HttpResponse:
    """One service: a funnel for each measure, and who differs by more than chance."""
    service = visible_or_404(Service.objects.all(), request.person, code=code)
    known = periods()
    period, per = _chosen(request, known)
    if period is None:
        raise Http404
    held = compared(request.person, period, per, service.pk)
    names = _names()
    return render(
        request,
        "benefits/service_variation.html",
        {
            "service": service,
            "period": period,
            "versions": list(known),
            "per": per,
            "pers": list(Per),
            "parts": [_part(one, per, names, service) for one in held.values()],
            "sees_logs": sees_logs(request.person.standing),
            "gap": _gap(held, period, per, service, names),
        },
    )


def _chosen(
    request: PersonRequest, known: Mapping[Version, Period]
) -> tuple[Period | None, Per]:
    asked, per = request.GET.get("version", ""), request.GET.get("per", "")
    first = next(iter(known.values()), None)
    period = known.get(Version(asked), first) if asked in Version.values else first
    if per in Per.values:
        return period, Per(per)
    is_logs = period is not None and period.version == Version.LOGS
    return period, Per.UNIT if is_logs else Per.ADMINISTRATION


def _names() -> dict[int, str]:
    return dict(Unit.objects.values_list("pk", "name"))


def _row(
    one: Spread, service: Service, per: Per, names: Mapping[int, str]
) -> dict[str, Any]:
    first = next(iter(one.compared.values()))
    return {
        "service": service,
        "above_ore": one.above_ore if Measured.COST in one.compared else None,
        "said": words.told(first, per, names, service.unit),
        "differing": {
            measured: len(held.funnel.differing)
            for measured, held in one.compared.items()
        },
    }


def _part(
    one: Compared, per: Per, names: Mapping[int, str], service: Service
) -> dict[str, Any]:
    said = words.told(one, per, names, service.unit)
    sizes = {
        Measured.COST: _("Delivered units"),
        Measured.ON_TIME: _("Cases done that had a promised time"),
    }.get(one.measured, _("Cases done"))
    places = {place.key: place for place in one.funnel.differing}
    limits = one.funnel.limits([place.size for place in places.values()])
    return {
        "measured": one.measured,
        "above_ore": one.above_ore,
        "said": said,
        "spread": words.spread(one),
        "chart": chart_of(one, per, names, said=said, sizes=sizes),
        "sizes": sizes,
        "small": len(one.funnel.small),
        "differing": [
            {
                "name": names.get(place.key, "–")
                if isinstance(place.key, int)
                else "–",
                "place": place,
                "value": words.shown(one, place.value),
                "low": words.shown(one, lim.low),
                "high": words.shown(one, lim.high),
            }
            for place, lim in zip(places.values(), limits, strict=True)
        ],
    }


def _gap(
    held: Mapping[Measured, Compared],
    period: Period,
    per: Per,
    service: Service,
    names: Mapping[int, str],
) -> str:
    """Where exactly two places are compared: how much longer the one takes."""
    lead = held.get(Measured.LEAD)
    if lead is None or len(lead.funnel.places) != PAIR:
        return ""
    keys = [one.key for one in lead.funnel.places if isinstance(one.key, int)]
    times = lead_times(period, per, service.pk, places=keys)
    here, there = sorted(keys, key=lambda key: names[key])
    gap = shift(times[here], times[there])
    return words.difference(gap, names[here], names[there]) if gap else ""
