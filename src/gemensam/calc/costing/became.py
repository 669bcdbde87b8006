# SPDX-License-Identifier: EUPL-1.2
"""What bears the name of a service that has become others is theirs, by their shares.

Rules of mapping and answers about working time are given once and hold for many months:
they go on naming a service after it was split, joined or renamed.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.evidence import Around, Became, Spot, Usual
from gemensam.calc.costing.sorting import Pool, Pools
from gemensam.calc.money import split

Real = TypeVar("Real", np.float32, np.float64)
Flags = NDArray[np.bool_]
WHOLE = Decimal(1)


def shares_as(
    shares: NDArray[Real], services: Sequence[int], became: Became
) -> NDArray[Real]:
    """Shares (…, k) of work, the first of them `services`; each sum stays what it was."""
    if not became:
        return shares
    place = {service: number for number, service in enumerate(services)}
    found = shares.copy()
    for old in became:
        found[..., place[old]] = 0
    for old, parts in became.items():
        for new, share in parts.items():
            found[..., place[new]] += shares[..., place[old]] * shares.dtype.type(share)
    return found


def works_as(works: Flags, services: Sequence[int], became: Became) -> Flags:
    """(…, services) who works on what: on a service, whoever does on what became it."""
    if not became:
        return works
    place = {service: number for number, service in enumerate(services)}
    found = works.copy()
    for old in became:
        found[..., place[old]] = False
    for old, parts in became.items():
        for new in parts:
            found[..., place[new]] |= works[..., place[old]]
    return found


def pools_as(pools: Pools, became: Became) -> Pools:
    """Direct cost in place, to the öre; a row that is split is a row of each."""
    for pool in pools.pools.values() if became else ():
        _direct_as(pool, became)
    return pools


def _direct_as(pool: Pool, became: Became) -> None:
    counted = pool.direct, pool.direct_square, pool.direct_rows
    held = {
        old: [one.pop(old, 0) for one in counted]
        for old in became.keys() & pool.direct.keys()
    }
    for old, (ore, square, rows) in held.items():
        parts = became[old]
        for (new, share), part in zip(
            parts.items(), split(ore, list(parts.values())), strict=True
        ):
            pool.direct[new] += part
            pool.direct_square[new] += round(square * float(share) ** 2)
            pool.direct_rows[new] += rows


def around_as(around: Around, became: Became) -> Around:
    """Levels are parted; what comes together is as steady as its parts on average."""
    if not became:
        return around
    level: dict[Spot, float] = defaultdict(float)
    sure: dict[Spot, float] = defaultdict(float)
    for (ledger, entity, centre, service), usual in around.items():
        for new, share in became.get(service, {service: WHOLE}).items():
            spot = ledger, entity, centre, new
            level[spot] += usual.level * float(share)
            sure[spot] += usual.level * float(share) * usual.steady
    return {
        spot: Usual(held, sure[spot] / held) for spot, held in level.items() if held > 0
    }
