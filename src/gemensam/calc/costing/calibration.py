# SPDX-License-Identifier: EUPL-1.2
"""Answers weighed against what was delivered.

How many units of a service a provider delivered, times the standard time, foretells how
its people's time divides over its services. Answers of few are unsure, standard times are
not everybody's: the two are blended on the log scale, each by how sure it is, with the
spread of real times about the standard estimated from all services at once (Fay &
Herriot 1979, JASA 74:366; the spread by Paule & Mandel 1982). People's shares are then
raked to the blend (Deming & Stephan 1940), so that nobody's time grows or shrinks and
nobody is given what they never do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.shares import Shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 15  # of raking; the differences left are below a thousandth
WIDE = 1e6  # a spread that leaves answers as they are
SUREST = 0.02  # no survey tells a share to better than 2 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """n people, g providers, s services. `provider` (n,) whose people they are, −1 for
    those who are nobody's; `weight` (n,) what a person's time counts; `minutes` (g, s)
    of standard time delivered; `kind` (g,) providers that stray alike."""

    provider: Ints
    weight: Floats
    minutes: Floats
    kind: Ints


def calibrate(
    shares: Shares, delivered: Delivered, *, rng: np.random.Generator
) -> Shares:
    """Everybody's shares with those of services moved towards what was delivered.

    Leadership and other work stay; so does everyone without a provider, and each service
    without minutes.
    """
    services = delivered.minutes.shape[1]
    belongs = (
        delivered.provider[None] == np.arange(len(delivered.minutes))[:, None]
    ) * delivered.weight
    point = shares.point.copy()
    drawn = shares.draws.astype(np.float64)
    said = belongs @ point[:, :services]
    said_drawn = np.matmul(belongs, drawn[:, :, :services])
    target, target_drawn = _blend(said, said_drawn, delivered, rng)
    point[:, :services] = _raked(
        point[None, :, :services], belongs, target[None], delivered.provider
    )[0]
    drawn[:, :, :services] = _raked(
        drawn[:, :, :services], belongs, target_drawn, delivered.provider
    )
    return Shares(point=point, draws=drawn.astype(np.float32), answered=shares.answered)


def _blend(
    said: Floats, drawn: Floats, delivered: Delivered, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """(g, s) and (R, g, s): what the services' weights should be, blended."""
    known = (said > 0) & (delivered.minutes > 0)
    variance = np.full(said.shape, np.inf)
    spread = drawn.std(axis=0)
    variance[known] = np.log1p((spread[known] / said[known]) ** 2) + SUREST**2
    gap = np.zeros(said.shape)
    gap[known] = np.log(said[known] / delivered.minutes[known])
    target, target_drawn = said.copy(), drawn.copy()
    for kind in np.unique(delivered.kind):
        rows = np.flatnonzero((delivered.kind == kind) & known.any(axis=1))
        tau = _spread(gap[rows], variance[rows], known[rows])
        for row in rows:
            chosen = known[row]
            var, here = variance[row, chosen], gap[row, chosen]
            middle = np.average(here, weights=1 / (tau + var))
            trust = tau / (tau + var)
            base = np.log(delivered.minutes[row, chosen]) + middle
            target[row, chosen] = np.exp(base + trust * (here - middle))
            off = np.log(np.maximum(drawn[:, row][:, chosen], 1e-12)) - base
            off = np.clip(off, here - middle - 3, here - middle + 3)
            left = np.sqrt(trust * (1 - trust) * var + 2 * _unsure(tau, var))
            noise = rng.normal(size=off.shape) * left
            target_drawn[:, row, chosen] = np.exp(base + trust * off + noise)
    return target, target_drawn


def _spread(gap: Floats, variance: Floats, known: NDArray[np.bool_]) -> float:
    """Variance of real times about the standard, beyond what the answers stray."""
    freedom = known.sum() - len(gap)
    if freedom < 1:
        return WIDE

    def excess(tau: float) -> float:
        weight = np.where(known, 1 / (tau + variance), 0.0)
        middle = (weight * gap).sum(axis=1) / weight.sum(axis=1)
        return float((weight * (gap - middle[:, None]) ** 2).sum() - freedom)

    low, high = 0.0, 4.0
    if excess(low) <= 0:
        return 1e-4
    for _ in range(50):
        tau = (low + high) / 2
        low, high = (tau, high) if excess(tau) > 0 else (low, tau)
    return max((low + high) / 2, 1e-4)


def _unsure(tau: float, variance: Floats) -> Floats:
    """What not knowing the spread itself adds (Prasad & Rao 1990, JASA 85:163, g3)."""
    total = tau + variance
    of_tau = 2 / (1 / total**2).sum()
    return np.asarray(variance**2 / total**3 * of_tau)


def _raked(shares: Floats, belongs: Floats, target: Floats, provider: Ints) -> Floats:
    """(R, n, s) so that providers' sums agree with `target` (R, g, s) as far as people's
    own sums, which stay, allow."""
    raked = shares.copy()
    own = provider >= 0
    of = provider[own]
    total = shares[:, own].sum(axis=2, keepdims=True)
    reach = np.matmul(belongs, shares)
    wanted = np.where(reach > 0, target, 0.0)
    whole = wanted.sum(axis=2, keepdims=True)
    wanted *= np.divide(
        reach.sum(axis=2, keepdims=True),
        whole,
        out=np.ones_like(whole),
        where=whole > 0,
    )
    for _ in range(ROUNDS):
        held = np.matmul(belongs, raked)
        factor = np.divide(wanted, held, out=np.ones_like(held), where=held > 0)
        mine = raked[:, own] * factor[:, of]
        now = mine.sum(axis=2, keepdims=True)
        scale = np.divide(total, now, out=np.ones_like(now), where=now > 0)
        raked[:, own] = mine * scale
    return raked
