# SPDX-License-Identifier: EUPL-1.2
"""What providers' people say of each service, weighed against what was delivered.

The two are blended on the log scale (see `smoothing`), each by how sure it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing import lasting
from gemensam.calc.costing.delivered import Delivered
from gemensam.calc.costing.shares import Shares
from gemensam.calc.costing.smoothing import (
    Observed,
    Smoothed,
    Spread,
    smooth,
    smooth_as,
    smooth_otherwise,
)
from gemensam.calc.costing.taylor import Power, power_law

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SUREST = 0.02  # no survey tells a share to better than 2 %
LEAST_SURE = 0.5  # variance of a ratio beyond which a sum says next to nothing
# A cell's own variance beyond which deliveries foretell too little of what is said of
# next to nothing: that then stays as it was said, which is right on average [own].
FORETOLD = 0.5**2
LEAST_LEFT = 0.05  # of what is delivered, what a provider does itself at least
LEAST = 0.05  # of the fit, what a service is believed to take at least
FITS = 4  # rounds of fitting
VERSIONS = 20  # of how much all differ, over the draws
FEWEST = 12  # cells from which variances can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """c cells of providers and services in parallel arrays, a fit to `begin` with, which
    services anybody `told` of, and the law by which what is said of cells strays."""

    row: Ints
    column: Ints
    begin: Floats
    told: Flags
    law: Power

    @property
    def sure(self) -> Flags:
        """(c,) where a sum tells more than that it is little: from others it is not
        learnt how much cells differ, nor from what happens to be done by the silent."""
        strays = self.law.of(self.row, self.begin)
        sure: Flags = self.told & (strays < LEAST_SURE * self.begin**2)
        return sure

    def those(self, chosen: Flags) -> "_Cells":
        return replace(
            self,
            row=self.row[chosen],
            column=self.column[chosen],
            begin=self.begin[chosen],
            told=self.told[chosen],
        )


@dataclass(slots=True, kw_only=True)
class Sums:
    """What g providers' people say of each of s services in R draws beside what was
    delivered, and what is to be believed of it: `target` and `target_drawn`.

    `said` (g, s), `drawn` (R, g, s); `stray` (g, s) is the variance seen of what was said,
    which goes as a power of it, see `taylor`; `luck` (R, g, s) is how far what was
    delivered is from what people are employed for, on the log scale, and `moved` how far
    what is left to a provider by those beside it is. `guessed`: what nobody told of.
    """

    minutes: Floats
    chance: Floats
    area: Ints
    kind: Ints
    beside: Ints
    whose: Ints
    like: Ints
    said: Floats
    drawn: Floats
    stray: Floats
    luck: Floats
    moved: Floats = field(init=False)
    guessed: Flags = field(init=False)
    target: Floats = field(init=False)
    target_drawn: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.moved = np.zeros(self.drawn.shape)
        self.guessed = np.zeros(self.said.shape, dtype=bool)
        self.target, self.target_drawn = self.said.copy(), self.drawn.copy()

    def blend(self, rng: np.random.Generator) -> None:
        """Weigh what was said against what was delivered, kind after kind."""
        for kind in np.unique(self.kind):
            self._leave_to_others(kind)
            self._blend(kind, rng)

    def _cells(self, kind: int) -> _Cells | None:
        """What is told of a kind surely enough; None where that is too little to learn
        from."""
        speaks = self.said.sum(axis=1) > 0
        cells = (self.minutes > 0) & ((self.kind == kind) & speaks)[:, None]
        if not cells.any():
            return None
        begin, told = self._pooled(cells)
        cells &= begin > 0
        row, column = np.nonzero(cells & told)
        if not len(row):
            return None
        law = power_law(
            self.stray[row, column], begin[row, column], row=row, rows=len(speaks)
        )
        row, column = np.nonzero(cells)
        found = _Cells(
            row=row,
            column=column,
            begin=begin[row, column],
            told=told[column],
            law=law,
        )
        sure = int(found.sure.sum())
        few = sure <= len(np.unique(found.row[found.sure])) + 1
        return None if few or sure < FEWEST else found

    def _blend(self, kind: int, rng: np.random.Generator) -> None:
        """Write what the services' weights should be of the providers of a kind."""
        cells = self._cells(kind)
        if cells is None:
            return
        sure = cells.those(cells.sure)
        seen, best, fit = self._smoothed(sure)
        if best.spread.of_cell > FORETOLD:
            cells = sure
        else:
            seen, best, fit = self._smoothed(cells, best.spread)
        row, column = cells.row, cells.column
        self.guessed[row, column] = ~cells.told
        base = np.log(fit / self.minutes[row, column])
        middle = best.matrix @ seen.y
        target = fit * np.maximum(1 + middle - base, LEAST)
        off = self.drawn[:, row, column]
        off = seen.y + (off - off.mean(axis=0)) / fit
        moved, luck = self.moved[:, row, column], self.luck[:, row, column]
        ways = self._ways(cells, len(off))
        guess = np.empty_like(off)
        for some in np.array_split(np.arange(len(off)), VERSIONS):
            other = smooth_otherwise(seen, best, rng)
            told = (off - moved)[some] @ other.matrix.T
            unknown = _unknown(other, [way[some] for way in ways], luck[some])
            guess[some] = told + moved[some] + unknown
        guess = np.maximum(1 + guess - base, LEAST)
        self.target[row, column] = target
        self.target_drawn[:, row, column] = target * guess / guess.mean(axis=0)

    def _ways(self, cells: _Cells, draws: int) -> list[Floats]:
        """(R, c) three times, standard normal: in which way services, habits and cells
        themselves differ from what is seen of them."""
        column, services = cells.column, len(self.area)
        rows, row = np.unique(cells.row, return_inverse=True)
        whose, areas = self.whose[rows], int(self.area.max()) + 1
        (like,) = np.unique(self.like[rows]).tolist()
        habits = lasting.of_habits(whose, areas, draws)
        return [
            lasting.of_services(like, services, draws)[:, column],
            habits[:, row, self.area[column]],
            lasting.of_cells(whose, services, draws)[:, row, column],
        ]

    def _leave_to_others(self, kind: int) -> None:
        """Take from the minutes of providers of a kind what those beside them do, which
        is not sure either: `moved` is by how much, on the log scale, in each draw."""
        for row in np.flatnonzero((self.kind == kind) & (self.beside >= 0)).tolist():
            other = int(self.beside[row])
            all_of_them = np.flatnonzero(self.beside == other)
            minutes = self.minutes[other]
            left = _left(self.target[other], self.said[all_of_them].sum(), minutes)
            self.minutes[row] *= left
            said = self.drawn[:, all_of_them].sum(axis=(1, 2))
            # Luck lowers what a draw believes (see `_unknown`), alike for all of them.
            usual = minutes * np.exp(-self.luck[:, other])
            in_draws = np.log(_left(self.target_drawn[:, other], said, usual))
            self.moved[:, row] = in_draws - in_draws.mean(axis=0)

    def _pooled(self, cells: Flags) -> tuple[Floats, Flags]:
        """(g, s) sums as they would be, did all providers of `cells` take as much of
        their time for a service as they do together, and (s,) which services anybody
        told of: of others it is as their standard time has it."""
        minutes, said = self.minutes * cells, self.said * cells
        level = said.sum(axis=1) / np.maximum(minutes.sum(axis=1), 1e-12)
        usual = minutes * level[:, None]
        whole = usual.sum(axis=0)
        told = said.sum(axis=0) > 0
        ratio = np.divide(
            said.sum(axis=0), whole, out=np.ones_like(whole), where=told & (whole > 0)
        )
        pooled: Floats = usual * ratio
        return pooled, told

    def _smoothed(
        self, cells: _Cells, spread: Spread | None = None
    ) -> tuple[Observed, Smoothed, Floats]:
        """The cells as they are seen, about a fit of providers and services (iterated as
        for a generalised linear mixed model; Breslow & Clayton 1993, JASA 88:9), which
        nothing said of a cell leaves whole. `spread`: None, if it is to be learnt."""
        row, column = cells.row, cells.column
        minutes, said = self.minutes[row, column], self.said[row, column]
        block = row * (int(self.area.max()) + 1) + self.area[column]
        places = [
            np.unique(one, return_inverse=True)[1] for one in (row, column, block)
        ]
        base, start = np.log(cells.begin / minutes), Spread()
        for turn in range(FITS):
            fit = minutes * np.exp(base)
            seen = Observed(
                y=base + said / fit - 1,
                variance=cells.law.of(row, fit) / fit**2 + SUREST**2,
                row=places[0],
                column=places[1],
                block=places[2],
                area=self.area[column],
                chance=self.chance[row, column],
            )
            best = smooth_as(seen, spread) if spread else smooth(seen, start=start)
            if turn < FITS - 1:
                base, start = best.base, best.spread
        return seen, best, fit


