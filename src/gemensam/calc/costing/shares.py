# SPDX-License-Identifier: EUPL-1.2
"""Who does what: shares of people's time from answers that are rough and incomplete.

Answers are given in steps, with a personal error, and those with most to do answer
least. A person who did not answer is given the pattern of those who did, among their
like, and the amount of support work that the unit's workload foretells (regression
imputation with random donors; Little & Rubin, Statistical Analysis with Missing Data,
ch. 4), tilted by how much more silent those with much to do are (`reluctance`). Each draw
repeats it with other donors, other errors and another weighing of those who answered,
because they are themselves a sample (Bayesian bootstrap; Rubin 1981, Annals of Statistics
9:1; Rubin & Schenker 1986, JASA 81:394).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.reluctance import Silence, silence_of
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
    `serves` (n, k): what somebody may work on, since where they work it is delivered.
    """

    shares: Floats
    answered: Flags
    group: Ints
    wider: Ints
    workload: Floats
    serves: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What is assumed of the answers. `error_sd`: the spread of personal error, about
    what diaries find against what people say of their week (Robinson & Bostrom 1994,
    Monthly Labor Review 117:8, tell of such errors), until the data say otherwise.
    `borrowed`: how many answers of their wider like weigh as much as a group's own.
    `most_steps`: answers finer than this are taken as exact."""

    error_sd: float = 0.20
    fewest_for_regression: int = 12
    borrowed: float = 2.0
    most_steps: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """`point` (n, k) and `draws` (R, n, k); each row of each sums to 1.

    `rough` (n, k) is how much each share may stray, as a variance, beside personal error;
    `personal` how much for each unit of the personal error's variance; both empty where
    nothing was answered to weigh.
    """

    point: Floats
    draws: Draws
    answered: Flags
    rough: Floats = field(default_factory=lambda: np.empty((0, 0)))
    personal: Floats = field(default_factory=lambda: np.empty((0, 0)))


def who_does_what(
    answers: Answers, *, draws: int, rng: np.random.Generator, method: Method
) -> Shares:
    """Everybody's shares, with `draws` equally likely versions of them.

    Raises NobodyAnsweredError.
    """
    if not answers.answered.any():
        raise NobodyAnsweredError
    like = _Likes(answers, method)
    point, rough = like.point()
    return Shares(
        point=point,
        draws=_drawn(like, point, draws=draws, rng=rng),
        answered=answers.answered,
        rough=rough,
        personal=np.where(answers.answered[:, None], point**2, 0.0),
    )


class _Likes:
    """For each person who did not answer: who could stand in, and at what level."""

    def __init__(self, answers: Answers, method: Method) -> None:
        self.answers = answers
        self.method = method
        self.missing = np.flatnonzero(~answers.answered)
        self.step = _step(answers, method)
        self.given = np.flatnonzero(answers.answered)
        self.said = _unbiased(answers.shares[self.given], method.error_sd)
        self.support = 1 - self.said[:, -1]
        self.near = _near(answers, self.missing, self.given, method.borrowed)
        self.near *= _overlap(self.said, answers.serves[self.missing])
        self.silence = self._silence()
        self.tightness = self._tightness()

    def _tightness(self) -> Floats:
        """(given,) how evenly donors are weighed: a bootstrap's exponential weights (1)
        make the mean of few people surer than it is."""
        group = self.answers.group
        known = np.bincount(group[self.given], minlength=int(group.max()) + 1)
        many: Floats = known[group[self.given]].astype(float)
        return many / (many + self.method.borrowed / 2)

    def _silence(self) -> Silence:
        """How silence goes with support work, by what everybody's like say they do."""
        everybody = np.arange(len(self.answers.answered))
        near = _near(self.answers, everybody, self.given, self.method.borrowed)
        level, _spread = self._levels(np.ones(len(self.given)), everybody)
        mean = near @ self.support / near.sum(axis=1)
        return silence_of(
            foretold=np.where(np.isnan(level), mean, level),
            silent=~self.answers.answered,
        )

    def levels(self, weight: Floats, link: float) -> tuple[Floats, Floats]:
        """Foretold share of support work of those missing, and its spread, when those
        who answered count by `weight`; NaN: as their donor."""
        level, spread = self._levels(weight, self.missing)
        # A normal spread, tilted by exp(link × support), is as wide and moves so much.
        return np.clip(level + link * spread**2, 0.0, 1.0), spread

    def _levels(self, weight: Floats, of: Ints) -> tuple[Floats, Floats]:
        answers = self.answers
        level, spread = np.full(len(of), np.nan), np.zeros(len(of))
        load = answers.workload
        for wider in np.unique(answers.wider[of]):
            alike = (answers.wider == wider) & ~np.isnan(load)
            known = alike[self.given]
            if known.sum() < self.method.fewest_for_regression:
                continue
            x, y, w = load[self.given][known], self.support[known], weight[known]
            if np.ptp(x) == 0:
                continue
            slope, start = np.polyfit(x, y, 1, w=np.sqrt(w))
            off = (y - start - slope * x) ** 2
            chosen = alike[of]
            level[chosen] = np.clip(start + slope * load[of[chosen]], 0.0, 1.0)
            spread[chosen] = np.sqrt(np.average(off, weights=w))
        return level, spread

    def tilted(self, link: float) -> Floats:
        """(missing, given): how much each donor counts for each silent person."""
        tilted: Floats = self.near * np.exp(link * (self.support - 1))
        return tilted

    def point(self) -> tuple[Floats, Floats]:
        """(n, k) shares, and the variance of each that rounding and silence leave."""
        answers = self.answers
        point, rough = answers.shares.copy(), np.zeros(answers.shares.shape)
        point[self.given] = self.said
        rough[self.given] = _rounding(answers.shares[self.given], self.step)
        if len(self.missing):
            link = self.silence.link
            level, _spread = self.levels(np.ones(len(self.given)), link)
            weight = self.tilted(link)
            weight /= weight.sum(axis=1, keepdims=True)
            mean = weight @ self.said
            served = _served(mean, answers.serves[self.missing])
            point[self.missing] = _at_level(served, level)
            spread = np.clip(weight @ self.said**2 - mean**2, 0.0, None)
            silent = np.bincount(answers.group[self.missing], minlength=1)
            known = np.bincount(answers.group[self.given], minlength=len(silent))
            of = answers.group[self.missing]
            # Those silent in a group share the chance of who answered in it.
            shared = 1 + silent[of] / (known[of] + self.method.borrowed / 2)
            rough[self.missing] = spread * shared[:, None]
        return point, rough


