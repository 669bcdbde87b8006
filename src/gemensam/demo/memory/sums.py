# SPDX-License-Identifier: EUPL-1.2
"""A month as the grain sums it and keeps its draws, by who provides."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.month import MonthCost
from gemensam.demo.memory.municipality import InMemory

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LOCAL, CENTRE = 0, 1
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Öre, local and the centre's apart: `cost` and of it `labour` (2, s + 1), `volume`
    too. `off` (R, s + 1) is how far draws lie from the whole cost, `centre_off` from the
    centre's. The last place is what could not be placed on a service."""

    cost: Whole
    labour: Whole
    volume: Floats
    off: Floats
    centre_off: Floats


def sums_of(told: InMemory, month: date) -> Sums:
    """As `outcomes.MonthSum` and `outcomes.CostDraws` hold what `month` cost."""
    cost, frame = told.cost(month), told.units.frame(month)
    central = np.array([frame.is_central(by) for by in cost.providers], dtype=bool)
    both = np.stack([~central, central]).astype(np.int64)
    services = cost.services
    unplaced = both @ services.unplaced
    wide = np.zeros(len(unplaced), dtype=np.int64)
    return Sums(
        cost=np.column_stack([both @ services.cost, unplaced]),
        labour=np.column_stack([both @ services.labour, wide]),
        volume=volumes_of(told, month),
        off=_off(cost),
        centre_off=_off_of(cost, central),
    )


def volumes_of(told: InMemory, month: date) -> Floats:
    """(2, s + 1) units of each service, each cell's in hundredths."""
    frame = told.units.frame(month)
    hundredths = np.zeros((2, len(told.catalogue.services) + 1), dtype=np.int64)
    for one in told.use.used(month):
        by = CENTRE if frame.is_central(one.by) else LOCAL
        hundredths[by, one.service] += int(one.volume.quantize(_CENT) * 100)
    volume: Floats = hundredths / 100
    return volume


def _off(cost: MonthCost) -> Floats:
    """Of what all providers cost together."""
    services = cost.services
    point = services.cost.sum(axis=0)
    return _with_unplaced(
        stored_draws(services.drawn.astype(np.float64).sum(axis=1), point) * point,
        services.unplaced.sum(),
        services.unmapped.sum(),
    )


def _off_of(cost: MonthCost, chosen: NDArray[np.bool_]) -> Floats:
    """Of what some providers cost, each as it is kept."""
    services = cost.services
    off = np.zeros((len(services.drawn), services.cost.shape[1] + 1))
    for place in np.flatnonzero(chosen).tolist():
        point = services.cost[place]
        off += _with_unplaced(
            stored_draws(services.drawn[:, place], point) * point,
            services.unplaced[place],
            services.unmapped[place],
        )
    return off


def _with_unplaced(off: Floats, unplaced: int, unmapped: int) -> Floats:
    """Draws place on services what has no mapping: in them it is unplaced no longer."""
    is_placed = unplaced > 0 and unmapped > 0
    share = float(np.float16(-unmapped / unplaced)) if is_placed else 0.0
    return np.column_stack([off, np.full(len(off), share * unplaced)])


def stored_draws(drawn: NDArray[np.floating[Any]], point: Whole) -> Floats:
    """Deviations of draws (R, …) from a cost (…), as shares of it, as they are kept."""
    wide = drawn.astype(np.float64)
    ratio = np.divide(wide, point, out=np.ones_like(wide), where=(point > 0)[None])
    kept: Floats = np.clip(ratio - 1, -6e4, 6e4).astype("<f2").astype(np.float64)
    return kept
