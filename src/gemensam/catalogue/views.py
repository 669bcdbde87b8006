# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpResponse
from django.shortcuts import render

from gemensam.catalogue.models import Area
from gemensam.catalogue.queries import search_services
from gemensam.core import clock
from gemensam.group.access import PersonRequest, page


@page()
def services(request: PersonRequest) -> HttpResponse:
    """What can be ordered, and what is counted; searched by everyday words."""
    words = request.GET.get("q", "")[:100]
    area = request.GET.get("area", "")
    areas = list(Area.objects.all())
    if area not in {one.code for one in areas}:
        area = ""
    today = clock.today()
    found = search_services(request.person, words, area=area, today=today)
    return render(
        request,
        "catalogue/services.html",
        {
            "words": words,
            "area": area,
            "areas": areas,
            "today": today,
            "orderable": [one for one in found if one.orderable],
            "counted": [one for one in found if not one.orderable],
        },
    )
