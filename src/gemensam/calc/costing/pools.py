# SPDX-License-Identifier: EUPL-1.2
"""What pools cost in a month becomes what services cost at each provider.

A pool is a support unit, a team of the centre, or the administrators inside an ordinary
unit. Its personnel follows the people's shares; leadership spreads over the pool's own
services; overhead follows the personnel. A pool that only leads or runs common systems
is stepped down to the other pools of its provider first (`stepdown`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.stepdown import (
    Hand,
    Moved,
    hand_down,
    hand_down_draws,
    hands,
)
from gemensam.calc.money import split_rows

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Ints = NDArray[np.int64]
Reals = NDArray[np.floating[Any]]

FINE = 10**9  # shares as whole numbers, so that kronor are split exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMonth:
    """p pools, s services. Öre unless said.

    `people`, `overhead`, `unmapped` (p,); `direct` (p, s); `shares` (p, s + 2): services, leadership,
    other work, each row summing to 1; `draws` (R, p, s + 2); `fte` (p,);
    `provider` (p,) which pools are one provider, counted from 0; `drivers`: see
    `stepdown.hands`.
    """

    people: Whole
    overhead: Whole
    unmapped: Whole
    direct: Whole
    shares: Floats
    draws: NDArray[np.float32]
    fte: Floats
    provider: Ints
    drivers: Mapping[int, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What a month's amounts may truly have been: (R, p), (R, p), (R, p, s) öre."""

    people: NDArray[np.float32]
    overhead: NDArray[np.float32]
    direct: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCost:
    """g providers × s services. `unplaced` (g,): support cost of a provider no service of
    which anybody is known to work on, and its `unmapped` (g,): draws place that on its
    services, the cost does not. `outside` (p,): other work of a pool's people.

    Σ cost + unplaced + outside = Σ people + overhead + unmapped + direct, to the öre.
    `labour` is the part of `cost` that was personnel. `drawn` (R, g, s). By pool and
    service (p, s): `own_labour`, `own_overhead`, and `stepped`, what came by `moved` from
    pools without services; with the direct cost they are `cost`.
    """

    cost: Whole
    labour: Whole
    unplaced: Whole
    unmapped: Whole
    outside: Whole
    drawn: NDArray[np.float32]
    effective: Floats  # (p, s): the share of a pool's support work that a service is
    own_labour: Whole
    own_overhead: Whole
    stepped: Whole
    moved: Sequence[Moved]


def services_of(month: PoolMonth, *, money: Money | None = None) -> ServiceCost:
    """Split every pool over its services, exactly, and once for each draw of the shares
    and of the `money`, where that is not sure either."""
    effective = _effective(month.shares)
    bare = ~(effective.sum(axis=1) > 0)
    steps = hands(bare, month.provider, month.fte, month.drivers)
    people, outside = _inside(month)
    # What a bare pool hands down arrives as overhead: labour tells direct personnel only.
    carried = month.overhead + np.where(bare, people, 0)
    overhead, unplaced, moved = hand_down(carried, steps)
    providers = int(month.provider.max(initial=-1)) + 1
    labour_cost = _spread(np.where(bare, 0, people), effective)
    overhead_cost = _spread(overhead, effective)
    own_overhead = _spread(np.where(bare, 0, month.overhead), effective)
    cost = labour_cost + overhead_cost + month.direct
    unmapped = _gather(month.unmapped[:, None], month.provider, providers)[:, 0]
    return ServiceCost(
        cost=_gather(cost, month.provider, providers),
        labour=_gather(labour_cost, month.provider, providers),
        unplaced=_gather(unplaced[:, None], month.provider, providers)[:, 0] + unmapped,
        unmapped=unmapped,
        outside=outside,
        drawn=_drawn(month, money, providers, steps, effective),
        effective=effective,
        own_labour=labour_cost,
        own_overhead=own_overhead,
        stepped=overhead_cost - own_overhead,
        moved=moved,
    )


def _effective(shares: Floats) -> Floats:
    """Services only, leadership spread over them; rows without services stay zero."""
    services = shares[..., :-2]
    total = services.sum(axis=-1, keepdims=True)
    result: Floats = np.divide(
        services, total, out=np.zeros_like(services), where=total > 0
    )
    return result


def _inside(month: PoolMonth) -> tuple[Whole, Whole]:
    """Personnel cost of support work, and of the same people's other work."""
    other = np.rint(month.shares[:, -1] * FINE).astype(np.int64)
    parts = split_rows(month.people, np.stack([FINE - other, other], axis=1))
    return parts[:, 0], parts[:, 1]


def _spread(amounts: Whole, effective: Floats) -> Whole:
    """Amounts (p,) over services (p, s); a row without services must hold nothing."""
    result = np.zeros(effective.shape, dtype=np.int64)
    rows = np.flatnonzero(effective.sum(axis=1) > 0)
    if len(rows):
        weights = np.rint(effective[rows] * FINE).astype(np.int64)
        result[rows] = split_rows(amounts[rows], weights)
    return result


def _gather(values: Whole, provider: Ints, providers: int) -> Whole:
    result = np.zeros((providers, values.shape[1]), dtype=np.int64)
    np.add.at(result, provider, values)
    return result


def _drawn(
    month: PoolMonth,
    money: Money | None,
    providers: int,
    steps: list[Hand],
    point: Floats,
) -> NDArray[np.float32]:
    """The same arithmetic in floats, for every draw at once. `point` (p, s) divides what
    a pool costs in draws that leave it nothing but leadership: nothing is lost."""
    draws = month.draws
    support = 1 - draws[:, :, -1]
    services = draws[:, :, :-2]
    total = services.sum(axis=2)
    effective = np.divide(
        services,
        total[:, :, None],
        out=np.broadcast_to(point.astype(services.dtype), services.shape).copy(),
        where=total[:, :, None] > 0,
    )
    if money is None:
        money = Money(
            people=month.people.astype(np.float32)[None],
            overhead=month.overhead.astype(np.float32)[None],
            direct=month.direct.astype(np.float32)[None],
        )
    carried = money.people * support + money.overhead
    hand_down_draws(carried, steps)
    carried[:, ~(point.sum(axis=1) > 0)] = 0
    result = np.zeros((len(draws), providers, services.shape[2]), dtype=np.float32)
    for provider in range(providers):
        inside = np.flatnonzero(month.provider == provider)
        cost = np.einsum("rp,rps->rs", carried[:, inside], effective[:, inside])
        result[:, provider] = cost + money.direct[:, inside].sum(axis=1)
    return result


People = Sequence[tuple[Ints, Floats]]  # of each pool: rows among the people, weights


def pool_shares(person_shares: Reals, people: People) -> Reals:
    """Shares (…, n, k) of people become shares (…, p, k) of pools.

    A pool where nobody has any weight has no work but leadership: what it costs is
    stepped down, not lost.
    """
    *draws, _, columns = person_shares.shape
    shares = np.zeros((*draws, len(people), columns), dtype=person_shares.dtype)
    for pool, (rows, weights) in enumerate(people):
        if weights.sum() > 0:
            normal = (weights / weights.sum()).astype(person_shares.dtype)
            shares[..., pool, :] = np.einsum(
                "n,...nk->...k", normal, person_shares[..., rows, :]
            )
        else:
            shares[..., pool, -2] = 1
    return shares
