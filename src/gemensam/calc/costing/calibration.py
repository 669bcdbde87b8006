# SPDX-License-Identifier: EUPL-1.2
"""Answers weighed against what was delivered.

How many units of a service a provider delivered, times the standard time, foretells how
its people's time divides over its services. Answers of few are unsure, and a service may
take more than its standard everywhere: the two are blended (see `sums`), each by how sure
it is. People's shares are then raked to the blend (Deming & Stephan 1940), so that
nobody's time grows or shrinks and nobody is given what they never do.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.delivered import Delivered
from gemensam.calc.costing.shares import Shares
from gemensam.calc.costing.sums import sums_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Reals = NDArray[np.floating[Any]]

ROUNDS = 12  # of raking; the differences left are below a thousandth
HINT = 1e-4  # of what nobody said anything of, for raking to begin with


def calibrate(
    shares: Shares,
    delivered: Delivered,
    *,
    rng: np.random.Generator,
) -> Shares:
    """Everybody's shares with those of services moved towards what was delivered.

    Leadership and other work stay; so does everyone without a provider, and each service
    without minutes.
    """
    services = delivered.minutes.shape[1]
    point, drawn = shares.point.copy(), shares.draws.copy()
    sums = sums_of(shares, delivered, rng)
    sums.blend(rng)
    for provider in range(len(delivered.minutes)):
        people = np.flatnonzero(delivered.provider == provider)
        weight = delivered.weight[people]
        point[people, :services] = _raked(
            point[None, people, :services],
            weight,
            sums.target[None, provider],
            area=delivered.area,
        )[0]
        drawn[:, people, :services] = _raked(
            drawn[:, people, :services],
            weight,
            sums.target_drawn[:, provider],
            area=delivered.area,
        )
    guessed = np.zeros((len(point), services), dtype=bool)
    somebodys = delivered.provider >= 0
    guessed[somebodys] = sums.guessed[delivered.provider[somebodys]]
    return Shares(
        point=point,
        draws=drawn,
        answered=shares.answered,
        stray=shares.stray,
        guessed=guessed,
    )


def _raked(shares: Reals, weight: Floats, target: Floats, *, area: Ints) -> Reals:
    """(R, n, s) of one provider's people so that their sums agree with `target` (R, s) as
    far as people's own sums, which stay, allow."""
    total = shares.sum(axis=2, keepdims=True)
    reach = np.einsum("n,rns->rs", weight, shares)
    unsaid = (reach <= 0) & (target > 0)
    shares = np.where(unsaid[:, None], HINT * _alike(shares, area), shares)
    reach = np.einsum("n,rns->rs", weight, shares)
    wanted = np.where(reach > 0, target, 0.0)
    whole = wanted.sum(axis=1, keepdims=True)
    wanted *= np.divide(
        reach.sum(axis=1, keepdims=True),
        whole,
        out=np.ones_like(whole),
        where=whole > 0,
    )
    raked = shares.copy()
    for _ in range(ROUNDS):
        held = np.einsum("n,rns->rs", weight, raked)
        factor = np.divide(wanted, held, out=np.ones_like(held), where=held > 0)
        raked *= factor[:, None]
        now = raked.sum(axis=2, keepdims=True)
        raked *= np.divide(total, now, out=np.ones_like(now), where=now > 0)
    return raked


def _alike(shares: Reals, area: Ints) -> Reals:
    """(R, n, s) how much each works on what is like each service; on anything, where none
    of them works on the like."""
    areas = np.eye(int(area.max()) + 1, dtype=shares.dtype)[area]
    work = shares @ areas
    nobody = work.sum(axis=1, keepdims=True) <= 0
    alike: Reals = np.where(nobody, shares.sum(axis=2, keepdims=True), work)[:, :, area]
    return alike
