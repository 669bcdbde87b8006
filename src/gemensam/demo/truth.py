# SPDX-License-Identifier: EUPL-1.2
"""What every service truly cost, by the product's own definitions, to the öre.

A pool's personnel follows the true shares of its people, weighted by their pay; the
time for leadership spreads over the pool's own services, and so does unused time;
overhead follows the personnel. The centre's management and systems people are stepped
down on full-time equivalents to its teams first. Helpers bring personnel only. Other
work, the programme and internal charges are no cost of support.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.money import split_groups, split_rows
from gemensam.demo.costs import Kind, Rows, pay
from gemensam.demo.people import Spells
from gemensam.demo.scene import Scene

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LOCAL, CENTRE = 0, 1
OWN, DEPARTMENT, SHARED = 0, 1, 2  # whose people: the unit's own, local, the centre's
_FINE = 10**9
_PARTS = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Öre. g: local, centre; o: owners and last the centre itself; closed months only.

    `labour` and `other` (g, o, s, m) are the cost, personnel and the rest; `volume`
    (g, u, s, m) in units; `one_off` (m,). `pool_shares` (pools, s + 2, m) are how a
    pool's personnel money was really spent; pools without support are all other work.
    `unit_cost` and `unit_labour` (3, u + 1, s, m) are the same cost by receiving unit,
    apart for OWN, DEPARTMENT and SHARED; the last row is what no unit used.
    """

    labour: Ints
    other: Ints
    volume: Ints
    one_off: Ints
    pool_shares: Floats
    unit_cost: Ints
    unit_labour: Ints

    @property
    def cost(self) -> Ints:
        return self.labour + self.other


def truth(
    scene: Scene, spells: Spells, rows: Rows, *, shares: Floats, done: Ints
) -> Truth:
    """`shares` (posts, periods, s + 2); `done` (u, s, m) the centre's finished cases."""
    volume = _volumes(scene, done)
    pool_shares = _pool_shares(scene, spells, shares)
    labour, other = _pools(scene, spells, rows, pool_shares)
    by_unit = [_units(scene, part, volume) for part in (labour, other)]
    first = scene.organisation.first_centre
    one_off = np.zeros(scene.timeline.count, dtype=np.int64)
    chosen = rows.kind == Kind.ONE_OFF
    np.add.at(one_off, rows.month[chosen], rows.amount[chosen])
    owners = [
        _owners(scene, part[:first], place)
        for part, place in zip((labour, other), by_unit, strict=True)
    ]
    return Truth(
        labour=owners[0],
        other=owners[1],
        volume=volume,
        one_off=one_off,
        pool_shares=pool_shares,
        unit_cost=by_unit[0] + by_unit[1],
        unit_labour=by_unit[0],
    )


def _volumes(scene: Scene, done: Ints) -> Ints:
    """Local and centre; a case of the centre counts in the month it was done."""
    count, services = scene.timeline.count, scene.services
    ordered = scene.demand.ordered[:, :, :count]
    centre = np.rint(ordered * scene.moved[:, services.area, :count]).astype(np.int64)
    local = ordered - centre
    by_case = services.by_case
    centre[:, by_case] = done[:, by_case, :count]
    return np.stack([local, centre])


def _pool_shares(scene: Scene, spells: Spells, shares: Floats) -> Floats:
    """(pools, s + 2, m) by what everybody was paid, whoever does no support included."""
    count = scene.timeline.count
    amounts, by_project = pay(scene, spells)
    weight = np.where(by_project, 0.0, amounts)
    total = np.zeros((scene.organisation.pools, count))
    np.add.at(total, spells.pool, weight)
    result = np.zeros((scene.organisation.pools, shares.shape[2], count))
    support = np.flatnonzero(spells.post >= 0)
    for month in range(count):
        period = scene.timeline.period_of(month)
        money = shares[spells.post[support], period] * weight[support, month][:, None]
        np.add.at(result[:, :, month], spells.pool[support], money)
    result /= np.where(total > 0, total, 1.0)[:, None, :]
    result[:, -1] = np.where(total > 0, 1 - result[:, :-1].sum(axis=1), 0.0)
    return np.clip(result, 0.0, 1.0)


