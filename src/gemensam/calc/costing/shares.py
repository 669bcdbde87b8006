# SPDX-License-Identifier: EUPL-1.2
"""Who does what: shares of people's time from answers that are rough and incomplete.

Answers are given in steps, with a personal error, and those with most to do answer
least. A person who did not answer is given the pattern of one who did, among their like,
and the amount of support work that the group's workload foretells (regression
imputation with random donors; Little & Rubin, Statistical Analysis with Missing Data,
ch. 4). Each draw repeats it with other donors and other errors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.errors import CalcError, mark

Floats = NDArray[np.float64]
Draws = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class NobodyAnsweredError(CalcError):
    """There is no answer at all to impute from."""

    text = mark("Nobody answered. Ask again, or use standard shares by title.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """n people × k activities; the last activity is other work, not support.

    `shares` (n, k) sum to 1 in each answered row; rows not answered are ignored.
    `group` and `wider` (n,) say who are each other's like, finely and coarsely.
    `workload` (n,) foretells how much support a person does (any unit); NaN: unknown.
    """

    shares: Floats
    answered: Flags
    group: Ints
    wider: Ints
    workload: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What is assumed of the answers: their step and the spread of personal error."""

    step: float = 0.05
    error_sd: float = 0.20
    fewest_for_regression: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """`point` (n, k) and `draws` (R, n, k); each row of each sums to 1."""

    point: Floats
    draws: Draws
    answered: Flags


def who_does_what(
    answers: Answers, *, draws: int, rng: np.random.Generator, method: Method
) -> Shares:
    """Everybody's shares, with `draws` equally likely versions of them.

    Raises NobodyAnsweredError.
    """
    if not answers.answered.any():
        raise NobodyAnsweredError
    like = _Likes(answers, method)
    point = _point(answers, like)
    drawn = _drawn(answers, like, draws=draws, rng=rng, method=method)
    return Shares(point=point, draws=drawn, answered=answers.answered)


class _Likes:
    """For each person who did not answer: who could stand in, and at what level."""

    def __init__(self, answers: Answers, method: Method) -> None:
        self.missing = np.flatnonzero(~answers.answered)
        self.donors = [_donors(answers, int(person)) for person in self.missing]
        support = 1 - answers.shares[:, -1]
        self.level, self.spread = _levels(answers, support, self.missing, method)


def _donors(answers: Answers, person: int) -> Ints:
    for key in (answers.group, answers.wider):
        donors = np.flatnonzero(answers.answered & (key == key[person]))
        if len(donors):
            return donors
    return np.flatnonzero(answers.answered)


def _levels(
    answers: Answers, support: Floats, missing: Ints, method: Method
) -> tuple[Floats, Floats]:
    """Foretold share of support work of those missing, and its spread; NaN: as donor."""
    level = np.full(len(missing), np.nan)
    spread = np.zeros(len(missing))
    for wider in np.unique(answers.wider[missing]):
        inside = (answers.wider == wider) & ~np.isnan(answers.workload)
        known = inside & answers.answered
        if known.sum() < method.fewest_for_regression:
            continue
        x, y = answers.workload[known], support[known]
        if np.ptp(x) == 0:
            continue
        slope, start = np.polyfit(x, y, 1)
        residual = float(np.std(y - (start + slope * x)))
        chosen = inside[missing]
        foretold = start + slope * answers.workload[missing[chosen]]
        level[chosen] = np.clip(foretold, 0.0, 1.0)
        spread[chosen] = residual
    return level, spread


def _point(answers: Answers, like: _Likes) -> Floats:
    point = answers.shares.copy()
    for place, person in enumerate(like.missing):
        mean = answers.shares[like.donors[place]].mean(axis=0)
        point[person] = _at_level(mean[None], like.level[place : place + 1])[0]
    return point


def _at_level(shares: Floats, level: Floats) -> Floats:
    """Rows with their support work scaled to `level`; NaN leaves a row as it is."""
    support = 1 - shares[:, -1]
    wanted = np.where(np.isnan(level), support, level)
    factor = np.divide(wanted, support, out=np.ones_like(support), where=support > 0)
    scaled = shares * factor[:, None]
    scaled[:, -1] = 1 - scaled[:, :-1].sum(axis=1)
    return scaled


def _drawn(
    answers: Answers,
    like: _Likes,
    *,
    draws: int,
    rng: np.random.Generator,
    method: Method,
) -> Draws:
    people, activities = answers.shares.shape
    result = np.empty((draws, people, activities), dtype=np.float32)
    base = np.where(answers.answered[:, None], answers.shares, 0.0)
    for draw in range(draws):
        shares = base.copy()
        if len(like.missing):
            shares[like.missing] = _stand_ins(answers, like, rng)
        result[draw] = _with_error(shares, rng, method)
    return result


def _stand_ins(answers: Answers, like: _Likes, rng: np.random.Generator) -> Floats:
    chosen = np.array([rng.choice(donors) for donors in like.donors])
    noise = rng.normal(size=len(chosen)) * like.spread
    level = np.clip(like.level + noise, 0.0, 1.0)
    return _at_level(answers.shares[chosen], level)


def _with_error(shares: Floats, rng: np.random.Generator, method: Method) -> Floats:
    """What the truth may be, given the answer: undo the step, undo the personal error."""
    given = shares > 0
    step = rng.uniform(-method.step / 2, method.step / 2, size=shares.shape)
    exact = np.clip(shares + np.where(given, step, 0.0), 0.0, None)
    exact *= np.exp(rng.normal(0.0, method.error_sd, size=shares.shape))
    total = exact.sum(axis=1, keepdims=True)
    result: Floats = np.divide(exact, total, out=shares.copy(), where=total > 0)
    return result
