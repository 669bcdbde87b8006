# SPDX-License-Identifier: EUPL-1.2
"""Answers weighed against what was delivered.

How many units of a service a provider delivered, times the standard time, foretells how
its people's time divides over its services. Answers of few are unsure, and a service may
take more than its standard everywhere: the two are blended on the log scale (see
`smoothing`), each by how sure it is. People's shares are then raked to the
blend (Deming & Stephan 1940), so that nobody's time grows or shrinks and nobody is given
what they never do.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
Reals = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]

ROUNDS = 12  # of raking; the differences left are below a thousandth
SUREST = 0.02  # no survey tells a share to better than 2 %
LEAST_SURE = 0.5  # variance of a ratio beyond which a sum says next to nothing
HINT = 1e-4  # of what nobody said anything of, for raking to begin with
# A cell's own variance beyond which deliveries foretell too little of what is said of
# next to nothing: that then stays as it was said, which is right on average [own].
FORETOLD = 0.5**2
LEAST_LEFT = 0.05  # of what is delivered, what a provider does itself at least
LEAST = 0.05  # of the fit, what a service is believed to take at least
FITS = 4  # rounds of fitting
VERSIONS = 20  # of how much all differ, over the draws
FEWEST = 12  # cells from which variances can be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """n people, g providers, s services. `provider` (n,) whose people they are, −1 for
    those who are nobody's; `weight` (n,) what a person's time counts; `minutes` (g, s)
    of standard time delivered, `area` (s,) which services are alike; `kind` (g,) providers that stray alike, blended in their
    order. `beside` (g,) who else works on the same deliveries, −1 for nobody: what those
    do of a service, the provider need not."""

    provider: Ints
    weight: Floats
    minutes: Floats
    area: Ints
    kind: Ints
    beside: Ints


def calibrate(
    shares: Shares,
    delivered: Delivered,
    *,
    rng: np.random.Generator,
) -> Shares:
    """Everybody's shares with those of services moved towards what was delivered.

    Leadership and other work stay; so does everyone without a provider, and each service
    without minutes.
    """
    services = delivered.minutes.shape[1]
    point, drawn = shares.point.copy(), shares.draws.copy()
    sums = _Sums(shares, delivered)
    target = sums.said.copy()
    target_drawn = sums.drawn.copy()
    for kind in np.unique(delivered.kind):
        sums.blend(kind, (target, target_drawn), rng)
    for provider in range(len(delivered.minutes)):
        people = np.flatnonzero(delivered.provider == provider)
        weight = delivered.weight[people]
        point[people, :services] = _raked(
            point[None, people, :services], weight, target[None, provider]
        )[0]
        drawn[:, people, :services] = _raked(
            drawn[:, people, :services], weight, target_drawn[:, provider]
        )
    guessed = np.zeros((len(point), services), dtype=bool)
    somebodys = delivered.provider >= 0
    guessed[somebodys] = sums.guessed[delivered.provider[somebodys]]
    return Shares(
        point=point,
        draws=drawn,
        answered=shares.answered,
        stray=shares.stray,
        guessed=guessed,
    )


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


class _Sums:
    """What providers' people say of each service, and how sure that is.

    `stray` (g, s) is the variance seen of each; it goes as a power of the sum, see
    `taylor`.
    """

    def __init__(self, shares: Shares, delivered: Delivered) -> None:
        services = delivered.minutes.shape[1]
        rows = np.arange(len(delivered.minutes))[:, None]
        belongs = (delivered.provider[None] == rows) * delivered.weight
        self.minutes, self.kind = delivered.minutes.copy(), delivered.kind
        self.area, self.beside = delivered.area, delivered.beside
        self.said = belongs @ shares.point[:, :services]
        self.drawn = np.stack(
            [belongs @ one[:, :services].astype(float) for one in shares.draws]
        )
        self.known = delivered.minutes > 0
        self.moved = np.zeros(self.drawn.shape)
        self.guessed = np.zeros(self.minutes.shape, dtype=bool)
        self.stray = belongs**2 @ shares.stray[:, :services]

    def cells(self, kind: int) -> _Cells | None:
        """What is told of a kind surely enough; None where that is too little to learn
        from."""
        speaks = self.said.sum(axis=1) > 0
        cells = self.known & ((self.kind == kind) & speaks)[:, None]
        if not cells.any():
            return None
        begin, told = self._pooled(cells)
        cells &= begin > 0
        row, column = np.nonzero(cells & told)
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

    def blend(
        self,
        kind: int,
        targets: tuple[Floats, Floats],
        rng: np.random.Generator,
    ) -> None:
        """Write what the services' weights should be of the providers of a kind."""
        target, drawn = targets
        self.leave_to_others(kind, targets)
        cells = self.cells(kind)
        if cells is None:
            return
        sure = cells.those(cells.sure)
        seen, best, fit = self.smoothed(sure)
        if best.spread.of_cell > FORETOLD:
            cells = sure
        else:
            seen, best, fit = self.smoothed(cells, best.spread)
        row, column = cells.row, cells.column
        self.guessed[row, column] = ~cells.told
        base = np.log(fit / self.minutes[row, column])
        middle = best.matrix @ seen.y
        target[row, column] = fit * np.maximum(1 + middle - base, LEAST)
        off = self.drawn[:, row, column]
        off = seen.y + (off - off.mean(axis=0)) / fit
        moved = self.moved[:, row, column]
        guess = np.empty_like(off)
        for some in np.array_split(np.arange(len(off)), VERSIONS):
            other = smooth_otherwise(seen, best, rng)
            told = (off - moved)[some] @ other.matrix.T
            guess[some] = told + moved[some] + _unknown(other, seen, len(some), rng)
        guess = np.maximum(1 + guess - base, LEAST)
        drawn[:, row, column] = target[row, column] * guess / guess.mean(axis=0)

    def leave_to_others(self, kind: int, targets: tuple[Floats, Floats]) -> None:
        """Take from the minutes of providers of a kind what those beside them do, which
        is not sure either: `moved` is by how much, on the log scale, in each draw."""
        target, drawn = targets
        for row in np.flatnonzero((self.kind == kind) & (self.beside >= 0)).tolist():
            other = int(self.beside[row])
            all_of_them = np.flatnonzero(self.beside == other)
            minutes = self.minutes[other]
            left = _left(target[other], self.said[all_of_them].sum(), minutes)
            self.minutes[row] *= left
            said = self.drawn[:, all_of_them].sum(axis=(1, 2))
            in_draws = np.log(_left(drawn[:, other], said, minutes))
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

    def smoothed(
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
            )
            best = smooth_as(seen, spread) if spread else smooth(seen, start=start)
            if turn < FITS - 1:
                base, start = best.base, best.spread
        return seen, best, fit