def _pools(
    scene: Scene, spells: Spells, rows: Rows, shares: Floats
) -> tuple[Ints, Ints]:
    """(pools, s, m) personnel and other cost of services, after the step-down."""
    people = _by_pool(scene, rows, Kind.PEOPLE)
    overhead = _by_pool(scene, rows, Kind.OVERHEAD)
    pools, count = people.shape
    direct = np.zeros((pools, len(scene.services), count), dtype=np.int64)
    chosen = rows.kind == Kind.DIRECT
    place = rows.pool[chosen], rows.service[chosen], rows.month[chosen]
    np.add.at(direct, place, rows.amount[chosen])
    outside = np.rint(shares[:, -1] * _FINE).astype(np.int64)
    inside = split_rows(
        people.ravel(), np.stack([_FINE - outside, outside], axis=-1).reshape(-1, 2)
    )[:, 0].reshape(people.shape)
    _step_down(scene, spells, inside, overhead)
    effective = np.rint(_effective(shares[:, :-2]) * _FINE).astype(np.int64)
    weights = np.moveaxis(effective, 1, 2).reshape(-1, effective.shape[1])
    bare = weights.sum(axis=1) == 0
    weights[bare, 0] = 1  # nothing is left there to split
    spread = [
        np.moveaxis(split_rows(part.ravel(), weights).reshape(pools, count, -1), 2, 1)
        for part in (inside, overhead)
    ]
    return spread[0], spread[1] + direct


def _by_pool(scene: Scene, rows: Rows, kind: Kind) -> Ints:
    table = np.zeros((scene.organisation.pools, scene.timeline.count), dtype=np.int64)
    chosen = rows.kind == kind
    np.add.at(table, (rows.pool[chosen], rows.month[chosen]), rows.amount[chosen])
    return table


def _effective(services: Floats) -> Floats:
    total = services.sum(axis=1, keepdims=True)
    share: Floats = np.divide(
        services, total, out=np.zeros_like(services), where=total > 0
    )
    return share


def _step_down(scene: Scene, spells: Spells, inside: Ints, overhead: Ints) -> None:
    """Management and systems become overhead of the teams, by full-time equivalents."""
    organisation = scene.organisation
    first, last = organisation.first_centre, organisation.programme
    degree = spells.degree[:, None] * spells.present(scene.timeline.count)
    fte = np.zeros((organisation.pools, scene.timeline.count), dtype=np.int64)
    np.add.at(fte, spells.pool, degree)
    leading = slice(first, first + 2)
    amount = inside[leading].sum(axis=0) + overhead[leading].sum(axis=0)
    teams = slice(first + 2, last)
    weights = fte[teams].T
    some = np.flatnonzero((amount > 0) & (weights.sum(axis=1) > 0))
    parts = split_rows(amount[some], weights[some])
    overhead[teams, some] += parts.T
    inside[leading, some] = 0
    overhead[leading, some] = 0


def _units(scene: Scene, cost: Ints, volume: Ints) -> Ints:
    """(3, u + 1, s, m): a unit's own people work for it alone; what a department and the
    centre cost goes to those they served, by volume."""
    organisation, services = scene.organisation, scene.services
    units = len(organisation.receivers)
    result = np.zeros((3, units + 1, *cost.shape[1:]), dtype=np.int64)
    result[OWN, :units] = cost[:units]
    for place in range(len(organisation.support)):
        pool = organisation.first_support + place
        for area in range(3):
            served = np.flatnonzero(organisation.support_of[:, area] == place)
            own = np.flatnonzero(services.area == area)
            if len(served):
                _receive(result[DEPARTMENT], cost[pool], volume[LOCAL], served, own)
    centre = cost[organisation.first_centre :].sum(axis=0)
    everything = np.arange(len(services))
    _receive(result[SHARED], centre, volume[CENTRE], np.arange(units), everything)
    return result


def _receive(result: Ints, cost: Ints, volume: Ints, served: Ints, own: Ints) -> None:
    """Add cost (s, m) of the services `own` to the units `served`, by volume (u, s, m);
    what nobody used goes to the last row."""
    place, month = np.nonzero(cost[own])
    service = own[place]
    if not len(service):
        return
    used = volume[served][:, service, month].T
    unused = (used.sum(axis=1) == 0).astype(np.int64)
    weights = np.concatenate([used, unused[:, None]], axis=1)
    sizes = np.full(len(service), weights.shape[1])
    parts = split_groups(cost[service, month], sizes, weights.ravel())
    parts = parts.reshape(weights.shape)
    for column, receiver in enumerate([*served.tolist(), len(result) - 1]):
        result[receiver, service, month] += parts[:, column]


def _owners(scene: Scene, local: Ints, by_unit: Ints) -> Ints:
    """(g, o, s, m): local cost by the owner of the pool, the centre's by the unit."""
    organisation = scene.organisation
    owners = len(organisation.owners)
    result = np.zeros((2, owners + 1, *local.shape[1:]), dtype=np.int64)
    owner = [*organisation.owner_of, *(part.owner for part in organisation.support)]
    np.add.at(result[LOCAL], np.array(owner), local)
    np.add.at(result[CENTRE], np.append(organisation.owner_of, owners), by_unit[SHARED])
    return result
