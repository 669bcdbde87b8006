# SPDX-License-Identifier: EUPL-1.2
"""What a service costs at a provider becomes what each receiving unit costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.money import split_groups

Whole = NDArray[np.int64]

FINE = 10_000  # volumes count to a ten-thousandth of a unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Parallel arrays: provider, service, unit, cost and labour in öre."""

    provider: Whole
    service: Whole
    unit: Whole
    cost: Whole
    labour: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Who used what from whom: parallel arrays; `volume` in units of the service."""

    provider: Whole
    service: Whole
    unit: Whole
    volume: NDArray[np.float64]


def receive(cost: Whole, labour: Whole, *, use: Use, stays_with: Whole) -> Received:
    """Spread cost (g, s) over the units that used the service, by volume.

    What nobody is known to have used stays with the node `stays_with` (g,) of its
    provider. Σ out = Σ in, to the öre, for cost and for labour.
    """
    services = cost.shape[1]
    weights = np.rint(use.volume * FINE).astype(np.int64)
    used = weights > 0
    key = (use.provider * services + use.service)[used]
    order = np.argsort(key, kind="stable")
    key, unit, weights = key[order], use.unit[used][order], weights[used][order]
    groups, sizes = np.unique(key, return_counts=True)
    money = np.stack([cost.ravel(), labour.ravel()])
    parts = [split_groups(row[groups], sizes, weights) for row in money]
    unused = np.setdiff1d(np.flatnonzero((money != 0).any(axis=0)), groups)
    all_keys = np.concatenate([key, unused])
    return Received(
        provider=all_keys // services,
        service=all_keys % services,
        unit=np.concatenate([unit, stays_with[unused // services]]),
        cost=np.concatenate([parts[0], money[0][unused]]),
        labour=np.concatenate([parts[1], money[1][unused]]),
    )