def _left(own: Floats, others: Floats | float, minutes: Floats) -> Floats:
    """(…, s) which part of `minutes` (s,) is left to others when people who spend `own`
    (…, s) on them are as fast as all of them: `own` and `others` (…)."""
    pace = (own.sum(axis=-1) + others) / max(minutes.sum(), 1e-12)
    theirs = np.asarray(pace)[..., None] * minutes
    done = np.divide(own, theirs, out=np.zeros_like(own), where=theirs > 0)
    left: Floats = np.clip(1 - done, LEAST_LEFT, 1.0)
    return left


def _unknown(
    best: Smoothed, seen: Observed, draws: int, rng: np.random.Generator
) -> Floats:
    """(R, c) what smoothing gets wrong because services, providers and their habits
    differ."""
    spread = best.spread

    def effects(variance: float, of: Ints) -> Floats:
        effect: Floats = rng.normal(0, np.sqrt(variance), (draws, int(of.max()) + 1))
        return effect[:, of]

    truth = effects(spread.of_service, seen.column)
    truth += effects(spread.of_habit, seen.block)
    truth += effects(spread.of_cell, np.arange(len(seen.y)))
    noise: Floats = truth @ best.matrix.T - truth
    return noise


def _raked(shares: Reals, weight: Floats, target: Floats) -> Reals:
    """(R, n, s) of one provider's people so that their sums agree with `target` (R, s) as
    far as people's own sums, which stay, allow."""
    total = shares.sum(axis=2, keepdims=True)
    reach = np.einsum("n,rns->rs", weight, shares)
    unsaid = (reach <= 0) & (target > 0)
    shares = np.where(unsaid[:, None], HINT * total, shares)
    reach = np.einsum("n,rns->rs", weight, shares)
    wanted = np.where(reach > 0, target, 0.0)
    whole = wanted.sum(axis=1, keepdims=True)
    wanted *= np.divide(
        reach.sum(axis=1, keepdims=True),
        whole,
        out=np.ones_like(whole),
        where=whole > 0,
    )
    raked = shares.copy()
    for _ in range(ROUNDS):
        held = np.einsum("n,rns->rs", weight, raked)
        factor = np.divide(wanted, held, out=np.ones_like(held), where=held > 0)
        raked *= factor[:, None]
        now = raked.sum(axis=2, keepdims=True)
        raked *= np.divide(total, now, out=np.ones_like(now), where=now > 0)
    return raked
