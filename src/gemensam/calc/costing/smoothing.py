# SPDX-License-Identifier: EUPL-1.2
"""Ratios of answers to deliveries, smoothed over providers and services at once.

y_gs = m_g + a_s + b_g,area(s) + e_gs + c_gs + error, with a ~ N(0, A) what a service
takes beside its standard everywhere, b ~ N(0, B) a provider's habits in an area,
e ~ N(0, T) what a service takes at one provider, and two of known variance: c, how far
what was ordered is from what people are employed for, and an error. Fay & Herriot (1979,
JASA 74:366) with more random effects; A, B and T by EM on Henderson's mixed-model
equations (Searle, Casella & McCulloch 1992, Variance Components, ch. 8).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 40
CLOSE = 0.003  # of the logs of the variances
FARTHEST = 30.0  # how many steps at once
LEAST, MOST = 1e-4, 25.0
AREA = 1.0  # so unlike may areas be that next to nothing is assumed of them
# Few providers tell little of habits: they are expected to differ by a tenth, as surely
# as four more of them would tell [own].
HABIT, HABITS = 0.1**2, 4
CELL, CELLS = 0.065**2, 4  # the same of what a service takes at one provider [own]
FEWEST = 6.0  # degrees of freedom with which a variance is believed at least [own]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """c cells in parallel arrays; `row`, `column` and `block`, a row's columns that are
    alike, count from 0 without holes; so does `area`, of the columns. `chance` (c,)
    is the variance of what was ordered."""

    y: Floats
    variance: Floats
    row: Ints
    column: Ints
    block: Ints
    area: Ints
    chance: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Variances: `of_service` A, `of_habit` B, `of_cell` T."""

    of_service: float = 0.05
    of_habit: float = HABIT
    of_cell: float = 0.05

    @property
    def logs(self) -> Floats:
        return np.log([self.of_service, self.of_habit, self.of_cell])

    @classmethod
    def of_logs(cls, logs: Floats) -> "Spread":
        service, habit, cell = np.clip(np.exp(logs), LEAST, MOST).tolist()
        return cls(of_service=service, of_habit=habit, of_cell=cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """`matrix` (c, c) makes of any y the best guess of the true ratios, `base` (c,) is the
    guess without what is the cell's own."""

    matrix: Floats
    base: Floats
    spread: Spread


def smooth(seen: Observed, *, start: Spread | None = None) -> Smoothed:
    """Variances by EM from those to start at, then the guess of every cell.

    Where cells tell little EM takes hundreds of steps; two of them tell where they lead
    (squared extrapolation; Varadhan & Roland 2008, Scandinavian Journal of Statistics
    35:335), and a third mends what was leapt too far.
    """
    design = _Design(seen)
    spread = start or Spread()
    for _ in range(ROUNDS):
        once = design.better(spread)
        step = once.logs - spread.logs
        if np.abs(step).max() < CLOSE:
            break
        bend = design.better(once).logs - once.logs - step
        size = float(np.linalg.norm(bend))
        reach = np.linalg.norm(step) / size if size else FARTHEST
        reach = float(np.clip(reach, 1.0, FARTHEST))
        leapt = Spread.of_logs(spread.logs + 2 * reach * step + reach**2 * bend)
        spread = design.better(leapt)
    return design.smoothed(spread)


def smooth_as(seen: Observed, spread: Spread) -> Smoothed:
    """The guess of every cell, with variances that are known from elsewhere."""
    return _Design(seen).smoothed(spread)


def smooth_otherwise(
    seen: Observed, best: Smoothed, rng: np.random.Generator
) -> Smoothed:
    """The same with variances as they may also be, each as unsure as the cells leave
    it."""
    design = _Design(seen)
    return design.smoothed(design.otherwise(best.spread, rng))


class _Design:
    """Henderson's equations; each cell touches one row, one column and one block."""

    def __init__(self, seen: Observed) -> None:
        self.seen = seen
        rows, columns, blocks = (
            int(one.max()) + 1 for one in (seen.row, seen.column, seen.block)
        )
        self.services = slice(rows, rows + columns)
        self.habits = slice(rows + columns, rows + columns + blocks)
        self.areas = slice(rows + columns + blocks, None)
        cells = np.arange(len(seen.y))
        areas = int(seen.area.max()) + 1
        self.touch = np.zeros((len(cells), rows + columns + blocks + areas))
        self.touch[cells, seen.row] = 1
        self.touch[cells, rows + seen.column] = 1
        self.touch[cells, rows + columns + seen.block] = 1
        self.touch[cells, rows + columns + blocks + seen.area] = 1

    def _solved(self, spread: Spread) -> tuple[Floats, Floats]:
        """The cells' weights, and the inverse of the equations."""
        weight = 1 / (spread.of_cell + self.seen.chance + self.seen.variance)
        left = self.touch.T @ (weight[:, None] * self.touch)
        penalty = np.zeros(len(left))
        penalty[self.services] = 1 / spread.of_service
        penalty[self.habits] = 1 / spread.of_habit
        penalty[self.areas] = 1 / AREA
        inverse: Floats = np.linalg.inv(left + np.diag(penalty)).astype(np.float64)
        return weight, inverse

    def better(self, spread: Spread) -> Spread:
        """One step of EM from variances to better ones."""
        weight, inverse = self._solved(spread)
        effects = inverse @ (self.touch.T @ (weight * self.seen.y))
        squares = effects**2 + np.diag(inverse)
        left = self.seen.y - self.touch @ effects
        own = ((self.touch @ inverse) * self.touch).sum(axis=1)
        trust = spread.of_cell * weight
        beside = self.seen.chance + self.seen.variance
        kept = (trust * left) ** 2 + trust * beside + trust**2 * own
        habits = squares[self.habits]
        return Spread(
            of_service=max(float(squares[self.services].mean()), LEAST),
            of_habit=float((habits.sum() + HABITS * HABIT) / (len(habits) + HABITS)),
            of_cell=float((kept.sum() + CELLS * CELL) / (len(kept) + CELLS)),
        )

    def otherwise(self, spread: Spread, rng: np.random.Generator) -> Spread:
        """Variances drawn from scaled inverse chi-squares; an effect counts as a degree
        of freedom as far as the cells tell it from nothing."""
        weight, inverse = self._solved(spread)
        service = 1 - np.diag(inverse)[self.services] / spread.of_service
        habit = 1 - np.diag(inverse)[self.habits] / spread.of_habit
        cell = spread.of_cell * weight
        return Spread(
            of_service=_drawn(spread.of_service, float(service @ service), rng),
            of_habit=_drawn(spread.of_habit, HABITS + float(habit @ habit), rng),
            of_cell=_drawn(spread.of_cell, CELLS + float(cell @ cell), rng),
        )

    def smoothed(self, spread: Spread) -> Smoothed:
        weight, inverse = self._solved(spread)
        base = self.touch @ inverse @ self.touch.T * weight
        trust = (spread.of_cell + self.seen.chance) * weight
        matrix = trust[:, None] * np.eye(len(weight)) + (1 - trust)[:, None] * base
        return Smoothed(matrix=matrix, base=base @ self.seen.y, spread=spread)


def _drawn(variance: float, freedom: float, rng: np.random.Generator) -> float:
    freedom = max(freedom, FEWEST)
    return max(variance * (freedom - 2) / rng.chisquare(freedom), LEAST)