def _step(answers: Answers, method: Method) -> float:
    """The step of the answers: the smallest that anybody gave."""
    given = answers.shares[answers.answered]
    smallest = float(given[given > 0].min())
    return smallest if smallest * method.most_steps > 1 else 0.0


def _unbiased(shares: Floats, error_sd: float) -> Floats:
    """Answers less what a personal error adds on average.

    Many small errors of support work even out, one large one of other work does not: the
    share of support is said too high by S (1 − S)² σ², to second order.
    """
    support = 1 - shares[:, -1]
    return _at_level(shares, support - support * (1 - support) ** 2 * error_sd**2)


def _near(answers: Answers, people: Ints, given: Ints, borrowed: float) -> Floats:
    """(people, given): the group's own, and some of the wider like, since a group of two
    knows too little."""
    group, wider = answers.group, answers.wider
    own = group[people][:, None] == group[given][None]
    like = (wider[people][:, None] == wider[given][None]) & ~own
    alone = ~(own | like).any(axis=1)
    like[alone] = True
    many = like.sum(axis=1, keepdims=True)
    weight: Floats = own + np.where(like, borrowed / np.maximum(many, 1), 0.0)
    return weight


def _overlap(said: Floats, serves: Flags) -> Floats:
    """(missing, given) which part of each donor's support work the silent may do: a donor
    with none of it is no donor, unless all are such."""
    support = said[:, :-1]
    total = support.sum(axis=1)
    there = serves[:, :-1].astype(float) @ support.T
    part = np.divide(there, total, out=np.ones_like(there), where=total > 0)
    part[~(part > 0).any(axis=1)] = 1.0
    overlap: Floats = np.maximum(part, 1e-6)
    return overlap


