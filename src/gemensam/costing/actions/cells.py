# SPDX-License-Identifier: EUPL-1.2
"""Pools of a month → cost of services at providers → cells of the grain, with draws."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.pools import PoolMonth, ServiceCost, pool_shares, services_of
from gemensam.calc.costing.receivers import Received, Use, receive
from gemensam.calc.costing.unseen import Unseen, unseen_factor
from gemensam.catalogue.enums import CountingSource
from gemensam.catalogue.models import Service
from gemensam.costing.actions.pools import PoolKey, Pools
from gemensam.costing.actions.whodoeswhat import DRAWS, Known
from gemensam.costing.queries.frame import Frame
from gemensam.costing.queries.use import Used, deliveries, used
from gemensam.outcomes.ports import CellValue, DrawnCost, Value

CellKey = tuple[int | None, int, str, int | None]  # service, unit, provider, by whom


@dataclass(frozen=True, slots=True)
class Axes:
    """What the arrays' places mean: ids of providers' units and of services."""

    providers: list[int]
    services: list[int]
    frame: Frame


@dataclass(slots=True)
class MonthCost:
    """A month's result: what the grain is told and what explains it."""

    pools: Pools
    keys: list[PoolKey]
    services: list[int]
    shares: NDArray[np.float64]  # (p, s) as effective
    people: list[tuple[int, int]]  # per pool: asked, answered
    outside: NDArray[np.int64]  # (p,)
    cells: list[CellValue]
    draws: list[DrawnCost]


def cost_of(
    month: date, pools: Pools, *, frame: Frame, known: Known | None
) -> MonthCost:
    """Compute a month from its pools; deterministic for the same evidence."""
    services = list(Service.objects.order_by("code").values_list("pk", flat=True))
    keys = sorted(pools.pools)
    providers = list(dict.fromkeys(frame.provider_of(unit) for unit, _ledger in keys))
    axes = Axes(providers, services, frame)
    result = services_of(_arrays(pools, keys, axes, known))
    use = list(used(month, deliveries(month)))
    received = _received(result, use, axes)
    persons = _persons(keys, pools, known, axes)
    cells = _cells(received, result, use, persons, axes)
    return MonthCost(
        pools=pools,
        keys=keys,
        services=services,
        shares=result.effective,
        people=[_asked(pools.pools[key].weights, known) for key in keys],
        outside=result.outside,
        cells=cells,
        draws=_draws(month, result, pools, axes),
    )


def _arrays(
    pools: Pools, keys: list[PoolKey], axes: Axes, known: Known | None
) -> PoolMonth:
    place = {service: number for number, service in enumerate(axes.services)}
    at = {unit: number for number, unit in enumerate(axes.providers)}
    direct = np.zeros((len(keys), len(axes.services)), dtype=np.int64)
    for number, key in enumerate(keys):
        for service, ore in pools.pools[key].direct.items():
            direct[number, place[service]] = ore
    point, draws = _pool_shares(pools, keys, len(axes.services), known)
    chosen = [pools.pools[key] for key in keys]
    provider = [at[axes.frame.provider_of(unit)] for unit, _ledger in keys]
    return PoolMonth(
        people=np.array([pool.people for pool in chosen], dtype=np.int64),
        overhead=np.array([pool.overhead for pool in chosen], dtype=np.int64),
        direct=direct,
        shares=point,
        draws=draws,
        fte=np.array([pool.fte for pool in chosen], dtype=float),
        provider=np.array(provider, dtype=np.int64),
    )


