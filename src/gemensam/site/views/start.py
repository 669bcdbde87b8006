# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gemensam.desk.queries.queue import assigned, mine
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import may_import, sees_figures_of_group
from gemensam.outcomes.models import Cell
from gemensam.site.begin import roads
from gemensam.site.overview import saving_by_month, tiles
from gemensam.site.sentences import Known, sentences_for

SHOWN = 8


@page()
def start(request: PersonRequest) -> HttpResponse:
    """What you need to know first, by your role; then what waits for you."""
    person = request.person
    sees_group = sees_figures_of_group(person.standing)
    known = Known()
    told = _of_the_group(known) if sees_group else {"tiles": [], "chart": None}
    is_empty = may_import(person.standing) and not Cell.objects.exists()
    return render(
        request,
        "site/start.html",
        {
            **told,
            "sentences": sentences_for(person, known),
            "assigned": assigned(person).order_by("due_at", "pk")[:SHOWN],
            "mine": mine(person).open().order_by("due_at", "pk")[:SHOWN],
            "roads": roads() if is_empty else [],
        },
    )


def _of_the_group(known: Known) -> dict[str, Any]:
    return {
        "tiles": tiles(known.months, known.of),
        "chart": saving_by_month(known.months, known.of),
    }
