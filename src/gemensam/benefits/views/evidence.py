# SPDX-License-Identifier: EUPL-1.2
"""The cases behind a figure of quality, each to be opened by who may read it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gemensam.benefits.queries.months import newest, year_to_date
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area, Service
from gemensam.desk.evidence import COUNTED, CaseEvidence
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.ports import Figure, evidence_of


@page(sees_figures_of_group)
def evidence(request: PersonRequest, measure: str) -> HttpResponse:
    """Of closed months so far this year, or one of them; of an area or a service."""
    actual, months = newest(ScenarioKind.ACTUAL), year_to_date()
    if measure not in COUNTED or actual is None or not months:
        raise Http404
    asked = request.GET.get("month", "")
    month = next((one for one in months if f"{one:%Y-%m}" == asked), None)
    area = Area.objects.filter(code=request.GET.get("area", "")).first()
    service = Service.objects.filter(code=request.GET.get("service", "")).first()
    told = evidence_of(CaseEvidence.key).evidence(
        Figure(
            scenario=actual.pk,
            measure=measure,
            months=(month,) if month else tuple(months),
            services=_services(area, service),
            providers=(Provider.CENTRE,),
        ),
        request.person,
    )
    chosen: Mapping[str, object] = {"area": area, "service": service, "month": month}
    said = {
        "area": area.code if area else "",
        "service": service.code if service else "",
        "month": f"{month:%Y-%m}" if month else "",
    }
    return render(
        request,
        "benefits/evidence.html",
        {
            "told": told,
            "what": MEASURES[measure].says,
            "measure": measure,
            "measures": [(key, MEASURES[key].says) for key in COUNTED],
            "months": months,
            "areas": Area.objects.all(),
            "query": urlencode({name: one for name, one in said.items() if one}),
            **chosen,
        },
    )


def _services(area: Area | None, service: Service | None) -> tuple[int, ...]:
    """Empty: all of them."""
    if service is not None:
        return (service.pk,)
    if area is None:
        return ()
    return tuple(Service.objects.filter(area=area).values_list("pk", flat=True))
