# SPDX-License-Identifier: EUPL-1.2
"""Figures of a municipality in memory with the 90 % intervals costing states for them,
and the truth: every service in every administration, areas, and the whole year.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.month import MonthCost
from gemensam.calc.interval import nine_of_ten
from gemensam.demo.memory import MONTHS, InMemory, stored_draws
from gemensam.demo.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Estimates, the ends of their 90 % intervals, and what is true, in parallel arrays."""

    estimate: Floats
    low: Floats
    high: Floats
    truth: Floats


def names_of(world: World) -> list[str]:
    """What the figures are of, in their order: the total, the areas, then service after
    service each administration or company."""
    services, owners = world.scene.services, world.scene.organisation.owners
    cells = [f"{code} {owner.code}" for code in services.codes for owner in owners]
    return ["total", "finance", "hr", "it", *cells]


def figures_of(world: World, *, draws: int) -> Figures:
    """What costing makes of the files of the baseline year, in öre; only of a municipality
    before its centre, where everything is somebody's. Raises ValueError."""
    if world.scene.timeline.stage.has_centre:
        raise ValueError("only a municipality before its centre, see Stage.PRESTUDY")
    told = InMemory(world, draws=draws)
    shape = len(world.scene.services), len(world.scene.organisation.owners)
    estimate = np.zeros(shape)
    whole, drawn = np.zeros((draws, shape[0])), np.zeros((draws, *shape))
    owner = _owners(world, told)
    for month in told.baseline_months:
        cost = told.cost(month)
        top = [
            told.units.frame(month).top(unit) for unit in cost.received.unit.tolist()
        ]
        ore, off = _by_owner(cost, owner[top], shape)
        estimate += ore
        drawn += off
        whole += _whole(cost)
    area = world.scene.services.area
    figures = np.concatenate([_areas(whole, area), drawn.reshape(draws, -1)], axis=1)
    low, high = nine_of_ten(figures, 0.0)
    middle = _summed(estimate[None], area)[0]
    return Figures(
        estimate=middle,
        low=middle + low,
        high=middle + high,
        truth=_summed(_truth(world, shape)[None], area)[0],
    )


def _owners(world: World, told: InMemory) -> NDArray[np.int64]:
    """By unit of the register its place among the owners; −1 of others."""
    place = {
        one.code: number for number, one in enumerate(world.scene.organisation.owners)
    }
    return np.array([place.get(code, -1) for code in told.units.codes], dtype=np.int64)


def _by_owner(
    cost: MonthCost, owner: NDArray[np.int64], shape: tuple[int, int]
) -> tuple[Floats, Floats]:
    """(s, o) öre and (R, s, o) how far draws lie from them, as they are stored and
    added: see `outcomes.queries.interval`. `owner` of each that received."""
    received = cost.received
    stored = stored_draws(cost.services.drawn, cost.services.cost).astype(np.float32)
    place = received.service * shape[1] + owner
    estimate = np.bincount(
        place, weights=received.cost, minlength=shape[0] * shape[1]
    ).astype(np.float64)
    key = place * len(cost.providers) + received.provider
    keys, at = np.unique(key, return_inverse=True)
    ore = np.bincount(at, weights=received.cost).astype(np.float32)
    cell, provider = np.divmod(keys, len(cost.providers))
    off = stored[:, provider, cell // shape[1]] * ore
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    off_cells = np.zeros((len(stored), shape[0] * shape[1]))
    if len(starts):
        off_cells[:, cell[starts]] = np.add.reduceat(off, starts, axis=1)
    return estimate.reshape(shape), off_cells.reshape(-1, *shape)


def _whole(cost: MonthCost) -> Floats:
    """(R, s) how far draws of the whole of a service lie from what it cost."""
    point = cost.services.cost.sum(axis=0)
    off: Floats = (
        stored_draws(cost.services.drawn.sum(axis=1, dtype=float), point) * point
    )
    return off


def _areas(services: Floats, area: NDArray[np.int64]) -> Floats:
    """(R, s) → (R, 4): the whole and the areas."""
    areas = [services[:, area == number].sum(axis=1) for number in range(3)]
    return np.stack([services.sum(axis=1), *areas], axis=1)


def _summed(cells: Floats, area: NDArray[np.int64]) -> Floats:
    """(R, s, o) → (R, f): the figures in their order."""
    return np.concatenate(
        [_areas(cells.sum(axis=2), area), cells.reshape(len(cells), -1)], axis=1
    )


def _truth(world: World, shape: tuple[int, int]) -> Floats:
    """(s, o) what services truly cost administrations and companies."""
    cost = world.truth.cost[:, : shape[1], :, :MONTHS]
    found: Floats = cost.sum(axis=(0, 3)).T.astype(np.float64)
    return found
