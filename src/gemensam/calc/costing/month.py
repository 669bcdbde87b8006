# SPDX-License-Identifier: EUPL-1.2
"""A month's ledger, people and volumes become what services cost at providers and in
units, exact and drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.evidence import (
    Catalogue,
    MonthEvidence,
    StepDriver,
    Treated,
    Uses,
)
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.known import Known
from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.pools import PoolMonth, ServiceCost, pool_shares, services_of
from gemensam.calc.costing.receivers import Received, Use, receive
from gemensam.calc.costing.sorting import PoolKey, Pools, pools_of
from gemensam.calc.costing.unseen import Unseen, unseen_factor

LIKELY_SUPPORT = (0.0, 0.5)  # how much of the money on unmapped codes is support


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """`keys` are the pools' in their order, `providers` ids of units in theirs;
    `drawn` (R, g, s) what services may have cost, the unseen included."""

    pools: Pools
    keys: list[PoolKey]
    providers: list[int]
    services: ServiceCost
    received: Received
    drawn: NDArray[np.float64]


def month_cost(
    evidence: MonthEvidence,
    *,
    treat: Callable[[Coding], Treated],
    known: Known | None,
    catalogue: Catalogue,
    draws: int,
    year: int,
) -> MonthCost:
    """Everything of one month; the same for the same evidence."""
    frame = evidence.frame
    pools = pools_of(
        evidence.rows,
        treat=treat,
        frame=frame,
        employed=evidence.employed,
        asked=known.people if known else {},
    )
    keys = sorted(pools.pools)
    providers = list(dict.fromkeys(frame.provider_of(unit) for unit, _ in keys))
    arrays = _Arrays(pools, keys, providers, frame, catalogue)
    cost = services_of(arrays.month(known, draws, evidence.drivers))
    return MonthCost(
        pools=pools,
        keys=keys,
        providers=providers,
        services=cost,
        received=_received(cost, evidence.uses, providers, frame),
        drawn=_drawn(cost, pools, year),
    )


@dataclass(frozen=True, slots=True)
class _Arrays:
    """Pools as arrays, in the order of `keys`."""

    pools: Pools
    keys: list[PoolKey]
    providers: list[int]
    frame: Frame
    catalogue: Catalogue

    def month(
        self, known: Known | None, draws: int, drivers: Mapping[int, StepDriver]
    ) -> PoolMonth:
        chosen = [self.pools.pools[key] for key in self.keys]
        at = {unit: number for number, unit in enumerate(self.providers)}
        provider = [at[self.frame.provider_of(unit)] for unit, _ledger in self.keys]
        point, drawn = self._shares(known, draws)
        return PoolMonth(
            people=np.array([pool.people for pool in chosen], dtype=np.int64),
            overhead=np.array([pool.overhead for pool in chosen], dtype=np.int64),
            direct=self._direct(),
            shares=point,
            draws=drawn,
            fte=np.array([pool.fte for pool in chosen], dtype=float),
            provider=np.array(provider, dtype=np.int64),
            drivers=self._drivers(drivers),
        )

    def _drivers(
        self, drivers: Mapping[int, StepDriver]
    ) -> dict[int, NDArray[np.float64]]:
        """Weights by place of the pool, in the order chosen."""
        found = {}
        for unit, driver in drivers.items():
            weights = [
                self.pools.pools[key].fte
                if driver.weights is None
                else float(driver.weights.get(key[0], 0.0))
                for key in self.keys
            ]
            for place, key in enumerate(self.keys):
                if key[0] == unit:
                    found[place] = np.array(weights, dtype=float)
        return found

    def _direct(self) -> NDArray[np.int64]:
        services = self.catalogue.services
        place = {service: number for number, service in enumerate(services)}
        direct = np.zeros((len(self.keys), len(services)), dtype=np.int64)
        for number, key in enumerate(self.keys):
            for service, ore in self.pools.pools[key].direct.items():
                direct[number, place[service]] = ore
        return direct

    def _shares(
        self, known: Known | None, draws: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Shares of the pools' people; a pool nobody was asked in only leads."""
        if known is None:
            point = np.zeros((len(self.keys), len(self.catalogue.services) + 2))
            point[:, -2] = 1
            return point, np.repeat(point[None].astype(np.float32), draws, axis=0)
        people = [
            (
                np.array([known.people[one] for one in pool.weights], dtype=np.int64),
                np.array(list(pool.weights.values()), dtype=float),
            )
            for pool in (self.pools.pools[key] for key in self.keys)
        ]
        return (
            pool_shares(known.shares.point, people).astype(np.float64),
            pool_shares(known.shares.draws, people).astype(np.float32),
        )


def _received(
    cost: ServiceCost, uses: Uses, providers: list[int], frame: Frame
) -> Received:
    """Support units and the centre spread by volume; a unit's own work is its own."""
    at = {unit: number for number, unit in enumerate(providers)}
    row = np.array([at.get(by, -1) for by in uses.by.tolist()], dtype=np.int64)
    known = row >= 0
    services = np.arange(cost.cost.shape[1])
    own = [number for unit, number in at.items() if not frame.supports(unit)]
    units = np.array(providers, dtype=np.int64)[own]
    each = len(services)
    return receive(
        cost.cost,
        cost.labour,
        use=Use(
            provider=np.concatenate([row[known], np.repeat(own, each)]).astype(int),
            service=np.concatenate([uses.service[known], np.tile(services, len(own))]),
            unit=np.concatenate([uses.unit[known], np.repeat(units, each)]),
            volume=np.concatenate([uses.volume[known], np.ones(each * len(own))]),
        ),
        stays_with=np.array([frame.top(unit) for unit in providers], dtype=np.int64),
    )


def _drawn(cost: ServiceCost, pools: Pools, year: int) -> NDArray[np.float64]:
    unmapped = sum(ore for ore in pools.unmapped.values() if ore > 0)
    # One year's postings share one rate of error: the same draws in each of its months.
    factor = unseen_factor(
        float(cost.cost.sum()),
        services=cost.drawn.shape[2],
        assumed=Unseen(unmapped_ore=float(unmapped), likely=LIKELY_SUPPORT),
        draws=len(cost.drawn),
        rng=np.random.default_rng([year, 0x5EED]),
    )
    drawn: NDArray[np.float64] = cost.drawn * factor[:, None, :]
    return drawn
