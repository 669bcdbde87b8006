# SPDX-License-Identifier: EUPL-1.2
"""Who does what: shares of people's time from answers that are rough and incomplete.

Answers are given in steps, with a personal error, and those with most to do answer
least. A person who did not answer is given the pattern of one who did, among their like,
and the amount of support work that the group's workload foretells (regression
imputation with random donors; Little & Rubin, Statistical Analysis with Missing Data,
ch. 4). Each draw repeats it with other donors, other errors and another weighing of
those who answered, because they are themselves a sample (Bayesian bootstrap; Rubin 1981,
Annals of Statistics 9:1; Rubin & Schenker 1986, JASA 81:394).
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
    """What is assumed of the answers: their step and the spread of personal error.
    `borrowed`: how many answers of their wider like weigh as much as a group's own."""

    step: float = 0.05
    error_sd: float = 0.20
    fewest_for_regression: int = 12
    borrowed: float = 2.0


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


@dataclass(frozen=True, slots=True)
class _Donors:
    """Who could stand in for a person (d,), and how much each counts (d,)."""

    people: Ints
    weight: Floats


class _Likes:
    """For each person who did not answer: who could stand in, and at what level."""

    def __init__(self, answers: Answers, method: Method) -> None:
        self.answers = answers
        self.method = method
        self.missing = np.flatnonzero(~answers.answered)
        self.donors = [
            _donors(answers, int(person), method.borrowed) for person in self.missing
        ]
        self.support = 1 - answers.shares[:, -1]

    def levels(self, weight: Floats) -> tuple[Floats, Floats]:
        """Foretold share of support work of those missing, and its spread, when the
        people count by `weight` (n,); NaN: as their donor."""
        answers, missing = self.answers, self.missing
        level = np.full(len(missing), np.nan)
        spread = np.zeros(len(missing))
        for wider in np.unique(answers.wider[missing]):
            inside = (answers.wider == wider) & ~np.isnan(answers.workload)
            known = inside & answers.answered
            if known.sum() < self.method.fewest_for_regression:
                continue
            x, y, w = answers.workload[known], self.support[known], weight[known]
            if np.ptp(x) == 0:
                continue
            slope, start = np.polyfit(x, y, 1, w=np.sqrt(w))
            residual = float(
                np.sqrt(np.average((y - start - slope * x) ** 2, weights=w))
            )
            chosen = inside[missing]
            foretold = start + slope * answers.workload[missing[chosen]]
            level[chosen] = np.clip(foretold, 0.0, 1.0)
            spread[chosen] = residual
        return level, spread


def _donors(answers: Answers, person: int, borrowed: float) -> _Donors:
    """The group's own, and some of the wider like: a group of two knows too little."""
    near = answers.answered & (answers.group == answers.group[person])
    far = answers.answered & (answers.wider == answers.wider[person]) & ~near
    if not (near | far).any():
        far = answers.answered
    weight = near.astype(float)
    if far.any():
        weight += far * (borrowed / far.sum())
    people = np.flatnonzero(weight)
    return _Donors(people, weight[people])


def _point(answers: Answers, like: _Likes) -> Floats:
    point = answers.shares.copy()
    level, _spread = like.levels(np.ones(len(point)))
    for place, person in enumerate(like.missing):
        donors = like.donors[place]
        mean = np.average(answers.shares[donors.people], axis=0, weights=donors.weight)
        point[person] = _at_level(mean[None], level[place : place + 1])[0]
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
        weight: Floats = rng.exponential(1.0, (people,))
        shares = base.copy()
        if len(like.missing):
            shares[like.missing] = _stand_ins(answers, like, weight, rng)
        result[draw] = _with_error(shares, rng, method)
    return result


def _stand_ins(
    answers: Answers, like: _Likes, weight: Floats, rng: np.random.Generator
) -> Floats:
    chosen = np.empty(len(like.missing), dtype=np.int64)
    at = rng.uniform(size=len(chosen))
    for place, donors in enumerate(like.donors):
        running = np.cumsum(donors.weight * weight[donors.people])
        found = np.searchsorted(running, at[place] * running[-1], side="right")
        chosen[place] = donors.people[min(int(found), len(running) - 1)]
    level, spread = like.levels(weight)
    level = np.clip(level + rng.normal(size=len(chosen)) * spread, 0.0, 1.0)
    return _at_level(answers.shares[chosen], level)


def _with_error(shares: Floats, rng: np.random.Generator, method: Method) -> Floats:
    """What the truth may be, given the answer: undo the step, undo the personal error.

    An answer between steps is rounded up or down by chance: the truth lies within a step
    on either side, most likely near. One step is what little things are remembered as:
    the truth may be far from it, and is right only on average.
    """
    step = method.step
    exact = shares + rng.triangular(-step, 0.0, step, size=shares.shape)
    little = (shares > 0) & (shares <= step)
    exact = np.where(little, shares * rng.exponential(size=shares.shape), exact)
    exact = np.where(shares > 0, np.clip(exact, 0.0, None), 0.0)
    exact *= np.exp(rng.normal(0.0, method.error_sd, size=shares.shape))
    total = exact.sum(axis=1, keepdims=True)
    result: Floats = np.divide(exact, total, out=shares.copy(), where=total > 0)
    return result
