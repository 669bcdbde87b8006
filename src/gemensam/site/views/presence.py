# SPDX-License-Identifier: EUPL-1.2
"""How many were there, by team and area: never who, never why."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from gemensam.benefits.queries.months import month_before, next_month
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.group.access import PersonRequest, page
from gemensam.group.models import Presence
from gemensam.group.presence import FEWEST, present_in
from gemensam.group.rules import sees_presence

FIRST = date(1990, 1, 1)


@page(sees_presence)
def presence(request: PersonRequest) -> HttpResponse:
    """A month; the newest that any file told of, if none is asked for."""
    month = _asked_for(request) or _newest(request)
    rows = present_in(request.person, month)
    areas = {area.code: str(area) for area in Area.objects.all()}
    after = next_month(month)
    return render(
        request,
        "site/presence.html",
        {
            "month": month,
            "before": month_before(month),
            "after": after if after <= clock.today() else None,
            "rows": [
                {"area": areas.get(one.area, one.area), "told": one} for one in rows
            ],
            "fewest": FEWEST,
        },
    )


def _asked_for(request: PersonRequest) -> date | None:
    told = request.GET.get("month", "")
    try:
        found = date.fromisoformat(f"{told}-01" if len(told) == len("2026-10") else "")
    except ValueError:
        return None
    return found if FIRST <= found <= clock.today() else None


def _newest(request: PersonRequest) -> date:
    rows = Presence.objects.visible_to(request.person).filter(superseded_at=None)
    last = rows.order_by("-begins").values_list("begins", flat=True).first()
    return (last or month_before(clock.today().replace(day=1))).replace(day=1)