def _served(shares: Floats, serves: Flags) -> Floats:
    """Shares of what is served, with as much support work as before."""
    kept = np.where(serves, shares, 0.0)
    kept[~(kept[:, :-1].sum(axis=1) > 0)] = shares[~(kept[:, :-1].sum(axis=1) > 0)]
    return _at_level(kept, 1 - shares[:, -1])


def _at_level(shares: Floats, level: Floats) -> Floats:
    """Rows with their support work scaled to `level`; NaN leaves a row as it is."""
    support = 1 - shares[:, -1]
    wanted = np.where(np.isnan(level), support, level)
    factor = np.divide(wanted, support, out=np.ones_like(support), where=support > 0)
    scaled = shares * factor[:, None]
    scaled[:, -1] = np.maximum(1 - scaled[:, :-1].sum(axis=1), 0.0)
    return scaled


def _rounding(shares: Floats, step: float) -> Floats:
    """Variance of a rounding up or down by chance; one step is what little things are
    remembered as, and is right only on average."""
    little = (shares > 0) & (shares <= step * 1.001)
    return np.where(little, step**2, np.where(shares > 0, step**2 / 6, 0.0))


def _drawn(
    like: _Likes, point: Floats, *, draws: int, rng: np.random.Generator
) -> Draws:
    result = np.empty((draws, *point.shape), dtype=np.float32)
    for draw in range(draws):
        shares = np.empty_like(point)
        shares[like.given] = _with_error(
            like.answers.shares[like.given], rng, like.method.error_sd, like.step
        )
        if len(like.missing):
            shares[like.missing] = _stand_ins(like, rng)
        result[draw] = shares
    return _centred(result, point)


def _stand_ins(like: _Likes, rng: np.random.Generator) -> Floats:
    link = like.silence.drawn(rng)
    weight: Floats = rng.standard_gamma(like.tightness) / like.tightness
    running = np.cumsum(like.tilted(link) * weight, axis=1)
    at = rng.uniform(size=len(running)) * running[:, -1]
    chosen = np.minimum((running <= at[:, None]).sum(axis=1), len(like.given) - 1)
    level, spread = like.levels(weight, link)
    level = np.clip(level + rng.normal(size=len(chosen)) * spread, 0.0, 1.0)
    served = _served(like.said[chosen], like.answers.serves[like.missing])
    return _at_level(served, level)


def _with_error(
    shares: Floats, rng: np.random.Generator, error_sd: float, step: float
) -> Floats:
    """What the truth may be, given the answer: undo the step, undo the personal error.

    An answer between steps is rounded up or down by chance: the truth lies within a step
    on either side, most likely near.
    """
    result = np.zeros_like(shares)
    places = np.nonzero(shares)
    said = shares[places]
    exact = said
    if step:
        exact = said + rng.triangular(-step, 0.0, step, size=len(said))
        little = said <= step * 1.001
        exact = np.where(little, said * rng.exponential(size=len(said)), exact)
    exact = np.clip(exact, 0.0, None) * np.exp(rng.normal(0.0, error_sd, len(said)))
    result[places] = exact
    total = result.sum(axis=1, keepdims=True)
    whole: Floats = np.divide(result, total, out=shares.copy(), where=total > 0)
    return whole


def _centred(draws: Draws, point: Floats) -> Draws:
    """Draws whose mean share of support is the point's, person by person."""
    support = 1 - draws[:, :, -1]
    mean, wanted = support.mean(axis=0), 1 - point[:, -1]
    factor = np.divide(wanted, mean, out=np.ones_like(wanted), where=mean > 0)
    level = np.minimum(support * factor.astype(np.float32), 1.0)
    scale = np.divide(level, support, out=np.ones_like(support), where=support > 0)
    draws[:, :, :-1] *= scale[:, :, None]
    draws[:, :, -1] = np.maximum(1 - draws[:, :, :-1].sum(axis=2), 0.0)
    return draws
