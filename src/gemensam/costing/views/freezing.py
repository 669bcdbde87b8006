# SPDX-License-Identifier: EUPL-1.2
"""The way to a frozen baseline: what stands in the way, what is signed, and then done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.freeze import Statement, freeze
from gemensam.costing.enums import Heard
from gemensam.costing.forms.freezing import FreezeForm
from gemensam.costing.models import CostRun
from gemensam.costing.queries.confirmations import (
    Sealed,
    as_sealed,
    said_of,
    sealed_of,
)
from gemensam.costing.queries.obstacles import computed_at, months_told, obstacles
from gemensam.costing.queries.sealed import totals_of
from gemensam.costing.rules import may_freeze
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import LegalEntity
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force, months_of


@page(may_freeze)
def freezing(request: PersonRequest) -> HttpResponse:
    """A checklist, a form, and a second look before it is done."""
    scenario = open_version()
    found = obstacles(scenario, as_kept=True) if scenario else []
    heads = _heads(scenario)
    form = FreezeForm(request.POST or None, initial=_proposed(scenario, heads))
    confirms = False
    if request.method == "POST" and scenario and not found and form.is_valid():
        if request.POST.get("step") == "freeze":
            if answer := _frozen(request, scenario, form):
                return answer
        else:
            confirms = True
    return render(
        request,
        "costing/confirm.html" if confirms else "costing/freezing.html",
        {
            "scenario": scenario,
            "in_force": in_force(ScenarioKind.BASELINE),
            "obstacles": [(one, one.message(_)) for one in found],
            "form": form,
            "heads": heads,
            **_about(scenario),
        },
    )


def open_version() -> ScenarioVersion | None:
    """The version of the baseline that can still be written."""
    return (
        ScenarioVersion.objects.filter(kind=ScenarioKind.BASELINE, frozen_at=None)
        .order_by("-number")
        .first()
    )


def _heads(scenario: ScenarioVersion | None) -> list[Sealed]:
    """What each head has said, as it would be sealed now."""
    if scenario is None:
        return []
    return sealed_of(as_sealed(said_of(scenario, clock.today()))) or []


def heads_in_words(heads: list[Sealed]) -> str:
    """A sentence for the method notes: how many confirmed, and who did not."""
    if not heads:
        return ""
    others = [one.name for one in heads if one.heard != Heard.RIGHT]
    told = _("{count} of {all} administrations and companies confirmed their part.")
    words = told.format(count=len(heads) - len(others), all=len(heads))
    if not others:
        return words
    named = _("Not confirmed: {names}.").format(names=", ".join(others))
    return f"{words} {named}"


def _about(scenario: ScenarioVersion | None) -> dict[str, object]:
    """What would be frozen: months, kronor, and whose ledgers are in and not."""
    if scenario is None:
        return {}
    told = months_told(scenario)
    return {
        "months": months_of(scenario),
        "totals": totals_of(scenario.pk),
        "entities": LegalEntity.objects.filter(pk__in=told).order_by("name"),
        "left_out": LegalEntity.objects.exclude(pk__in=told).order_by("name"),
        "computed_at": computed_at(scenario),
    }


def _proposed(
    scenario: ScenarioVersion | None, heads: list[Sealed]
) -> dict[str, object]:
    run = (
        CostRun.objects.filter(scenario=scenario, superseded_at=None)
        .select_related("mapping", "survey", "scenario")
        .order_by("-month")
        .first()
    )
    if run is None:
        return {"price_level": scenario.price_level if scenario else None}
    method = _(
        "Ledgers as imported, mapping {mapping}, time survey {survey}, "
        "calculation {version}."
    ).format(
        mapping=run.mapping or "–", survey=run.survey or "–", version=run.calc_version
    )
    return {
        "price_level": run.scenario.price_level,
        "method": f"{method} {heads_in_words(heads)}".strip(),
    }


def _frozen(
    request: PersonRequest, scenario: ScenarioVersion, form: FreezeForm
) -> HttpResponse | None:
    said = form.cleaned_data
    statement = Statement(signed_by=request.person, **said)
    try:
        frozen = freeze(scenario, statement, by=by(request), at=clock.now())
    except ExpectedFailure as failure:
        form.add_error(None, failure.message(_))
        return None
    messages.success(request, _("The baseline is frozen. Nobody can change it now."))
    return redirect("costing:frozen", number=frozen.scenario.number)
