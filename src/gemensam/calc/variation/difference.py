# SPDX-License-Identifier: EUPL-1.2
"""Two places compared: by how much are times in one longer than in the other?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALVINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How much longer (+) or shorter (−) the second place's times are, in their unit.

    `estimate` with its interval [low, high] is Hodges and Lehmann's: the median of all
    differences between a time there and a time here. `longer` is the chance that a time
    picked there is longer than one picked here (ties count half).
    """

    estimate: float
    low: float
    high: float
    longer: float
    median_here: float
    median_there: float

    @property
    def is_more_than_chance(self) -> bool:
        return self.low > 0 or self.high < 0


def shift(
    here: Sequence[float], there: Sequence[float], *, level: float = 0.95
) -> Shift | None:
    """None when a side has fewer than five times: no interval can be had.

    The interval is that of the rank sum test turned round (Hollander, Wolfe and Chicken,
    Nonparametric Statistical Methods, section 4.3), with the normal approximation of the
    rank. All n·m differences are counted, never formed: memory is O(n + m).
    """
    if min(len(here), len(there)) < 5:
        return None
    x, y = np.sort(np.asarray(here, float)), np.sort(np.asarray(there, float))
    n, m = len(x), len(y)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    edge = max(1, floor(n * m / 2 - z * sqrt(n * m * (n + m + 1) / 12)) + 1)
    pairs = n * m
    middle = (pairs + 1) // 2, (pairs + 2) // 2
    estimate = sum(_ranked(x, y, rank) for rank in middle) / 2
    under = int(np.searchsorted(x, y, side="left").sum())
    until = int(np.searchsorted(x, y, side="right").sum())
    return Shift(
        estimate=estimate,
        low=_ranked(x, y, edge),
        high=_ranked(x, y, pairs + 1 - edge),
        longer=(under + until) / 2 / pairs,
        median_here=float(np.median(x)),
        median_there=float(np.median(y)),
    )


def _ranked(x: Floats, y: Floats, rank: int) -> float:
    """The `rank`-th smallest (from 1) of all y − x; `x` and `y` are sorted."""
    low, high = float(y[0] - x[-1]), float(y[-1] - x[0])
    for _ in range(HALVINGS):
        at = (low + high) / 2
        if not low < at < high:
            break
        # How many differences are at most `at`: for each y, the x of at least y − at.
        if len(x) * len(y) - int(np.searchsorted(x, y - at).sum()) >= rank:
            high = at
        else:
            low = at
    return _nearest(x, y, high)


def _nearest(x: Floats, y: Floats, at: float) -> float:
    """The difference that lies nearest `at`: halving ends within rounding of it."""
    place = np.clip(np.searchsorted(x, y - at), 0, len(x) - 1)
    candidates = np.concatenate((y - x[place], y - x[np.maximum(place - 1, 0)]))
    return float(candidates[np.abs(candidates - at).argmin()])
