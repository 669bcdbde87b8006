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

    A cell's draws are those of its service and provider, in proportion to its cost. Where
    all units are summed, so are the providers, whose sum was drawn as well.
    """
    cells = Cell.objects.filter(
        scenario=scenario, month__in=months, source="costing", superseded_at=None
    )
    rows = CostDraws.objects.filter(
        scenario=scenario,
        month__in=months,
        superseded_at=None,
        provided_by__isnull=not units,
    )
    if services:
        cells, rows = (
            cells.filter(service__in=services),
            rows.filter(service__in=services),
        )
    keys = ["month", "service_id"]
    if units:
        cells = cells.filter(unit__in=units)
        keys.append("provided_by_id")
    summed = cells.values_list(*keys).annotate(ore=Sum("cost_ore")).order_by()
    cost = {tuple(key): float(ore or 0) for *key, ore in summed}
    total = None
    for *key, packed in rows.values_list(*keys, "draws"):
        ore = cost.get(tuple(key))
        if ore:
            drawn = ore * np.frombuffer(bytes(packed), dtype="<f2").astype(float)
            total = drawn if total is None else total + drawn
    if total is None:
        return None
    low, high = np.quantile(total, LEVEL) + sum(cost.values())
    return round(float(low)), round(float(high))
