# SPDX-License-Identifier: EUPL-1.2
"""Drawing from low, likely and high, and what the draws say."""

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.rough.evidence import Interval

Draws = NDArray[np.float64]


def pert(
    random: np.random.Generator, low: float, likely: float, high: float, count: int
) -> Draws:
    """Draws from the beta-PERT distribution (Malcolm et al. 1959): mean (a + 4m + b)/6."""
    if high <= low:
        return np.full(count, likely)
    first = 1 + 4 * (likely - low) / (high - low)
    second = 1 + 4 * (high - likely) / (high - low)
    return low + (high - low) * random.beta(first, second, count)


def interval(draws: Draws) -> Interval:
    """The median, and the 5th and 95th hundredths around it."""
    low, middle, high = np.percentile(draws, (5, 50, 95))
    return Interval(float(low), float(middle), float(high))
