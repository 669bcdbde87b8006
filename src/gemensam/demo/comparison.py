# SPDX-License-Identifier: EUPL-1.2
"""The true saving: what months cost, put back to the baseline's volumes and prices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.costs import PRICE_DRIFT
from gemensam.demo.months import plus
from gemensam.demo.scene import Scene
from gemensam.demo.truth import CENTRE, OWN, SHARED
from gemensam.demo.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """(s,) öre: the baseline's same calendar months, the months themselves, and these
    at the baseline's volumes and price level."""

    baseline: Floats
    actual: Floats
    at_baseline: Floats

    @property
    def saving(self) -> float:
        return float(1 - self.at_baseline.sum() / self.baseline.sum())


def compare(world: World, months: Sequence[int]) -> Window:
    """Closed months against the same calendar months of the baseline year.

    Per service: the months' unit cost, its personnel divided by the wages' rise and the
    rest by the prices', times the baseline's volume. A service without volume in either
    is compared as it stands.
    """
    facts = world.truth
    cost, labour = (part.sum(axis=(0, 1)) for part in (facts.cost, facts.labour))
    return _window(world, months, before=(cost, labour), after=(cost, labour))


def effect_of_moving(
    world: World, months: Sequence[int], *, units: Sequence[int], area: int
) -> float:
    """Öre saved in `months` on what moved units use in an area: all that their use cost
    in the baseline against what their own people and the centre cost now. What the
    local departments still cost is no effect of the move."""
    facts, own = world.truth, list(units)
    services = world.scene.services.area == area
    cost, labour = (
        part[:, own][:, :, services].sum(axis=1)
        for part in (facts.unit_cost, facts.unit_labour)
    )
    kept = [OWN, SHARED]
    result = _window(
        world,
        months,
        before=(cost.sum(axis=0), labour.sum(axis=0)),
        after=(cost[kept].sum(axis=0), labour[kept].sum(axis=0)),
        volume=facts.volume[:, own][:, :, services].sum(axis=(0, 1)),
    )
    return float(result.baseline.sum() - result.at_baseline.sum())


Parts = tuple[NDArray[np.int64], NDArray[np.int64]]  # (s, m) cost and labour in it


def _window(
    world: World,
    months: Sequence[int],
    *,
    before: Parts,
    after: Parts,
    volume: NDArray[np.int64] | None = None,
) -> Window:
    if volume is None:
        volume = world.truth.volume.sum(axis=(0, 1))
    now, then = list(months), [month % 12 for month in months]
    real = _real(world.scene, *after)[:, now].sum(axis=1)
    old = volume[:, then].sum(axis=1).astype(np.float64)
    new = volume[:, now].sum(axis=1).astype(np.float64)
    ratio = np.divide(old, new, out=np.ones_like(old), where=(old > 0) & (new > 0))
    return Window(
        baseline=before[0][:, then].sum(axis=1).astype(np.float64),
        actual=after[0][:, now].sum(axis=1).astype(np.float64),
        at_baseline=real * ratio,
    )


def _real(scene: Scene, cost: NDArray[np.int64], labour: NDArray[np.int64]) -> Floats:
    """(s, m) in the price level of the same month of the baseline year."""
    wage = 1 + scene.settings.disturbances.wage_drift
    years = np.arange(cost.shape[1]) // 12
    real: Floats = labour / wage**years + (cost - labour) / (1 + PRICE_DRIFT) ** years
    return real


def unit_cost_index(world: World) -> list[dict[str, object]]:
    """For each pair of years that follow each other: how much dearer or cheaper a unit
    became at fixed prices, weighted by the earlier year's volumes (Laspeyres)."""
    facts, scene = world.truth, world.scene
    real = _real(scene, facts.cost.sum(axis=(0, 1)), facts.labour.sum(axis=(0, 1)))
    volume = facts.volume.sum(axis=(0, 1)).astype(np.float64)
    found: list[dict[str, object]] = []
    for first in range(12, scene.timeline.count, 12):
        now = list(range(first, min(first + 12, scene.timeline.count)))
        then = [month - 12 for month in now]
        old, new = volume[:, then].sum(axis=1), volume[:, now].sum(axis=1)
        ratio = np.divide(old, new, out=np.ones_like(old), where=(old > 0) & (new > 0))
        before = real[:, then].sum()
        change = float((real[:, now].sum(axis=1) * ratio).sum() / before - 1)
        year = plus(scene.timeline.first, first).year
        found.append(
            {
                "year": year,
                "months": len(now),
                "unit_cost_change_pct": round(100 * change, 4),
            }
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreYear:
    """A year of the centre's own work against the same months a year before: `before`
    and, at that year's volumes and in its prices, `at_before`; (s,) öre."""

    year: int
    months: int
    before: Floats
    at_before: Floats

    def share(self, services: NDArray[np.bool_] | None = None) -> float:
        """How much cheaper it became, or what `services` gave of that."""
        saved = self.before - self.at_before
        chosen = saved if services is None else saved[services]
        return float(chosen.sum() / self.before.sum())


def centre_years(world: World) -> Iterator[CentreYear]:
    """By service the months from which the centre had begun to deliver it."""
    facts, scene = world.truth, world.scene
    cost, labour = (part[CENTRE].sum(axis=0) for part in (facts.cost, facts.labour))
    real = _real(scene, cost, labour)
    volume = facts.volume[CENTRE].sum(axis=0).astype(np.float64)
    begun = np.where((volume > 0).any(axis=1), (volume > 0).argmax(axis=1), 0)
    for first in range(12, scene.timeline.count, 12):
        now = [
            month
            for month in range(first, min(first + 12, scene.timeline.count))
            if month - 12 >= scene.start
        ]
        if not now:
            continue
        then = [month - 12 for month in now]
        both = np.array(then) >= begun[:, None]
        old, new = ((volume[:, side] * both).sum(axis=1) for side in (then, now))
        before, after = ((real[:, side] * both).sum(axis=1) for side in (then, now))
        ratio = np.divide(old, new, out=np.ones_like(old), where=(old > 0) & (new > 0))
        yield CentreYear(
            year=plus(scene.timeline.first, first).year,
            months=len(now),
            before=before,
            at_before=after * ratio,
        )


def centre_efficiency(world: World) -> list[dict[str, object]]:
    """As `unit_cost_index`, of the centre's own work alone."""
    return [
        {
            "year": one.year,
            "months": one.months,
            "yearly_efficiency_pct": round(100 * one.share(), 4),
        }
        for one in centre_years(world)
    ]
