# SPDX-License-Identifier: EUPL-1.2
"""Between what a figure lies in nine cases of ten."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVEL = (0.05, 0.95)


def nine_of_ten(
    draws: NDArray[np.floating[Any]], figure: Floats | float
) -> tuple[Floats, Floats]:
    """Low and high of `draws` (R, …) of a `figure` (…).

    What is found missing lies on one side of it. The figure is possible all the same, so
    the interval always reaches it, though it need not be in the middle.
    """
    low, high = np.quantile(draws, LEVEL, axis=0)
    return np.minimum(low, figure), np.maximum(high, figure)