def _pool_shares(
    pools: Pools, keys: list[PoolKey], services: int, known: Known | None
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Shares of the pools' people; a pool nobody was asked in only leads (see calc)."""
    if known is None:
        point = np.zeros((len(keys), services + 2))
        point[:, -2] = 1
        return point, np.repeat(point[None].astype(np.float32), DRAWS, axis=0)
    weights = np.zeros((len(keys), len(known.people)))
    for number, key in enumerate(keys):
        for person, weight in pools.pools[key].weights.items():
            weights[number, known.people[person]] = weight
    return (
        pool_shares(known.shares.point, weights).astype(np.float64),
        pool_shares(known.shares.draws, weights).astype(np.float32),
    )


def _received(result: ServiceCost, use: Sequence[Used], axes: Axes) -> Received:
    """Support units and the centre spread by volume; a unit's own work is its own."""
    at = {unit: number for number, unit in enumerate(axes.providers)}
    place = {service: number for number, service in enumerate(axes.services)}
    rows = [
        (at[one.provided_by], place[one.service], one.unit, float(one.volume))
        for one in use
        if one.provided_by in at and one.service in place
    ]
    for unit, number in at.items():
        if not axes.frame.supports(unit):
            rows.extend((number, service, unit, 1.0) for service in place.values())
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return receive(
        result.cost,
        result.labour,
        use=Use(
            provider=np.array(columns[0], dtype=np.int64),
            service=np.array(columns[1], dtype=np.int64),
            unit=np.array(columns[2], dtype=np.int64),
            volume=np.array(columns[3], dtype=float),
        ),
        stays_with=np.array(
            [axes.frame.top(unit) for unit in axes.providers], dtype=np.int64
        ),
    )


Persons = NDArray[np.int64]


def _persons(
    keys: list[PoolKey], pools: Pools, known: Known | None, axes: Axes
) -> Persons:
    """(g, s): how many people of a provider work on a service, as far as is known."""
    services = len(axes.services)
    count = np.zeros((len(axes.providers), services), dtype=np.int64)
    if known is None:
        return count
    at = {unit: number for number, unit in enumerate(axes.providers)}
    works = known.shares.point[:, :services] > 0
    for key in keys:
        rows = [known.people[person] for person in pools.pools[key].weights]
        count[at[axes.frame.provider_of(key[0])]] += works[rows].sum(axis=0)
    return count


def _cells(
    received: Received,
    result: ServiceCost,
    use: Sequence[Used],
    persons: Persons,
    axes: Axes,
) -> list[CellValue]:
    frame, providers, services = axes.frame, axes.providers, axes.services
    measures: dict[CellKey, dict[str, Value]] = defaultdict(dict)
    concerned: dict[CellKey, int] = {}
    key: CellKey
    columns = (
        received.provider, received.service, received.unit, received.cost, received.labour
    )  # fmt: skip
    for g, s, unit, cost, labour in zip(*(c.tolist() for c in columns), strict=True):
        if not cost and not labour:
            continue
        by = providers[g]
        key = (services[s], unit, frame.provider_kind(by), by)
        # A unit with two meters of a service comes twice.
        _add(measures[key], "cost_ore", cost)
        _add(measures[key], "labour_ore", labour)
        if labour and persons[g, s]:
            concerned[key] = int(persons[g, s])
    for g, ore in enumerate(result.unplaced.tolist()):
        if ore:
            by = providers[g]
            key = (None, frame.top(by), frame.provider_kind(by), by)
            _add(measures[key], "cost_ore", ore)
    _add_volumes(measures, concerned, use, frame)
    return [
        CellValue(
            service=key[0],
            unit=key[1],
            provider=key[2],
            provided_by=key[3],
            measures=values,
            persons=concerned.get(key),
        )
        for key, values in measures.items()
    ]


def _add(measures: dict[str, Value], name: str, amount: int | Decimal) -> None:
    before = measures.get(name, 0)
    assert not isinstance(before, list)
    measures[name] = before + amount


def _add_volumes(
    measures: dict[CellKey, dict[str, Value]],
    concerned: dict[CellKey, int],
    use: Sequence[Used],
    frame: Frame,
) -> None:
    stock = set(
        Service.objects.filter(counting_source=CountingSource.SUBSCRIPTION).values_list(
            "pk", flat=True
        )
    )
    for one in use:
        kind = frame.provider_kind(one.provided_by)
        key: CellKey = (one.service, one.unit, kind, one.provided_by)
        for name in ("volume", "in_use") if one.service in stock else ("volume",):
            _add(measures[key], name, one.volume.quantize(Decimal("0.01")))
        if one.persons is not None:
            concerned[key] = min(concerned.get(key, one.persons), one.persons)


def _asked(weights: dict[str, float], known: Known | None) -> tuple[int, int]:
    if known is None:
        return 0, 0
    rows = [known.people[person] for person in weights]
    return len(rows), int(known.shares.answered[rows].sum())


def _draws(
    month: date, result: ServiceCost, pools: Pools, axes: Axes
) -> list[DrawnCost]:
    """How far each draw lies from the cost, per provider and service, and in all."""
    unmapped = sum(ore for ore in pools.unmapped.values() if ore > 0)
    seen = float(result.cost.sum())
    # One year's postings share one rate of error: the same draws in each of its months.
    rng = np.random.default_rng([month.year, 0x5EED])
    factor = unseen_factor(
        seen,
        services=result.drawn.shape[2],
        assumed=Unseen(unmapped_ore=float(unmapped), likely=(0.0, 0.5)),
        draws=len(result.drawn),
        rng=rng,
    )
    drawn = result.drawn * factor[:, None, :]
    found = []
    for g, s in np.argwhere(result.cost > 0).tolist():
        cost = int(result.cost[g, s])
        deviations = drawn[:, g, s] / cost - 1
        found.append(
            DrawnCost(
                service=axes.services[s],
                provided_by=axes.providers[g],
                cost_ore=cost,
                deviations=deviations,
            )
        )
    totals, drawn_totals = result.cost.sum(axis=0), drawn.sum(axis=1)
    for s in np.flatnonzero(totals > 0).tolist():
        cost = int(totals[s])
        deviations = drawn_totals[:, s] / cost - 1
        found.append(
            DrawnCost(
                service=axes.services[s],
                provided_by=None,
                cost_ore=cost,
                deviations=deviations,
            )
        )
    return found
