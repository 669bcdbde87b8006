# SPDX-License-Identifier: EUPL-1.2
"""A frozen baseline: its certificate, its adjustments, and versions beside each other."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gemensam.calc.money import to_ore
from gemensam.catalogue.models import Area, Service
from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.adjust import Wanted, adjust, withdraw
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.forms.freezing import AdjustmentForm, VersionsForm, WithdrawForm
from gemensam.costing.models import BaselineAdjustment, CostRun, FrozenBaseline
from gemensam.costing.queries.adjustments import adjustments_of, over_a_year
from gemensam.costing.queries.confirmations import sealed_of
from gemensam.costing.queries.reconciliation import moved_since
from gemensam.costing.rules import may_freeze, sees_frozen
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import LegalEntity, Person
from gemensam.group.rules import GROUP_FIGURES
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import MonthSum, ScenarioVersion
from gemensam.outcomes.queries import Where, figures
from gemensam.outcomes.queries.versions import months_of

HEX = 8  # characters of a digest told together


def _frozen(number: int) -> FrozenBaseline:
    rows = FrozenBaseline.objects.select_related("scenario", "signed_by")
    return get_object_or_404(rows, scenario__number=number)


@page(sees_frozen)
def frozen(request: PersonRequest, number: int) -> HttpResponse:
    """What was signed: scope, sums, method, words, and the seal over every cell."""
    found = _frozen(number)
    seal = bytes(found.digest).hex()
    return render(
        request,
        "costing/frozen.html",
        {
            "frozen": found,
            "areas": _by_area(found),
            "entities": LegalEntity.objects.filter(pk__in=found.entities),
            "left_out": LegalEntity.objects.filter(pk__in=found.left_out),
            "runs": _runs(found.scenario),
            "seal": [seal[at : at + HEX] for at in range(0, len(seal), HEX)],
            "effects": [over_a_year(one) for one in adjustments_of(found.scenario)],
            "heads": sealed_of(found.confirmations),
            "moved": _moved(found),
            "may_adjust": may_freeze(request.person.standing),
        },
    )


def _moved(found: FrozenBaseline) -> list[tuple[LegalEntity, int]]:
    """Whose ledgers of its months hold other sums now, and öre more (or less)."""
    moved = moved_since(found.scenario, found.months)
    entities = LegalEntity.objects.filter(pk__in=moved).order_by("name")
    return [(one, moved[one.pk]) for one in entities]


def _by_area(found: FrozenBaseline) -> list[tuple[str, int]]:
    sums = dict(
        MonthSum.objects.filter(scenario=found.scenario, source="costing")
        .values_list("service__area_id")
        .annotate(Sum("cost_ore"))
        .order_by()
    )
    named = [(str(area), int(sums.get(area.code) or 0)) for area in Area.objects.all()]
    unplaced = int(sums.get(None) or 0)
    return [*named, (_("Not placed on a service"), unplaced)] if unplaced else named


def _runs(scenario: ScenarioVersion) -> list[tuple[Any, ...]]:
    """Mapping, survey and calculation that the months were computed with."""
    rows = CostRun.objects.filter(scenario=scenario, superseded_at=None)
    return list(
        rows.values_list("mapping__number", "survey__month", "calc_version")
        .distinct()
        .order_by("survey__month", "mapping__number")
    )


@page(sees_frozen)
def adjustments(request: PersonRequest, number: int) -> HttpResponse:
    """Every dated adjustment with what it comes to; a controller adds another."""
    found = _frozen(number)
    may_adjust = may_freeze(request.person.standing)
    form = AdjustmentForm(
        request.POST or None, owners=_owners(), initial={"owner": request.person}
    )
    if request.method == "POST" and may_adjust and form.is_valid():
        try:
            made = adjust(
                found, _wanted(form.cleaned_data), by=by(request), at=clock.now()
            )
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            text = _("Adjustment {number} is made; every comparison shows it.")
            messages.success(request, text.format(number=made.number))
            return redirect("costing:adjustments", number=number)
    return render(
        request,
        "costing/adjustments.html",
        {
            "frozen": found,
            "effects": [over_a_year(one) for one in adjustments_of(found.scenario)],
            "form": form if may_adjust else None,
            "may_adjust": may_adjust,
        },
    )


def _owners() -> QuerySet[Person]:
    """Those who follow the whole group: they can answer for what is compared."""
    return (
        Person.objects.filter(
            roles__role__in=GROUP_FIGURES,
            roles__valid_to=None,
            active=True,
            protected_identity=False,
        )
        .distinct()
        .order_by("name")
    )


def _wanted(said: dict[str, Any]) -> Wanted:
    last, kronor = said["last_month"], said["kronor"]
    return Wanted(
        kind=AdjustmentKind(said["kind"]),
        from_month=said["from_month"],
        to_month=(last + timedelta(days=32)).replace(day=1) if last else None,
        area=said["area"],
        service=said["service"],
        unit=said["unit"],
        ore=to_ore(kronor) if kronor else None,
        percent=said["percent"],
        reason=said["reason"],
        decision=said["decision"],
        owner=said["owner"],
    )


@page(may_freeze)
def withdrawing(request: PersonRequest, number: int, which: int) -> HttpResponse:
    """Take an adjustment back by its opposite, with a reason."""
    one = get_object_or_404(
        BaselineAdjustment.objects.select_related("baseline__scenario"),
        baseline=_frozen(number),
        number=which,
    )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, owner = form.cleaned_data["reason"], request.person
        try:
            withdraw(one, reason=reason, owner=owner, by=by(request), at=clock.now())
        except ExpectedFailure as failure:
            messages.error(request, failure.message(_))
        else:
            messages.success(request, _("The adjustment is taken back."))
        return redirect("costing:adjustments", number=number)
    return render(
        request,
        "costing/withdraw.html",
        {"frozen": one.baseline, "effect": over_a_year(one), "form": form},
    )


@page(sees_frozen)
def versions(request: PersonRequest) -> HttpResponse:
    """Two versions of the baseline: what was signed, and what differs by service."""
    every = ScenarioVersion.objects.filter(kind=ScenarioKind.BASELINE)
    listed = list(every.order_by("-number"))
    form = VersionsForm(request.GET or None, versions=every.order_by("number"))
    pair = listed[1::-1]
    if request.GET and form.is_valid():
        pair = [form.cleaned_data["one"], form.cleaned_data["other"]]
    elif len(pair) == 2:
        named = {"one": pair[0], "other": pair[1]}
        form = VersionsForm(initial=named, versions=every.order_by("number"))
    return render(
        request,
        "costing/versions.html",
        {
            "versions": listed,
            "form": form,
            "pair": [_told(one) for one in pair] if len(pair) == 2 else [],
            "rows": _differences(request.person, *pair) if len(pair) == 2 else [],
        },
    )


def _told(scenario: ScenarioVersion) -> dict[str, Any]:
    signed = FrozenBaseline.objects.filter(scenario=scenario).first()
    return {
        "scenario": scenario,
        "frozen": signed,
        "months": months_of(scenario),
        "runs": _runs(scenario),
    }


def _differences(
    person: Person, one: ScenarioVersion, other: ScenarioVersion
) -> list[dict[str, Any]]:
    """By service: cost in both, the difference, the largest first; and the sums last."""
    costs = [_by_service(person, version) for version in (one, other)]
    services = Service.objects.in_bulk([key for key in {**costs[0], **costs[1]} if key])
    rows = []
    for key in {**costs[0], **costs[1]}:
        before, after = (cost.get(key, 0) for cost in costs)
        rows.append(
            {
                "service": services.get(key) if key else None,
                "before": before,
                "after": after,
                "more": after - before,
                "share": Decimal(after - before) / before if before else None,
            }
        )
    return sorted(rows, key=lambda row: (-abs(row["more"]), -row["before"]))


def _by_service(person: Person, version: ScenarioVersion) -> dict[int | None, int]:
    where = Where(months=months_of(version), sources=["costing"])
    rows = figures(person, version.pk, where, by=("service",))
    return {row.key[0]: int(row["cost_ore"] or 0) for row in rows}
