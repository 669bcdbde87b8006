# SPDX-License-Identifier: EUPL-1.2
"""How far sums stray, by how large they are: Taylor's power law.

Of what one provider's people say of its services, the variance goes as a power of the
sum (Taylor 1961, Nature 189:732): nothing grows when little things are rounded, about
the sum itself when each of many stray, its square when all of it strays together. What is
seen of one cell depends on what was said there and would make the low ones look sure;
the law does not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LOWEST, HIGHEST = 0.0, 2.0  # powers that a sum of parts can have
HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Power:
    """Variance `scale` (g,) × (sum ÷ `unit`) to the `power`, of the sums of row g."""

    scale: Floats
    unit: float
    power: float

    def of(self, row: Ints, fit: Floats) -> Floats:
        """(c,) of sums `fit` (c,) in rows (c,)."""
        variance: Floats = self.scale[row] * (fit / self.unit) ** self.power
        return variance


def power_law(seen: Floats, fit: Floats, *, row: Ints, rows: int) -> Power:
    """The power all rows share and the scale of each, from variances `seen` (c,) of sums
    that are about `fit` (c,), above 0 (Poisson quasi-likelihood, whose estimate is right
    whatever the spread of `seen`; Wedderburn 1974, Biometrika 61:439)."""
    unit = float(np.exp(np.log(fit).mean()))
    relative = fit / unit
    logs = np.log(relative)
    total = np.bincount(row, seen, rows)

    def scale_at(power: float) -> Floats:
        whole = np.bincount(row, relative**power, rows)
        scale: Floats = np.divide(
            total, whole, out=np.zeros_like(total), where=whole > 0
        )
        return scale

    low, high = LOWEST, HIGHEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        left = seen - scale_at(middle)[row] * relative**middle
        low, high = (middle, high) if left @ logs > 0 else (low, middle)
    return Power(scale_at(low), unit, low)
