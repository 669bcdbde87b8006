# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gemensam.benefits.queries.moved import moved_units
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.group.rules import sees_figures_of_group


@page(sees_figures_of_group)
def moved(request: PersonRequest) -> HttpResponse:
    """Which units have moved, area by area, under their administrations."""
    today = clock.today()
    found = moved_units(today)
    areas = list(Area.objects.all())
    units = Unit.objects.in_bulk(found.areas)
    tops = administrations(tree_at(today))
    names = Unit.objects.in_bulk(set(tops.values()))
    rows: list[dict[str, Any]] = [
        {
            "unit": units[unit],
            "top": names.get(tops.get(unit, unit), units[unit]),
            "providers": [
                Provider(held[area.code]) if area.code in held else None
                for area in areas
            ],
        }
        for unit, held in found.areas.items()
    ]
    rows.sort(key=lambda row: (row["top"].name_key, row["unit"].name_key))
    return render(
        request, "benefits/moved.html", {"rows": rows, "areas": areas, "moved": found}
    )
