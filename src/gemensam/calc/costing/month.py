# SPDX-License-Identifier: EUPL-1.2
"""A month's ledger, people and volumes become what services cost at providers and in
units, exact and drawn."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.became import around_as, pools_as, shares_as
from gemensam.calc.costing.evidence import (
    Around,
    Became,
    Catalogue,
    Employment,
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
from gemensam.calc.costing.unseen import Seen, Unseen, drawn_money

ASSUMED = Unseen()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """`keys` are the pools' in their order, `providers` ids of units in theirs."""

    pools: Pools
    keys: list[PoolKey]
    providers: list[int]
    services: ServiceCost
    received: Received


def month_cost(
    evidence: MonthEvidence,
    *,
    treat: Callable[[Coding], Treated],
    known: Known | None,
    catalogue: Catalogue,
    draws: int,
) -> MonthCost:
    """Everything of one month; the same for the same evidence."""
    frame = evidence.frame
    sorted_ = pools_of(
        evidence.rows,
        treat=treat,
        frame=frame,
        employed=evidence.employed,
        like=known.like if known else _nobody,
    )
    pools = pools_as(sorted_, evidence.became)
    keys = sorted(pools.pools)
    providers = list(dict.fromkeys(frame.provider_of(unit) for unit, _ in keys))
    arrays = _Arrays(pools, keys, providers, frame, catalogue, evidence.became)
    month = arrays.month(known, draws, evidence.drivers)
    year = evidence.month.year
    money = drawn_money(
        month,
        arrays.seen(evidence.uses, around_as(evidence.around, evidence.became)),
        assumed=ASSUMED,
        codes=np.random.default_rng(0x5EED),
        year=np.random.default_rng([year, 0x5EED]),
        rng=np.random.default_rng([year, evidence.month.month, 0x5EED]),
    )
    cost = services_of(month, money=money)
    return MonthCost(
        pools=pools,
        keys=keys,
        providers=providers,
        services=cost,
        received=_received(cost, evidence.uses, providers, frame),
    )


def _nobody(job: Employment) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class _Arrays:
    """Pools as arrays, in the order of `keys`."""

    pools: Pools
    keys: list[PoolKey]
    providers: list[int]
    frame: Frame
    catalogue: Catalogue
    became: Became = field(default_factory=dict)

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
            unmapped=np.array([pool.unmapped for pool in chosen], dtype=np.int64),
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
        # A unit with money in two ledgers is two pools: what it counts is counted once.
        pools = Counter(unit for unit, _ledger in self.keys)
        for unit, driver in drivers.items():
            weights = [
                self.pools.pools[key].fte
                if driver.weights is None
                else float(driver.weights.get(key[0], 0.0)) / pools[key[0]]
                for key in self.keys
            ]
            for place, key in enumerate(self.keys):
                if key[0] == unit:
                    found[place] = np.array(weights, dtype=float)
        return found

    def seen(self, uses: Uses, around: Around) -> Seen:
        """The rows behind the amounts."""
        chosen = [self.pools.pools[key] for key in self.keys]
        ledgers = sorted({ledger for _unit, ledger in self.keys})
        supports = [self.frame.supports(unit) for unit, _ledger in self.keys]
        central = [
            self.frame.is_central(self.frame.provider_of(unit)) for unit, _ in self.keys
        ]
        level, steady = self._usual(around)
        return Seen(
            people_square=np.array([pool.people_square for pool in chosen]),
            overhead_square=np.array([pool.overhead_square for pool in chosen]),
            direct_square=self._by_service([pool.direct_square for pool in chosen]),
            overhead_rows=np.array([pool.overhead_rows for pool in chosen]),
            direct_rows=self._by_service([pool.direct_rows for pool in chosen]),
            ledger=np.array([ledgers.index(ledger) for _unit, ledger in self.keys]),
            supports=np.array(supports, dtype=bool),
            settled=np.array(supports, dtype=bool) & ~np.array(central, dtype=bool),
            serves=self._serves(uses),
            unmapped_ore=self._unmapped(),
            beyond_ore=float(max(self.pools.beyond, 0)),
            level=level,
            steady=steady,
        )

    def _usual(self, around: Around) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(p, s) öre that direct cost usually is, and how steady that is."""
        services = self.catalogue.services
        place = {service: number for number, service in enumerate(services)}
        row = {key: number for number, key in enumerate(self.keys)}
        level, sure = np.zeros((2, len(self.keys), len(services)))
        for (ledger, entity, centre, service), one in around.items():
            unit = self.frame.unit_of(entity, centre)
            at = row.get((unit, ledger)) if unit is not None else None
            if at is not None:
                level[at, place[service]] += one.level
                sure[at, place[service]] += one.level * one.steady
        steady = np.divide(sure, level, out=np.zeros_like(level), where=level > 0)
        return level, steady

    def _unmapped(self) -> float:
        """Öre without mapping on cost centres nobody knows; on those of ordinary units it
        is taken for theirs."""
        found = (
            ore
            for coding, ore in self.pools.unmapped.items()
            if self.frame.unit_of(coding.entity, coding.cost_centre) is None
        )
        return float(max(sum(found), 0))

    def _serves(self, uses: Uses) -> NDArray[np.bool_]:
        """(p, s) who delivers what; where nobody is known to deliver, anybody may."""
        at = {unit: number for number, unit in enumerate(self.providers)}
        by = np.array([at.get(unit, -1) for unit in uses.by.tolist()], dtype=np.int64)
        shape = len(self.providers) + 1, len(self.catalogue.services)
        delivers = np.zeros(shape, dtype=bool)
        delivers[by, uses.service] = True  # the last row is nobody's
        delivers[:, ~delivers[:-1].any(axis=0)] = True
        rows = [at[self.frame.provider_of(unit)] for unit, _ledger in self.keys]
        return delivers[np.array(rows, dtype=np.int64)]

    def _by_service(self, counted: Sequence[Counter[int]]) -> NDArray[np.float64]:
        place = {one: number for number, one in enumerate(self.catalogue.services)}
        table = np.zeros((len(counted), len(place)))
        for number, counter in enumerate(counted):
            for service, value in counter.items():
                table[number, place[service]] = value
        return table

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
        told = pool_shares(known.shares.point, people).astype(np.float64)
        drawn = pool_shares(known.shares.draws, people).astype(np.float32)
        services, became = self.catalogue.services, self.became
        return shares_as(told, services, became), shares_as(drawn, services, became)


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
