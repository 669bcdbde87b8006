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
    the interval always reaches it, though it need not be in the middle; where it begins
    there, nine of ten draws lie on the other side.
    """
    low, high = np.quantile(draws, LEVEL, axis=0)
    shape = low.shape
    low, high = (np.array(end, dtype=np.float64).reshape(-1) for end in (low, high))
    figures = np.broadcast_to(figure, shape).reshape(-1)
    under, over = np.flatnonzero(figures < low), np.flatnonzero(figures > high)
    if len(under) or len(over):
        by_figure = draws.reshape(len(draws), -1)
        high[under] = _above(by_figure[:, under], figures[under])
        low[over] = -_above(-by_figure[:, over], -figures[over])
        low[under], high[over] = figures[under], figures[over]
    return low.reshape(shape), high.reshape(shape)


def _above(draws: NDArray[np.floating[Any]], figure: Floats) -> Floats:
    """(n,) up to where nine of ten of `draws` (R, n) lie from `figure` (n,) on, no fewer."""
    in_order = np.sort(draws, axis=0)
    many = len(in_order)
    last = (in_order < figure).sum(axis=0) - (-9 * many // 10) - 1
    found: Floats = np.take_along_axis(
        in_order, np.minimum(last, many - 1)[None], axis=0
    )[0]
    return found
