# SPDX-License-Identifier: EUPL-1.2
"""Who stands in for those who did not answer, and at what level of support work.

Donors are their like, those whose work is delivered where the silent one works and who do
what the title foretells (`trades`), tilted by how much more silent those with much to do
are (`reluctance`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.answers import Answers, Method, at_level, step_of, unbiased
from gemensam.calc.costing.reluctance import Silence, silence_of
from gemensam.calc.costing.rounding import variance, variance_of_ones
from gemensam.calc.costing.trades import lift, mixed_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


LEAST_APART = 0.25  # of the variance between donors, what is true of them at least


@dataclass(frozen=True, slots=True, kw_only=True)
class _Apart:
    """The `mean` (m, k) of each silent one's donors, and how far from it they truly are,
    of how far their answers are: `within` (m,) the kinds of their work, `between` (m, q)
    them."""

    mean: Floats
    within: Floats
    between: Floats


class Donors:
    """For each person who did not answer: who could stand in, and at what level."""

    def __init__(self, answers: Answers, method: Method) -> None:
        self.answers = answers
        self.method = method
        self.missing = np.flatnonzero(~answers.answered)
        self.step = step_of(answers, method)
        self.given = np.flatnonzero(answers.answered)
        self.of_one = variance_of_ones(
            answers.shares[self.given, :-1],
            self.step,
            answers.wider[self.given],
            answers.serves[self.given, :-1],
        )
        self.said = unbiased(answers.shares[self.given], method.error_variance)
        self.support = 1 - self.said[:, -1]
        self.rounded = variance(self.support, self.step, self.of_one)
        self.own, self.like = _near(answers, self.missing, self.given)
        self.overlap = _overlap(self.said, answers.serves[self.missing])
        self.kinds = np.eye(int(answers.kind.max()) + 1)[answers.kind]
        self.mixed = mixed_of(self.said[:, :-1], self.kinds)
        self.silence = self._silence()
        self.tightness = self._tightness()
        self.apart = self._apart()

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
        own, like = _near(self.answers, everybody, self.given)
        many = np.maximum(like.sum(axis=1, keepdims=True), 1)
        near = own + like * self.method.borrowed / many
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
            off = (y - start - slope * x) ** 2 - self.rounded[known]
            chosen = alike[of]
            level[chosen] = np.clip(start + slope * load[of[chosen]], 0.0, 1.0)
            spread[chosen] = np.sqrt(max(np.average(off, weights=w), 0.0))
        return level, spread

    def tilted(self, link: float, weight: Floats) -> Floats:
        """(missing, given): how much each donor counts for each silent person, when those
        who answered count by `weight`: colleagues as they are, and as much as `borrowed`
        of them those elsewhere, the more the liker."""
        titles = self.answers.title
        liking = self.overlap * lift(
            self.mixed,
            titles=(titles[self.given], titles[self.missing]),
            weight=weight,
            believed=self.method.borrowed,
        )
        elsewhere = self.like * liking
        whole = elsewhere.sum(axis=1, keepdims=True)
        elsewhere *= self.method.borrowed / np.where(whole > 0, whole, 1.0)
        tilted: Floats = self.own * liking + elsewhere
        return tilted * np.exp(link * (self.support - 1)) * weight

    def _usual(self) -> Floats:
        """(missing, given) the same, summing to 1, as the point has it."""
        weight = self.tilted(self.silence.link, np.ones(len(self.given)))
        usual: Floats = weight / weight.sum(axis=1, keepdims=True)
        return usual

    def stand_ins(self, rng: np.random.Generator) -> Floats:
        """(missing, k) what the silent may do: each the work of some donor."""
        link = self.silence.drawn(rng)
        weight: Floats = rng.standard_gamma(self.tightness) / self.tightness
        running = np.cumsum(self.tilted(link, weight), axis=1)
        at = rng.uniform(size=len(running)) * running[:, -1]
        chosen = np.minimum((running <= at[:, None]).sum(axis=1), len(self.given) - 1)
        level, spread = self.levels(weight, link)
        level = np.clip(level + rng.normal(size=len(chosen)) * spread, 0.0, 1.0)
        served = _served(self._evened(chosen), self.answers.serves[self.missing])
        return at_level(served, level)

    def _evened(self, chosen: Ints) -> Floats:
        """(missing, k) what the `chosen` donors do, less unevenly than they answered: what
        rounding puts between donors parts nobody, neither the kinds of their work nor
        how each kind divides."""
        said, apart = self.said[chosen], self.apart
        evened = apart.mean + apart.within[:, None] * (said - apart.mean)
        mean = apart.mean[:, :-1] @ self.kinds
        wanted = mean + apart.between * (said[:, :-1] @ self.kinds - mean)
        held = evened[:, :-1] @ self.kinds
        factor = np.divide(wanted, held, out=np.zeros_like(held), where=held > 0)
        evened[:, :-1] *= factor @ self.kinds.T
        evened[:, -1] = np.maximum(1 - evened[:, :-1].sum(axis=1), 0.0)
        return at_level(evened, 1 - said[:, -1])

    def _apart(self) -> _Apart:
        usual = self._usual()
        mean = usual @ self.said
        shares = self.answers.shares[self.given, :-1]
        rounded = variance(shares, self.step, self.of_one[:, None])
        spread = (usual @ self.said**2 - mean**2)[:, :-1].sum(axis=1)
        of_kind = self.said[:, :-1] @ self.kinds
        mean_of_kind = usual @ of_kind
        many = 1 / (usual**2).sum(axis=1)
        # Steps that add up to a whole leave the less to a kind, the more of it it is.
        loose = usual @ (rounded @ self.kinds) * (1 - mean_of_kind)
        return _Apart(
            mean=mean,
            within=_true_part(usual @ rounded.sum(axis=1), spread, many),
            between=_true_part(
                loose, usual @ of_kind**2 - mean_of_kind**2, many[:, None]
            ),
        )

    def point(self) -> tuple[Floats, Floats]:
        """(n, k) shares, and the variance of each that rounding and silence leave."""
        answers = self.answers
        point, rough = answers.shares.copy(), np.zeros(answers.shares.shape)
        point[self.given] = self.said
        # One step counts as if next to nothing had been meant: sums of a few such are
        # skewed, and believed by their variance they would be believed too much.
        rough[self.given] = variance(answers.shares[self.given], self.step, 1.0)
        if len(self.missing):
            link = self.silence.link
            level, _spread = self.levels(np.ones(len(self.given)), link)
            usual = self._usual()
            mean = usual @ self.said
            served = _served(mean, answers.serves[self.missing])
            point[self.missing] = at_level(served, level)
            spread = np.clip(usual @ self.said**2 - mean**2, 0.0, None)
            silent = np.bincount(answers.group[self.missing], minlength=1)
            known = np.bincount(answers.group[self.given], minlength=len(silent))
            of = answers.group[self.missing]
            # Those silent in a group share the chance of who answered in it.
            shared = 1 + silent[of] / (known[of] + self.method.borrowed / 2)
            rough[self.missing] = spread * shared[:, None]
        return point, rough


def _near(answers: Answers, people: Ints, given: Ints) -> tuple[Flags, Flags]:
    """(people, given) twice: the group's own, and those of the wider like elsewhere, since
    a group of two knows too little; everybody where there is neither."""
    group, wider = answers.group, answers.wider
    own = group[people][:, None] == group[given][None]
    like = (wider[people][:, None] == wider[given][None]) & ~own
    like[~(own | like).any(axis=1)] = True
    return own, like


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
    """Shares of what is served, with as much support work as before; where nothing of it
    is, they stay."""
    support = shares[:, :-1]
    kept = np.where(serves[:, :-1], support, 0.0)
    before = support.sum(axis=1, keepdims=True)
    left = kept.sum(axis=1, keepdims=True)
    factor = np.divide(before, left, out=np.zeros_like(left), where=left > 0)
    kept = np.where(left > 0, kept * factor, support)
    return np.concatenate([kept, shares[:, -1:]], axis=1)


def _true_part(rounded: Floats, spread: Floats, many: Floats) -> Floats:
    """Of a distance between as good as so `many` answers, what rounding did not put
    there; few are less far from their own mean than from what they were drawn from."""
    part = np.divide(rounded, spread, out=np.ones_like(spread), where=spread > 0)
    true = np.clip(1 - part, LEAST_APART, 1.0) * many / np.maximum(many - 1, 0.5)
    apart: Floats = np.sqrt(np.minimum(true, 1.0))
    return apart
