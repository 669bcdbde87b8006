# SPDX-License-Identifier: EUPL-1.2
"""Before the baseline is frozen: each head sees their own part and says whether it is
right; who prepares it sees who has not answered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.catalogue.models import Service
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.confirm import Word, confirm
from gemensam.costing.enums import Heard, Verdict
from gemensam.costing.forms.confirming import ConfirmForm
from gemensam.costing.queries.confirmations import Part, Said, leads, said_of
from gemensam.costing.queries.done_in import done_in
from gemensam.costing.rules import leads_a_part, may_freeze, sees_frozen
from gemensam.costing.views.freezing import open_version
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import tree_at
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import months_of


@page(leads_a_part)
def my_parts(request: PersonRequest) -> HttpResponse:
    """The administrations and companies one leads, with what one has said of each."""
    scenario = open_version()
    return render(
        request,
        "costing/my_parts.html",
        {"scenario": scenario, "mine": _mine(request, scenario)},
    )


def _mine(request: PersonRequest, scenario: ScenarioVersion | None) -> list[Said]:
    if scenario is None:
        return []
    standing = request.person.standing
    return [
        one
        for one in said_of(scenario, clock.today())
        if leads(standing, one.part.unit)
    ]


@page(leads_a_part)
def my_part(request: PersonRequest, number: int) -> HttpResponse:
    """What the version says of one's own part, and the answer."""
    scenario = open_version()
    mine = {one.part.unit.pk: one for one in _mine(request, scenario)}
    if scenario is None or number not in mine:
        raise Http404
    one = mine[number]
    form = ConfirmForm(request.POST or None, initial=_initial(one))
    if request.method == "POST" and form.is_valid():
        try:
            word = _word(request, form)
            confirm(scenario, one.part.unit, word, by=by(request), at=clock.now())
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect("costing:my_part", number=number)
    months = months_of(scenario)
    below = tree_at(months[-1]).below(number)
    return render(
        request,
        "costing/my_part.html",
        {
            "scenario": scenario,
            "one": one,
            "months": months,
            "rows": _rows(one.part),
            "done": done_in(scenario, below),
            "seen": one.part.digest.hex(),
            "form": form,
        },
    )


def _word(request: PersonRequest, form: ConfirmForm) -> Word:
    try:
        seen = bytes.fromhex(request.POST.get("seen", ""))
    except ValueError:
        seen = b""  # of no figures: answered as if they had moved
    return Word(
        person=request.person,
        verdict=Verdict(form.cleaned_data["verdict"]),
        words=form.cleaned_data["words"],
        seen=seen,
    )


def _initial(one: Said) -> dict[str, str]:
    if one.said is None or one.heard == Heard.OUTDATED:
        return {}
    return {"verdict": one.said.verdict, "words": one.said.words}


def _rows(part: Part) -> list[dict[str, Any]]:
    """By service, the dearest first; confidential HR services of one part as one row."""
    services = Service.objects.select_related("area").in_bulk(
        [one.service for one in part.sums if one.service]
    )
    hidden = [one for one in part.sums if _is_confidential(services, one.service)]
    told = [
        {
            "service": services.get(one.service) if one.service else None,
            "cost": one.cost,
            "labour": one.labour,
            "volume": None if one.volume is None else Decimal(one.volume),
        }
        for one in part.sums
        if one not in hidden
    ]
    if hidden:
        told.append(
            {
                "merged": len(hidden),
                "volume": None,
                "cost": sum(one.cost for one in hidden),
                "labour": sum(one.labour for one in hidden),
            }
        )
    return sorted(told, key=lambda row: -int(row["cost"]))


def _is_confidential(services: dict[int, Service], service: int | None) -> bool:
    return service is not None and services[service].is_confidential


@page(sees_frozen)
def confirmations(request: PersonRequest) -> HttpResponse:
    """Every part of the open version: who leads it, and what they have said."""
    scenario = open_version()
    told = said_of(scenario, clock.today()) if scenario else []
    return render(
        request,
        "costing/confirmations.html",
        {
            "scenario": scenario,
            "told": told,
            "counts": counted([one.heard for one in told]),
            "may_freeze": may_freeze(request.person.standing),
        },
    )


def counted(heard: Sequence[Heard]) -> list[tuple[Heard, int]]:
    """How many parts stand how."""
    return [(one, heard.count(one)) for one in Heard if one in heard]
