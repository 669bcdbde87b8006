# SPDX-License-Identifier: EUPL-1.2
"""What it matters that some did not answer: the total as foretold, and as it would be if
all who were silent were like those who do least, or most, of those who answered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Support work in the unit of the weights: of those who answered, of the silent as
    foretold, and of the silent if they were like the lowest and highest quarter."""

    answered: float
    foretold: float
    lowest: float
    highest: float

    @property
    def total(self) -> float:
        return self.answered + self.foretold

    @property
    def total_if_lowest(self) -> float:
        return self.answered + self.lowest

    @property
    def total_if_highest(self) -> float:
        return self.answered + self.highest


def silence(
    support: Floats, weight: Floats, answered: NDArray[np.bool_]
) -> Silence | None:
    """`support` (n,) shares of support, foretold where not answered; `weight` (n,) what a
    person counts. None where fewer than five answered: nothing may be said of them."""
    said = support[answered]
    if len(said) < FEWEST:
        return None
    order = np.sort(said)
    quarter = max(round(len(order) / 4), 1)
    quiet = float(weight[~answered].sum())
    return Silence(
        answered=float(said @ weight[answered]),
        foretold=float(support[~answered] @ weight[~answered]),
        lowest=float(order[:quarter].mean()) * quiet,
        highest=float(order[-quarter:].mean()) * quiet,
    )
