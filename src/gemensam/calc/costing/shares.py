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

from gemensam.calc.costing import lasting
from gemensam.calc.costing.answers import Answers, Method, NobodyAnsweredError, raised
from gemensam.calc.costing.donors import Donors
from gemensam.calc.costing.rounding import meant_by

Floats = NDArray[np.float64]
Draws = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """`point` (n, k) and `draws` (R, n, k); each row of each sums to 1.

    `stray` (n, k) is the variance of each share; empty where nothing was answered to
    weigh. `guessed` (n, services): work that nobody at all told of, which has its share
    from standard time alone; rows it lacks at the end have none.
    """

    point: Floats
    draws: Draws
    answered: Flags
    stray: Floats = field(default_factory=lambda: np.empty((0, 0)))
    guessed: Flags = field(default_factory=lambda: np.empty((0, 0), dtype=bool))

    def works(self, services: int) -> Flags:
        """(n, services): who is known to work on what."""
        found: Flags = self.point[:, :services] > 0
        if len(self.guessed):
            found[: len(self.guessed)] &= ~self.guessed
        return found


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
    spread = method.log_sd(like.step)
    errors = method.error_sd * np.exp(spread * lasting.errors(draws))
    for draw, error in enumerate(errors.tolist()):
        shares = np.empty_like(point)
        shares[like.given] = _with_error(like, rng, error)
        if len(like.missing):
            shares[like.missing] = like.stand_ins(rng)
        result[draw] = shares
    return _centred(result, point, errors, like)


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


def _centred(draws: Draws, point: Floats, errors: Floats, like: Donors) -> Draws:
    """Draws whose mean share of support is the point's, person by person, where `errors`
    (R,) are as the point takes them to be; where people stray further it is less, as more
    of what they answered is error."""
    support = 1 - draws[:, :, -1]
    wanted = 1 - point[:, -1]
    rise = raised(wanted[None, :], errors[:, None])
    # To draw an error raises a share as making it does: else that would hide the other.
    mean = np.repeat(support.mean(axis=0, dtype=np.float64)[None, :], len(errors), 0)
    mean[:, like.given] += (rise - rise.mean(axis=0))[:, like.given]
    less = rise - raised(wanted, np.array(like.method.error_sd))
    aim = np.clip(wanted - less, 0.0, 1.0) / np.where(mean > 0, mean, 1.0)
    level = np.minimum(support * aim.astype(np.float32), 1.0)
    scale = np.divide(level, support, out=np.ones_like(support), where=support > 0)
    draws[:, :, :-1] *= scale[:, :, None]
    draws[:, :, -1] = np.maximum(1 - draws[:, :, :-1].sum(axis=2), 0.0)
    return draws
