# SPDX-License-Identifier: EUPL-1.2
"""Who does what: shares of people's time from answers that are rough and incomplete.

Answers are given in steps (`rounding`), with a personal error, and those with most to do
answer least. A person who did not answer is given the pattern of those who did, among
their like, and the amount of support work that the unit's workload foretells (regression
imputation with random donors; Little & Rubin, Statistical Analysis with Missing Data,
ch. 4; see `donors`). Each draw repeats it with other donors, other errors and another
weighing of those who answered, because they are themselves a sample (Bayesian bootstrap;
Rubin 1981, Annals of Statistics 9:1; Rubin & Schenker 1986, JASA 81:394).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.answers import Answers, Method, NobodyAnsweredError, excess
from gemensam.calc.costing.donors import Donors
from gemensam.calc.costing.rounding import meant_by

Floats = NDArray[np.float64]
Draws = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """`point` (n, k) and `draws` (R, n, k); each row of each sums to 1.

    `stray` (n, k) is the variance of each share; empty where nothing was answered to
    weigh.
    """

    point: Floats
    draws: Draws
    answered: Flags
    stray: Floats = field(default_factory=lambda: np.empty((0, 0)))


def who_does_what(
    answers: Answers, *, draws: int, rng: np.random.Generator, method: Method
) -> Shares:
    """Everybody's shares, with `draws` equally likely versions of them.

    Raises NobodyAnsweredError.
    """
    if not answers.answered.any():
        raise NobodyAnsweredError
    like = Donors(answers, method)
    point, rough = like.point()
    # Squares of rounded answers are too large by what rounding adds.
    personal = np.clip(point**2 - rough, 0.0, None) * answers.answered[:, None]
    return Shares(
        point=point,
        draws=_drawn(like, point, draws=draws, rng=rng),
        answered=answers.answered,
        stray=rough + method.error_variance * personal,
    )


def _drawn(
    like: Donors, point: Floats, *, draws: int, rng: np.random.Generator
) -> Draws:
    result = np.empty((draws, *point.shape), dtype=np.float32)
    method = like.method
    away = rng.normal(size=draws)
    errors = method.error_sd * np.exp(method.log_sd(like.step) * away)
    for draw, error in enumerate(errors.tolist()):
        shares = np.empty_like(point)
        shares[like.given] = _with_error(like, rng, error)
        if len(like.missing):
            shares[like.missing] = like.stand_ins(rng)
        result[draw] = shares
    # Of answers in usual steps the point is the middle. What coarser ones add lies on one
    # side: an error twice as large adds four times as much to a share, half of it little.
    usual = method.error_sd * np.exp(method.error_log_sd * away)
    return _centred(result, point, errors**2 - (usual**2).mean())


def _with_error(like: Donors, rng: np.random.Generator, error_sd: float) -> Floats:
    """What the truth may be, given the answers: undo the step, undo the personal
    error."""
    meant = _meant(like, rng)
    felt = meant * np.exp(rng.normal(0.0, error_sd, meant.shape))
    whole: Floats = felt / felt.sum(axis=1, keepdims=True)
    return whole


def _meant(like: Donors, rng: np.random.Generator) -> Floats:
    """(given, k) answers before they were put in steps. Steps add up: support work in all
    was rounded but once, however many services it was divided on."""
    shares = like.answers.shares[like.given]
    if not like.step:
        return shares
    meant = np.zeros_like(shares)
    places = np.nonzero(shares[:, :-1])
    of_one = like.of_one[places[0]]
    meant[places] = meant_by(shares[places], like.step, of_one, rng)
    total = shares[:, :-1].sum(axis=1)
    some = total > 0
    wanted = np.zeros(len(shares))
    wanted[some] = meant_by(total[some], like.step, like.of_one[some], rng)
    held = meant.sum(axis=1)
    factor = np.divide(
        np.minimum(wanted, 1.0), held, out=np.zeros_like(held), where=held > 0
    )
    meant *= factor[:, None]
    meant[:, -1] = np.maximum(1 - meant.sum(axis=1), 0.0)
    return meant


def _centred(draws: Draws, point: Floats, beyond: Floats) -> Draws:
    """Draws whose mean share of support is the point's, person by person; less where the
    personal error's variance is `beyond` (R,) what the point takes off."""
    support = 1 - draws[:, :, -1]
    mean, wanted = support.mean(axis=0), 1 - point[:, -1]
    less = excess(np.broadcast_to(wanted, support.shape), beyond[:, None])
    aim = np.clip(wanted - less, 0.0, 1.0) / np.where(mean > 0, mean, 1.0)
    level = np.minimum(support * aim.astype(np.float32), 1.0)
    scale = np.divide(level, support, out=np.ones_like(support), where=support > 0)
    draws[:, :, :-1] *= scale[:, :, None]
    draws[:, :, -1] = np.maximum(1 - draws[:, :, :-1].sum(axis=2), 0.0)
    return draws
