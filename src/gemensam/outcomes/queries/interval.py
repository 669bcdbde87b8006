# SPDX-License-Identifier: EUPL-1.2
"""How sure a cost is: the joint draws added draw by draw over what was summed."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet, Sum

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.interval import nine_of_ten
from gemensam.outcomes.models import Cell, CostDraws, MonthSum


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
    rows = CostDraws.objects.filter(
        scenario=scenario,
        month__in=months,
        superseded_at=None,
        provided_by__isnull=not units,
    )
    of = Q(scenario=scenario, month__in=months, source="costing")
    if services:
        of &= Q(service__in=services)
        rows = rows.filter(service__in=services)
    if units:
        cells = Cell.objects.filter(of, unit__in=units, superseded_at=None)
        total, base = _of_units(cells, rows)
    else:
        total = _added(rows.values_list("cost_ore", "draws"))
        sums = MonthSum.objects.filter(of).aggregate(ore=Sum("cost_ore"))
        base = float(sums["ore"] or 0)
    if total is None:
        return None
    low, high = nine_of_ten(total, 0.0)
    return round(base + float(low)), round(base + float(high))


def deviations(packed: bytes | memoryview) -> NDArray[np.float64]:
    """How far each draw of `CostDraws` lies from the cost, as a share of it."""
    return np.frombuffer(bytes(packed), dtype="<f2").astype(np.float64)


def _of_units(
    cells: QuerySet[Cell], rows: QuerySet[CostDraws]
) -> tuple[NDArray[np.float64] | None, float]:
    """Draws in proportion to what the units cost, and that cost."""
    keys = ("month", "service_id", "provided_by_id")
    summed = cells.values_list(*keys).annotate(ore=Sum("cost_ore")).order_by()
    cost = {tuple(key): float(ore or 0) for *key, ore in summed}
    drawn = rows.values_list(*keys, "draws")
    known = ((cost.get(tuple(key)), packed) for *key, packed in drawn)
    return _added(known), sum(cost.values())


def _added(
    parts: Iterable[tuple[float | None, bytes | memoryview]],
) -> NDArray[np.float64] | None:
    """Deviations, draw by draw, of costs whose draws are shares of them."""
    total: NDArray[np.float64] | None = None
    for ore, packed in parts:
        if ore:
            drawn = ore * deviations(packed)
            total = drawn if total is None else total + drawn
    return total
