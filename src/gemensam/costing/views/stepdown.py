# SPDX-License-Identifier: EUPL-1.2
"""By what leadership and common systems hand down their cost: seen, and chosen."""

from typing import Any

from django.contrib import messages
from django.db.models import Max, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.stepdown import choose_step_down
from gemensam.costing.enums import Driver
from gemensam.costing.forms.stepdown import COUNTED, StepDownForm
from gemensam.costing.models import CostRun, PoolStep, StepDownVersion
from gemensam.costing.queries.drivers import current_step_down
from gemensam.costing.rules import may_freeze
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_ledger


@page(sees_ledger)
def step_down(request: PersonRequest) -> HttpResponse:
    """The steps as last computed; a controller chooses order and driver."""
    current = current_step_down()
    steps = _steps()
    givers, receivers = _units(steps, current)
    form = StepDownForm(
        request.POST or None,
        givers=givers,
        receivers=receivers,
        initial=_initial(current),
    )
    may_choose = may_freeze(request.person.standing)
    if request.method == "POST" and may_choose and form.is_valid():
        try:
            choose_step_down(
                form.chosen(),
                form.readings(),
                reason=form.cleaned_data["reason"],
                by=by(request),
                at=clock.now(),
            )
        except ExpectedFailure as failure:
            form.add_error(None, failure.message(_))
        else:
            text = _("It is chosen. Compute the baseline again to see what it does.")
            messages.success(request, text)
            return redirect("costing:step_down")
    return render(
        request,
        "costing/step_down.html",
        {
            "current": current,
            "versions": StepDownVersion.objects.select_related(
                "made_by__person"
            ).order_by("-number")[:20],
            "steps": steps,
            "form": form if may_choose and givers else None,
            "counted": [driver.label for driver in COUNTED],
        },
    )


def _steps() -> list[dict[str, Any]]:
    """The newest month computed: who handed what to whom, and by what."""
    newest = CostRun.objects.filter(superseded_at=None).aggregate(last=Max("month"))
    rows = (
        PoolStep.objects.filter(run__month=newest["last"], run__superseded_at=None)
        .values("pool", "receiver", "driver", "weight", "whole", "run__month")
        .annotate(ore=Sum("amount_ore"))
        .order_by("pool", "-ore")
    )
    listed = list(rows)
    units = Unit.objects.in_bulk(
        {row[name] for row in listed for name in ("pool", "receiver")}
    )
    return [
        {
            **row,
            "giver": units[row["pool"]],
            "to": units[row["receiver"]],
            "driver_label": Driver(row["driver"] or Driver.FTE).label,
        }
        for row in listed
    ]


def _units(
    steps: list[dict[str, Any]], current: StepDownVersion | None
) -> tuple[list[Unit], list[Unit]]:
    """Units that hand down and units that receive, as last computed or chosen."""
    givers = {row["pool"] for row in steps}
    receivers = {row["receiver"] for row in steps} | givers
    if current:
        givers |= set(current.rules.values_list("pool_id", flat=True))
        receivers |= set(current.readings.values_list("unit_id", flat=True))
    named = Unit.objects.order_by("name_key")
    return list(named.filter(pk__in=givers)), list(named.filter(pk__in=receivers))


def _initial(current: StepDownVersion | None) -> dict[str, Any]:
    if current is None:
        return {}
    initial: dict[str, Any] = {}
    for order, pool, driver in current.rules.values_list("order", "pool_id", "driver"):
        initial |= {f"order_{pool}": order, f"driver_{pool}": driver}
    for driver, unit, amount in current.readings.values_list(
        "driver", "unit_id", "amount"
    ):
        initial[f"{driver}_{unit}"] = amount
    return initial
