# SPDX-License-Identifier: EUPL-1.2
"""How much a month differs from the next by itself, and what is more than that.

The noise of a series is taken from its moving range, not from its standard deviation,
which a true change would blow up (Wheeler, Understanding Variation, 1993). A change
counts when it is beyond three of the standard errors of what is compared.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import inf, sqrt
from statistics import fmean

D2 = 1.128  # the mean range of two values of a normal distribution, in its sigma
SIGMAS = 3.0
FEWEST_RANGES = 2  # of which a noise can be told


def sigma(values: Sequence[float]) -> float:
    """Of a single month, in the unit of `values` (oldest first); infinite where they are
    too few to tell."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    return fmean(ranges) / D2 if len(ranges) >= FEWEST_RANGES else inf


def slack(values: Sequence[float], months: int) -> float:
    """How far the sum of so many months may be off by chance: three standard errors."""
    return SIGMAS * sigma(values) * sqrt(months)
