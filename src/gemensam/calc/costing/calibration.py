# SPDX-License-Identifier: EUPL-1.2
"""Answers weighed against what was delivered.

How many units of a service a provider delivered, times the standard time, foretells how
its people's time divides over its services. Answers of few are unsure, and a service may
take more than its standard everywhere: the two are blended on the log scale (see
`twoway`), each by how sure it is. The personal error of answers is read from how far the
blend must go where few people stand behind a sum. People's shares are then raked to the
blend (Deming & Stephan 1940), so that nobody's time grows or shrinks and nobody is given
what they never do.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.shares import Shares
from gemensam.calc.costing.twoway import Observed, Smoothed, smooth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Reals = NDArray[np.floating[Any]]

ROUNDS = 12  # of raking; the differences left are below a thousandth
SUREST = 0.02  # no survey tells a share to better than 2 %
LEAST_SURE = 0.5  # variance of a ratio beyond which a sum says next to nothing
LEAST_LEFT = 0.05  # of what is delivered, what a provider does itself at least
LEAST = 0.05  # of the fit, what a service is believed to take at least
FITS = 4  # rounds of fitting
FEWEST = 12  # cells from which variances can be told
ERRORS = (0.1, 0.15, 0.2, 0.28, 0.4, 0.55)  # spreads tried
ERROR_PRIOR = (0.23, 0.6)  # of the personal error: median, and spread of its log


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """n people, g providers, s services. `provider` (n,) whose people they are, −1 for
    those who are nobody's; `weight` (n,) what a person's time counts; `minutes` (g, s)
    of standard time delivered; `kind` (g,) providers that stray alike, blended in their
    order. `beside` (g,) who else works on the same deliveries, −1 for nobody: what those
    do of a service, the provider need not."""

    provider: Ints
    weight: Floats
    minutes: Floats
    kind: Ints
    beside: Ints


def likely_error(shares: Shares, delivered: Delivered) -> float:
    """The spread of the personal error of answers that best explains how far they are
    from what was delivered, where few people stand behind a sum and where many do."""
    sums = _Sums(shares, delivered)
    score = -((np.log(np.array(ERRORS) / ERROR_PRIOR[0]) / ERROR_PRIOR[1]) ** 2) / 2
    for kind in np.unique(delivered.kind):
        sums.leave_to_others(kind, sums.said)
        cells = sums.cells(kind)
        if cells is not None:
            score += [sums.smoothed(*cells, error)[1].likelihood for error in ERRORS]
    weight = np.exp(score - score.max())
    return float((weight * np.array(ERRORS)).sum() / weight.sum())


def calibrate(
    shares: Shares,
    delivered: Delivered,
    *,
    rng: np.random.Generator,
    error_sd: float = ERROR_PRIOR[0],
) -> Shares:
    """Everybody's shares with those of services moved towards what was delivered.

    Leadership and other work stay; so does everyone without a provider, and each service
    without minutes. `error_sd`: see `likely_error`.
    """
    services = delivered.minutes.shape[1]
    point, drawn = shares.point.copy(), shares.draws.copy()
    sums = _Sums(shares, delivered)
    target = sums.said.copy()
    target_drawn = sums.drawn.copy()
    for kind in np.unique(delivered.kind):
        sums.blend(kind, (target, target_drawn), error_sd, rng)
    for provider in range(len(delivered.minutes)):
        people = np.flatnonzero(delivered.provider == provider)
        weight = delivered.weight[people]
        point[people, :services] = _raked(
            point[None, people, :services], weight, target[None, provider]
        )[0]
        drawn[:, people, :services] = _raked(
            drawn[:, people, :services], weight, target_drawn[:, provider]
        )
    return Shares(
        point=point,
        draws=drawn,
        answered=shares.answered,
        rough=shares.rough,
        personal=shares.personal,
    )


class _Sums:
    """What providers' people say of each service, and how sure that is.

    A sum strays as sums of many small things do, by a variance in proportion to itself:
    `rough` (g,) of rounding and silence, `personal` (g,) for each unit of the personal
    error's variance.
    """

    def __init__(self, shares: Shares, delivered: Delivered) -> None:
        services = delivered.minutes.shape[1]
        rows = np.arange(len(delivered.minutes))[:, None]
        belongs = (delivered.provider[None] == rows) * delivered.weight
        self.minutes, self.kind = delivered.minutes.copy(), delivered.kind
        self.beside = delivered.beside
        self.said = belongs @ shares.point[:, :services]
        self.drawn = np.stack(
            [belongs @ one[:, :services].astype(float) for one in shares.draws]
        )
        self.known = delivered.minutes > 0
        total = np.maximum((self.said * self.known).sum(axis=1), 1e-12)
        square = belongs**2
        self.rough, self.personal = (
            ((square @ one[:, :services]) * self.known).sum(axis=1) / total
            for one in (shares.rough, shares.personal)
        )

    def cells(self, kind: int) -> tuple[Ints, Ints, Floats] | None:
        """Rows and columns of what is told of a kind surely enough, and a fit to begin
        with; None where that is too little to learn from."""
        told = self.said.sum(axis=1) > 0
        cells = self.known & ((self.kind == kind) & told)[:, None]
        if not cells.any():
            return None
        begin = self._pooled(cells)
        row, column = np.nonzero(cells & self._sure_enough(begin))
        if len(row) < FEWEST or len(row) <= len(np.unique(row)) + 1:
            return None
        return row, column, begin[row, column]

    def blend(
        self,
        kind: int,
        targets: tuple[Floats, Floats],
        error_sd: float,
        rng: np.random.Generator,
    ) -> None:
        """Write what the services' weights should be of the providers of a kind."""
        target, drawn = targets
        self.leave_to_others(kind, target)
        cells = self.cells(kind)
        if cells is None:
            return
        row, column, _begin = cells
        seen, best, fit = self.smoothed(*cells, error_sd)
        base = np.log(fit / self.minutes[row, column])
        middle = best.matrix @ seen.y
        target[row, column] = fit * np.maximum(1 + middle - base, LEAST)
        off = self.drawn[:, row, column]
        off = seen.y + (off - off.mean(axis=0)) / fit
        noise = _unknown(best, seen, len(off), rng)
        guess = off @ best.matrix.T + noise - base
        guess = np.maximum(1 + guess, LEAST)
        drawn[:, row, column] = target[row, column] * guess / guess.mean(axis=0)

    def leave_to_others(self, kind: int, target: Floats) -> None:
        """Take from the minutes of providers of a kind what those beside them do."""
        for row in np.flatnonzero((self.kind == kind) & (self.beside >= 0)).tolist():
            other = int(self.beside[row])
            all_of_them = np.flatnonzero(self.beside == other)
            time = target[other].sum() + self.said[all_of_them].sum()
            minutes = self.minutes[other]
            pace = time / max(minutes.sum(), 1e-12)
            done = np.divide(
                target[other],
                pace * minutes,
                out=np.zeros_like(minutes),
                where=pace * minutes > 0,
            )
            self.minutes[row] *= np.clip(1 - done, LEAST_LEFT, 1.0)

    def _pooled(self, cells: NDArray[np.bool_]) -> Floats:
        """(g, s) sums as they would be, did all providers of `cells` take as much of
        their time for a service as they do together."""
        minutes, said = self.minutes * cells, self.said * cells
        level = said.sum(axis=1) / np.maximum(minutes.sum(axis=1), 1e-12)
        usual = minutes * level[:, None]
        whole = usual.sum(axis=0)
        ratio = np.divide(
            said.sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0
        )
        pooled: Floats = usual * ratio
        return pooled

    def _sure_enough(self, fit: Floats) -> NDArray[np.bool_]:
        """Where a sum tells more than that it is little; others stay as they were said,
        which is right on average and of no weight."""
        stray = self.rough + ERROR_PRIOR[0] ** 2 * self.personal
        sure: NDArray[np.bool_] = stray[:, None] < LEAST_SURE * fit
        return sure

    def smoothed(
        self, row: Ints, column: Ints, begin: Floats, error_sd: float
    ) -> tuple[Observed, Smoothed, Floats]:
        """The cells as they are seen, about a fit of providers and services (iterated as
        for a generalised linear mixed model; Breslow & Clayton 1993, JASA 88:9), which
        nothing said of a cell leaves whole."""
        minutes, said = self.minutes[row, column], self.said[row, column]
        places = [np.unique(one, return_inverse=True)[1] for one in (row, column)]
        stray = self.rough[row] + error_sd**2 * self.personal[row]
        base, start = np.log(begin / minutes), (0.05, 0.05)
        for turn in range(FITS):
            fit = minutes * np.exp(base)
            seen = Observed(
                y=base + said / fit - 1,
                variance=stray / fit + SUREST**2,
                row=places[0],
                column=places[1],
            )
            best = smooth(seen, start=start)
            if turn < FITS - 1:
                base, start = best.base, (best.of_service, best.of_cell)
        return seen, best, fit


def _unknown(
    best: Smoothed, seen: Observed, draws: int, rng: np.random.Generator
) -> Floats:
    """(R, c) what smoothing gets wrong because services and providers differ; how much
    they differ is itself known only as well as so many of them tell."""
    services = int(seen.column.max()) + 1
    free = max(len(seen.y) - services - int(seen.row.max()) - 1, 2)
    of_service = best.of_service * services / rng.chisquare(services, (draws, 1))
    of_cell = best.of_cell * free / rng.chisquare(free, (draws, 1))
    service = rng.normal(size=(draws, services)) * np.sqrt(of_service)
    cell = rng.normal(size=(draws, len(seen.y))) * np.sqrt(of_cell)
    truth = service[:, seen.column] + cell
    noise: Floats = truth @ best.matrix.T - truth
    return noise


def _raked(shares: Reals, weight: Floats, target: Floats) -> Reals:
    """(R, n, s) of one provider's people so that their sums agree with `target` (R, s) as
    far as people's own sums, which stay, allow."""
    total = shares.sum(axis=2, keepdims=True)
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
