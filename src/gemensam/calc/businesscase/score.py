# SPDX-License-Identifier: EUPL-1.2
"""How good a forecast was, once the outcome is known.

The continuous ranked probability score, in the unit of the forecast: the absolute error
of a forecast without spread, smaller for one that was sure and right (Gneiting and
Raftery 2007).
"""

from dataclasses import dataclass

import numpy as np

from gemensam.calc.businesscase.ranges import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`place` is the share of the forecast that lies below the outcome."""

    crps: float
    inside: bool
    place: float


def score(levels: Floats, values: Floats, outcome: float) -> Score:
    """Of a forecast given as values (q,) at evenly spread levels (q,), as (i − ½)/q.

    CRPS is twice the mean pinball loss over the levels.
    """
    loss = np.where(
        outcome >= values,
        levels * (outcome - values),
        (1 - levels) * (values - outcome),
    )
    low, high = np.interp([0.05, 0.95], levels, values)
    return Score(
        crps=float(2 * loss.mean()),
        inside=bool(low <= outcome <= high),
        place=float(np.interp(outcome, values, levels, left=0.0, right=1.0)),
    )


def even_levels(count: int) -> Floats:
    """(i − ½)/count for i from 1."""
    levels: Floats = (np.arange(count) + 0.5) / count
    return levels
