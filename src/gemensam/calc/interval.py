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
    """(n,) up to where nine of ten of `draws` (R, n) lie from `figure` (n,) on."""
    in_order = np.sort(draws, axis=0).astype(np.float64)
    beneath = (in_order < figure).mean(axis=0)
    return _quantile(in_order, beneath + LEVEL[1] - LEVEL[0])


def _quantile(in_order: Floats, share: Floats) -> Floats:
    """(n,) of columns (R, n), each at a share of its own; between draws a straight line."""
    place = np.clip(share, 0, 1) * (len(in_order) - 1)
    before = np.floor(place).astype(np.int64)
    after = np.minimum(before + 1, len(in_order) - 1)
    low = np.take_along_axis(in_order, before[None], axis=0)[0]
    high = np.take_along_axis(in_order, after[None], axis=0)[0]
    found: Floats = low + (place - before) * (high - low)
    return found
