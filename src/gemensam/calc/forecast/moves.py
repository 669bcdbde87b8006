# SPDX-License-Identifier: EUPL-1.2
"""How much of a cost has moved to the centre and taken effect, month by month.

A move saves nothing in the months just after it, and all that it can a year later: the
way of the savings case (`businesscase.ramp`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.businesscase.ramp import monthly

Floats = NDArray[np.float64]
FULL = 12  # months after which a move has taken all its effect


def in_effect(share: Sequence[float] | Floats) -> Floats:
    """`share` (m,) is what has moved by each month, from the first move on."""
    steps = np.diff(np.asarray(share, dtype=np.float64), prepend=0.0)
    count = len(steps)
    if not count:
        return steps
    way = np.ones(max(count, FULL))
    way[:FULL] = monthly(FULL)[0]
    found: Floats = np.convolve(steps, way[:count])[:count]
    return found


def with_plan(
    moved: Sequence[float] | Floats, planned: Sequence[float], *, known: int
) -> Floats:
    """What will have moved: after the first `known` months the larger of what is
    registered (`moved`) and what had moved by then with what the plan adds (m,)."""
    registered = np.asarray(moved, dtype=np.float64)
    plan = np.asarray(planned, dtype=np.float64)
    if not 0 < known < len(registered):
        return registered
    added = registered[known - 1] + plan - plan[known - 1]
    found = registered.copy()
    found[known:] = np.clip(np.maximum(registered, added)[known:], 0.0, 1.0)
    return found
