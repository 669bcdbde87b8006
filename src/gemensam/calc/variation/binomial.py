# SPDX-License-Identifier: EUPL-1.2
"""The binomial distribution, exactly: tails and interpolated quantiles."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _cumulative(n: int, p: float) -> Floats:
    """P(X ≤ k) for k = 0 … n, X binomial (n, p), 0 < p < 1."""
    k = np.arange(1, n + 1, dtype=np.float64)
    steps = np.log((n - k + 1) / k) + np.log(p) - np.log1p(-p)
    logs = np.concatenate(([0.0], np.cumsum(steps))) + n * np.log1p(-p)
    total: Floats = np.cumsum(np.exp(logs))
    return np.minimum(total, 1.0)


@lru_cache(maxsize=16_384)  # small places are often of a size, and alike
def mid_p_lower(count: int, of: int, p: float) -> float:
    """P(X < count) + ½ P(X = count): where `count` lies among what chance gives.

    In (0, 1) for 0 < p < 1; ½ where p leaves no room for chance.
    """
    if not 0 < p < 1:
        return 0.5
    below = _cumulative(of, p)
    under = float(below[count - 1]) if count else 0.0
    return min(max((under + float(below[count])) / 2, 1e-300), 1 - 1e-16)


def exact_limit(of: int, p: float, level: float) -> float:
    """The share at which `mid_p_lower` reaches `level`, for a place of size `of`.

    Between two counts it is interpolated, so that limits do not jump; beyond the last
    count there is none. (Interpolating the distribution itself, as in Spiegelhalter 2005
    A.1.1, would put a small place with everything on time outside.)
    """
    if not 0 < p < 1:
        return p
    below = _cumulative(of, p)
    tails = (below + np.concatenate(([0.0], below[:-1]))) / 2
    return float(np.interp(level, tails, np.arange(of + 1))) / of
