# SPDX-License-Identifier: EUPL-1.2
"""Ratios of answers to deliveries, smoothed over providers and services at once.

y_gs = m_g + a_s + e_gs + error, with a ~ N(0, A) what a service takes beside its standard
everywhere, e ~ N(0, T) what it takes at one provider, and an error of known variance:
Fay & Herriot (1979, JASA 74:366) with a second random effect. A and T by EM on Henderson's
mixed-model equations (Searle, Casella & McCulloch 1992, Variance Components, ch. 8).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 60
CLOSE = 0.01  # of the logs of the variances
LEAST = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """c cells in parallel arrays; `row` and `column` count from 0 without holes."""

    y: Floats
    variance: Floats
    row: Ints
    column: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """`matrix` (c, c) makes of any y the best guess of the true ratios, `base` (c,) is the
    guess from provider and service alone. `of_service` is A, `of_cell` T; `likelihood` is REML's, in logs."""

    matrix: Floats
    base: Floats
    of_service: float
    of_cell: float
    likelihood: float


def smooth(seen: Observed, *, start: tuple[float, float] = (0.05, 0.05)) -> Smoothed:
    """Variances by EM from those to start at, then the guess of every cell."""
    design = _Design(seen)
    service, cell = start
    for _ in range(ROUNDS):
        before = service, cell
        service, cell = design.better(service, cell)
        if abs(np.log(service / before[0])) + abs(np.log(cell / before[1])) < CLOSE:
            break
    return design.smoothed(service, cell)


class _Design:
    """Henderson's equations; cells touch one row and one column each."""

    def __init__(self, seen: Observed) -> None:
        self.seen = seen
        self.rows = int(seen.row.max()) + 1
        self.columns = int(seen.column.max()) + 1
        self.place = self.rows + seen.column
        self.size = self.rows + self.columns

    def _solved(self, service: float, cell: float) -> tuple[Floats, Floats, Floats]:
        """Weights, the inverse of the equations, and each cell's own part of it."""
        weight = 1 / (cell + self.seen.variance)
        row, place = self.seen.row, self.place
        left = np.zeros((self.size, self.size))
        np.add.at(left, (row, place), weight)
        left += left.T
        diagonal: Floats = np.bincount(row, weight, self.size).astype(np.float64)
        diagonal += np.bincount(place, weight, self.size)
        diagonal[self.rows :] += 1 / service
        left[np.arange(self.size), np.arange(self.size)] = diagonal
        inverse: Floats = np.linalg.inv(left).astype(np.float64)
        own: Floats = (
            inverse[row, row] + 2 * inverse[row, place] + inverse[place, place]
        )
        return weight, inverse, own

    def _both(self, values: Floats) -> Floats:
        """Effects (rows + columns) at every cell."""
        at: Floats = values[..., self.seen.row] + values[..., self.place]
        return at

    def _effects(self, inverse: Floats, weight: Floats) -> Floats:
        weighed = weight * self.seen.y
        right = np.bincount(self.seen.row, weighed, self.size)
        right += np.bincount(self.place, weighed, self.size)
        effects: Floats = inverse @ right
        return effects

    def better(self, service: float, cell: float) -> tuple[float, float]:
        """One step of EM from variances to better ones."""
        weight, inverse, own = self._solved(service, cell)
        effects = self._effects(inverse, weight)
        left = self.seen.y - self._both(effects)
        diagonal = np.diag(inverse)[self.rows :]
        services = float(np.mean(effects[self.rows :] ** 2 + diagonal))
        trust = cell * weight
        kept = (trust * left) ** 2 + trust * self.seen.variance + trust**2 * own
        return max(services, LEAST), max(float(np.mean(kept)), LEAST)

    def smoothed(self, service: float, cell: float) -> Smoothed:
        weight, inverse, _own = self._solved(service, cell)
        base = self._both(self._both(inverse).T).T * weight
        trust = cell * weight
        matrix = trust[:, None] * np.eye(len(weight)) + (1 - trust)[:, None] * base
        left = self.seen.y - base @ self.seen.y
        sign, size = np.linalg.slogdet(inverse)
        likelihood = 0.5 * float(
            np.log(weight).sum()
            - self.columns * np.log(service)
            + sign * size
            - (weight * left * self.seen.y).sum()
        )
        return Smoothed(
            matrix=matrix,
            base=base @ self.seen.y,
            of_service=service,
            of_cell=cell,
            likelihood=likelihood,
        )