def sums_of(shares: Shares, delivered: Delivered, rng: np.random.Generator) -> Sums:
    """Before anything is believed of them."""
    services = delivered.minutes.shape[1]
    rows = np.arange(len(delivered.minutes))
    belongs = (delivered.provider[None] == rows[:, None]) * delivered.weight
    drawn = np.stack(
        [belongs @ one[:, :services].astype(float) for one in shares.draws]
    )
    # Those who work on the same deliveries share what happened to be ordered.
    same = np.where(delivered.beside >= 0, delivered.beside, rows)
    luck = rng.normal(size=drawn.shape)[:, same] * np.sqrt(delivered.chance)
    return Sums(
        minutes=delivered.minutes.copy(),
        chance=delivered.chance,
        area=delivered.area,
        kind=delivered.kind,
        beside=delivered.beside,
        whose=delivered.whose,
        like=delivered.like,
        said=belongs @ shares.point[:, :services],
        drawn=drawn,
        stray=belongs**2 @ shares.stray[:, :services],
        luck=luck,
    )


def _left(own: Floats, others: Floats | float, minutes: Floats) -> Floats:
    """(…, s) which part of `minutes` (…, s) is left to others when people who spend `own`
    (…, s) on them are as fast as all of them: `own` and `others` (…)."""
    pace = (own.sum(axis=-1) + others) / np.maximum(minutes.sum(axis=-1), 1e-12)
    theirs = np.asarray(pace)[..., None] * minutes
    done = np.divide(own, theirs, out=np.zeros_like(own), where=theirs > 0)
    left: Floats = np.clip(1 - done, LEAST_LEFT, 1.0)
    return left


def _unknown(best: Smoothed, ways: Sequence[Floats], luck: Floats) -> Floats:
    """(R, c) what smoothing gets wrong because services, providers and their habits
    differ, each in its way, and by `luck` (R, c)."""
    spread = best.spread
    variances = spread.of_service, spread.of_habit, spread.of_cell
    truth = luck.copy()
    for variance, way in zip(variances, ways, strict=True):
        truth += np.sqrt(variance) * way
    noise: Floats = truth @ best.matrix.T - truth
    return noise
