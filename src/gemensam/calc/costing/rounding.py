# SPDX-License-Identifier: EUPL-1.2
"""How far answers in whole steps are from what was meant.

Rounded up or down by chance an answer is right on average, but one step may be nearly
two, or a little thing that was remembered: the former strays little, the latter as much
as it says. Which it mostly is follows from how often each answer was given, if what is
meant goes as a gamma distribution (coarse data: Heitjan & Rubin 1991, Annals of
Statistics 19:2244).
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

BETWEEN = 1 / 6  # mean of f (1 − f), f even on 0–1: the variance between two steps
MOST = 20  # steps that are looked at
FINEST, POINTS = 1e-12, 1200  # what may be meant: from next to nothing, in steps
SHAPES = np.geomspace(0.02, 3, 30)
SCALES = np.geomspace(0.05, 8, 40)  # in steps
DOUBT = 200.0  # answers of one step it takes to believe a distribution by half [own]
WHOLE = 1.001  # steps that floats may make of one


def is_one(shares: Floats, step: float) -> NDArray[np.bool_]:
    """Where an answer is one step."""
    return (shares > 0) & (shares <= step * WHOLE)


def variance(shares: Floats, step: float, of_one: Floats | float) -> Floats:
    """Variance of each answer; `of_one` of one step, in squared steps."""
    usual = np.where(shares > 0, BETWEEN, 0.0)
    result: Floats = np.where(is_one(shares, step), of_one, usual) * step**2
    return result


def variance_of_ones(shares: Floats, step: float, like: Ints, may: Flags) -> Floats:
    """(n,) variance of each one's answers of one step, in squared steps, as those do who
    are alike; `shares` (n, a) of support, of what each `may` do."""
    found = np.ones(len(shares))
    for group in np.unique(like) if step else ():
        theirs = like == group
        times = np.rint(shares[theirs][may[theirs]] / step).astype(np.int64)
        found[theirs] = variance_of_one(np.bincount(times, minlength=2))
    return found


def variance_of_one(times: Ints) -> float:
    """The variance of an answer of one step, in squared steps. `times` (t,): how many
    answers were of nothing, of one step, of two, …; where they are few, all of it may be
    noise."""
    counts = np.zeros(MOST + 1)
    used = min(len(times), MOST + 1)
    counts[:used] = times[:used]
    chance, whole = _gammas()
    best = int(np.argmax(np.log(np.maximum(chance, 1e-300)) @ counts))
    of_one = whole[best] - BETWEEN * chance[best, 2:].sum()
    told = float(np.clip(of_one / chance[best, 1], BETWEEN, 1.0))
    ones = float(counts[1])
    return (ones * told + DOUBT) / (ones + DOUBT)


@cache
def _gammas() -> tuple[Floats, Floats]:
    """Of each distribution tried (d,) how likely each answer is, in steps (d, 1 + MOST),
    and the variance of rounding in all."""
    meant = np.geomspace(FINEST, MOST + 1, POINTS)
    answered = 1 - np.abs(meant[:, None] - np.arange(MOST + 1))
    shape, scale = (one.ravel()[:, None] for one in np.meshgrid(SHAPES, SCALES))
    weight = np.exp(shape * np.log(meant) - meant / scale)  # on a grid of logs
    weight /= weight.sum(axis=1, keepdims=True)
    part = meant % 1
    return weight @ np.clip(answered, 0.0, None), weight @ (part * (1 - part))


def meant_by(
    said: Floats, step: float, of_one: Floats, rng: np.random.Generator
) -> Floats:
    """What may have been meant by answers (c,): right on average; a step of variance
    `of_one` (c,), others between their neighbours."""
    meant = said + rng.triangular(-step, 0.0, step, size=len(said))
    little = said * of_one * rng.standard_gamma(1 / of_one)
    result: Floats = np.where(is_one(said, step), little, np.maximum(meant, 0.0))
    return result
