# SPDX-License-Identifier: EUPL-1.2
"""Where a level goes from here: months that are seen, and those to come.

    level = where it stood + what moving changes + a slow drift + the month's own chance

`y[m] = a − b·moved[m] + drift[m] + noise[m]`: `a` is free, `b` is what moving all of it
saves, believed as it was promised and corrected by the months; drift is a random walk. All
of it is normal given how noisy a month is and how fast the level drifts, so that months to
come follow from the seen ones exactly (kriging with an unknown mean; Rasmussen and
Williams, Gaussian Processes for Machine Learning, 2006, ch. 2.2 and 2.7). How noisy and how
fast is not known: every value of a grid is weighed by how well it explains the months.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ANYWHERE = 2.0  # how far from 1 a level may lie: all but free
NOISES = np.geomspace(1e-5, 0.6, 41)  # of a month, as a share of the cost
DRIFTS = np.array([0.0, 0.01, 0.05, 0.25])  # variance of a month's step ÷ of its noise
HEARSAY = (
    0.7  # how little the usual noise binds: the width of its Cauchy, in logarithms
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What moving all of it saves in the end, as a share of the cost, and how sure that
    is (one standard deviation)."""

    share: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Of the months to come (h,): the expected level, what moving changes it by in them
    since the last seen month, and draws of it (d, h), `futures` for each row of what was
    seen, side by side."""

    level: Floats
    draws: Floats
    noise: float


def expected(
    seen: Floats,
    *,
    moved: Floats,
    worth: Worth,
    usual: float,
    futures: int,
    rng: np.random.Generator,
) -> Expected:
    """`seen` (1 + r, n): the level as told, then r ways in which it may have been;
    `moved` (n + h,): how much had moved and taken effect, from 0 to 1; `usual`: the noise
    of a month that one would guess. At least one month is seen and one to come."""
    n = seen.shape[1]
    noise, drift = (one.ravel() for one in np.meshgrid(NOISES, DRIFTS))
    spread = _spread(moved, worth, noise, drift)
    before = 1 - worth.share * moved
    low = np.linalg.cholesky(spread[:, :n, :n])
    whiten: Floats = np.linalg.inv(low)  # once: what was seen is a hundred columns wide
    white = whiten @ (seen - before[:n]).T  # (g, n, 1 + r)
    cross = whiten @ spread[:, :n, n:]  # (g, n, h)
    level = before[n:, None] + np.swapaxes(cross, 1, 2) @ white  # (g, h, 1 + r)
    left = spread[:, n:, n:] - np.swapaxes(cross, 1, 2) @ cross
    weight = _weights(low, white, _guess(noise, usual))  # (g, 1 + r)
    return Expected(
        level=np.einsum("gh,g->h", level[:, :, 0], weight[:, 0]),
        draws=_drawn(level, np.linalg.cholesky(left), weight, futures, rng),
        noise=float(noise @ weight[:, 0]),
    )


def _spread(moved: Floats, worth: Worth, noise: Floats, drift: Floats) -> Floats:
    """(g, n + h, n + h): how months vary together, for each noise and drift."""
    months = np.arange(1, len(moved) + 1)
    own = np.eye(len(moved)) + drift[:, None, None] * np.minimum.outer(months, months)
    shared = ANYWHERE**2 + worth.spread**2 * np.outer(moved, moved)
    spread: Floats = shared + noise[:, None, None] ** 2 * own
    return spread


def _guess(noise: Floats, usual: float) -> Floats:
    """Logarithm of how likely each noise is before any month is seen: around the usual
    one, with tails so heavy that a few months overrule it."""
    away = np.log(noise / max(usual, float(NOISES[0]))) / HEARSAY
    guess: Floats = -np.log1p(away**2)
    return guess


def _weights(
    low: NDArray[np.floating[Any]], white: NDArray[np.floating[Any]], guess: Floats
) -> Floats:
    size = np.log(np.diagonal(low, axis1=1, axis2=2)).sum(axis=1)
    told = (guess - size)[:, None] - 0.5 * (white**2).sum(axis=1)
    weight = np.exp(told - told.max(axis=0))
    share: Floats = weight / weight.sum(axis=0)
    return share


def _drawn(
    level: Floats,
    root: NDArray[np.floating[Any]],
    weight: Floats,
    futures: int,
    rng: np.random.Generator,
) -> Floats:
    """Of each way it may have been, or of the figure where there is no other."""
    ways = np.arange(min(1, level.shape[2] - 1), level.shape[2])
    summed = np.cumsum(weight[:, ways], axis=0)
    chosen = rng.random((len(ways), futures)) * summed[-1][:, None]
    place = (summed[:-1, :, None] < chosen).sum(axis=0)  # (r, f)
    own = rng.standard_normal((len(ways), futures, level.shape[1]))
    around = np.einsum("rfij,rfj->rfi", root[place], own)
    drawn: Floats = level[place, :, ways[:, None]] + around
    return drawn.reshape(-1, level.shape[1])
