# SPDX-License-Identifier: EUPL-1.2
"""A ledger's öre split exactly over many cells, against one amount at a time."""

from collections.abc import Iterator

import numpy as np

from bench.harness import Measure, median_seconds
from gemensam.calc.allocation import Pool, step_down
from gemensam.calc.money import split, split_groups, split_rows

ROWS, CELLS = 5_000, 400


def measures() -> Iterator[Measure]:
    random = np.random.default_rng(2026)
    ore = random.integers(-(10**9), 10**9, ROWS)
    weights = random.integers(0, 1000, (ROWS, CELLS))
    one_row = [int(weight) for weight in weights[0]]
    alone = CELLS / median_seconds(lambda: split(int(ore[0]), one_row), runs=50)
    sizes = np.full(ROWS, CELLS)
    flat = weights.ravel()
    if (
        split_rows(ore, weights).ravel().tolist()
        != split_groups(ore, sizes, flat).tolist()
    ):
        raise RuntimeError("rows and groups are split differently")
    for name, work in (
        ("öre split over rows of cells", lambda: split_rows(ore, weights)),
        ("öre split over groups of cells", lambda: split_groups(ore, sizes, flat)),
    ):
        yield Measure(
            name=name,
            value=ROWS * CELLS / median_seconds(work),
            unit="cells/s",
            peer="split, one amount at a time",
            peer_value=alone,
        )
    pools = [_pool(place) for place in range(20)]
    receivers = {f"unit {place}": 10**8 for place in range(300)}
    yield Measure(
        name="20 pools stepped down to 300 receivers",
        value=median_seconds(lambda: step_down(pools, receivers)) * 1e3,
        unit="ms",
        higher_is_better=False,
    )


def _pool(place: int) -> Pool:
    weights = {f"unit {each}": each + place + 1 for each in range(300)}
    weights |= {f"pool {each}": each + 1 for each in range(20)}
    return Pool(name=f"pool {place}", ore=10**9 + place, driver="FTE", weights=weights)
