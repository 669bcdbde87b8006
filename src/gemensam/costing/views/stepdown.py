# SPDX-License-Identifier: EUPL-1.2
"""By what leadership and common systems hand down their cost: seen, and chosen."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemensam.core import clock
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.actions.stepdown import choose_step_down
from gemensam.costing.enums import Driver
from gemensam.costing.forms.stepdown import COUNTED, FillForm, StepDownForm
from gemensam.costing.models import PoolStep, StepDownVersion
from gemensam.costing.queries.drivers import current_step_down
from gemensam.costing.queries.offered import (
    PEOPLE,
    Period,
    counted,
    newest_year,
    sources,
    staffed,
)
from gemensam.costing.rules import may_freeze
from gemensam.group.access import PersonRequest, by, page
from gemensam.group.models import Unit
from gemensam.group.rules import sees_ledger


@page(sees_ledger)
def step_down(request: PersonRequest) -> HttpResponse:
    """The steps as last computed; a controller chooses order and driver."""
    current, period = current_step_down(), newest_year()
    steps = _steps(period)
    givers, receivers = _units(steps, current)
    may_choose = may_freeze(request.person.standing)
    if not may_choose or not givers:
        period = None  # nothing is to be chosen: nothing is offered
    fill = _fill(request, period, receivers)
    form = StepDownForm(
        request.POST or None,
        givers=givers,
        receivers=receivers,
        staffed=staffed(period.last) if period else None,
        initial=_initial(current) | _filled(fill, period, receivers),
    )
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
            "fill": fill,
            "period": period,
            "counted": [driver.label for driver in COUNTED],
        },
    )


def _fill(
    request: PersonRequest, period: Period | None, receivers: list[Unit]
) -> FillForm | None:
    """The choice of what to fill in from, and what the address says of it."""
    if period is None:
        return None
    known = sources(period, [unit.pk for unit in receivers])
    named = [
        (
            key,
            _("Delivered: {service}").format(service=service)
            if service
            else _("People in the staff register"),
        )
        for key, service in known
    ]
    return FillForm(request.GET if "column" in request.GET else None, sources=named)


def _filled(
    fill: FillForm | None, period: Period | None, receivers: list[Unit]
) -> dict[str, Any]:
    """The fields of the driver asked for, as the registers count it; and where that is
    from, for the reason. Nothing is saved."""
    if fill is None or period is None or not fill.is_bound or not fill.is_valid():
        return {}
    column, source = fill.cleaned_data["column"], fill.cleaned_data["source"]
    units = [unit.pk for unit in receivers]
    counts = counted(source, period, units)
    fields = fill.fields["source"]
    assert isinstance(fields, ChoiceField)
    labels = dict(fields.choices)  # type: ignore[arg-type]
    reason = _("{driver}: {source}, {first} – {last}.").format(
        driver=Driver(column).label,
        source=labels[source],
        first=f"{period.last if source == PEOPLE else period.first:%Y-%m}",
        last=f"{period.last:%Y-%m}",
    )
    return {f"{column}_{unit}": counts.get(unit) for unit in units} | {"reason": reason}


def _steps(period: Period | None) -> list[dict[str, Any]]:
    """The newest month computed: who handed what to whom, and by what. Of one version:
    another may hold the same month."""
    if period is None:
        return []
    rows = (
        PoolStep.objects.filter(
            run__scenario=period.scenario,
            run__month=period.last,
            run__superseded_at=None,
        )
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
