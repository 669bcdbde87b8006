# SPDX-License-Identifier: EUPL-1.2
"""How sure a cost is: the joint draws added draw by draw over what was summed."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Sum

import numpy as np

from gemensam.outcomes.models import Cell, CostDraws

LEVEL = (0.05, 0.95)


def interval(
    scenario: int,
    months: Sequence[date],
    *,
    services: Sequence[int] = (),
    units: Sequence[int] = (),
) -> tuple[int, int] | None:
    """The 90 % interval of a cost in öre; None when nothing was drawn for it.

    A cell's draws are those of its service and provider, in proportion to its cost.
    """
    cells = Cell.objects.filter(
        scenario=scenario, month__in=months, source="costing", superseded_at=None
    )
    if services:
        cells = cells.filter(service__in=services)
    if units:
        cells = cells.filter(unit__in=units)
    cost = {
        (month, service, by): float(ore or 0)
        for month, service, by, ore in cells.values_list(
            "month", "service_id", "provided_by_id"
        )
        .annotate(ore=Sum("cost_ore"))
        .order_by()
    }
    rows = CostDraws.objects.filter(
        scenario=scenario,
        month__in=months,
        superseded_at=None,
        provided_by__isnull=False,
    )
    if services:
        rows = rows.filter(service__in=services)
    total = None
    for month, service, by, packed in rows.values_list(
        "month", "service_id", "provided_by_id", "draws"
    ):
        ore = cost.get((month, service, by))
        if ore:
            drawn = ore * np.frombuffer(bytes(packed), dtype="<f2").astype(float)
            total = drawn if total is None else total + drawn
    if total is None:
        return None
    low, high = np.quantile(total, LEVEL) + sum(cost.values())
    return round(float(low)), round(float(high))
