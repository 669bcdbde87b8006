# SPDX-License-Identifier: EUPL-1.2
"""Did it become better? The difference between before and after, and how sure it is.

Shares by Newcombe's hybrid score interval, from Wilson's of each (Newcombe, Statistics in
Medicine 17:873, 1998, method 10); means, and means of logarithms, by Welch's. Services are
put together with the weights of now, so that another mix of work is no other quality; the
interval of a weighted sum is had from its parts' (MOVER; Zou and Donner, Statistics in
Medicine 27:1693, 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from statistics import NormalDist

LEVEL = 0.90
FEWEST = 10  # cases on each side, below which nothing is compared


class Turned(StrEnum):
    """What became of a measure."""

    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"  # the interval holds no difference
    FEW = "few"
    NO_BASELINE = "no_baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`n` values: their mean and centred sum of squares. Of a share the squares follow
    from it; of times they are of logarithms."""

    n: int
    mean: float
    squares: float = 0.0

    @property
    def variance(self) -> float:
        return self.squares / (self.n - 1) if self.n > 1 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """After less before, with its interval, in the values' unit (of times: logarithms)."""

    figure: float
    low: float
    high: float

    def turned(self, *, lower_is_better: bool) -> Turned:
        if self.low <= 0 <= self.high:
            return Turned.UNSURE
        return Turned.BETTER if (self.high < 0) == lower_is_better else Turned.WORSE

    @property
    def as_change(self) -> "Difference":
        """Of logarithms: by how great a share of before the times changed."""
        figure, low, high = (exp(one) - 1 for one in (self.figure, self.low, self.high))
        return Difference(figure=figure, low=low, high=high)


def wilson(count: float, of: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of a share; `of` above zero."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = count / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def of_shares(before: Sample, after: Sample, *, level: float = LEVEL) -> Difference:
    p, q = before.mean, after.mean
    low_p, high_p = wilson(p * before.n, before.n, level=level)
    low_q, high_q = wilson(q * after.n, after.n, level=level)
    figure = q - p
    return Difference(
        figure=figure,
        low=figure - sqrt((q - low_q) ** 2 + (high_p - p) ** 2),
        high=figure + sqrt((high_q - q) ** 2 + (p - low_p) ** 2),
    )


def of_means(before: Sample, after: Sample, *, level: float = LEVEL) -> Difference:
    """Both of at least two values."""
    one, other = before.variance / before.n, after.variance / after.n
    figure = after.mean - before.mean
    if one + other == 0:
        return Difference(figure=figure, low=figure, high=figure)
    freedom = (one + other) ** 2 / (one**2 / (before.n - 1) + other**2 / (after.n - 1))
    reach = student(0.5 + level / 2, freedom) * sqrt(one + other)
    return Difference(figure=figure, low=figure - reach, high=figure + reach)


def student(level: float, freedom: float) -> float:
    """The quantile of Student's t, by its expansion around the normal (Abramowitz and
    Stegun, 26.7.5); within 0.001 from nine degrees of freedom on."""
    z = NormalDist().inv_cdf(level)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def together(parts: Sequence[tuple[float, Difference]]) -> Difference:
    """Differences of independent parts, each with its weight; weights are made to add up
    to one, and are not all nothing."""
    whole = sum(weight for weight, _one in parts)
    figure = low = high = 0.0
    for weight, one in parts:
        share = weight / whole
        figure += share * one.figure
        low += (share * (one.figure - one.low)) ** 2
        high += (share * (one.high - one.figure)) ** 2
    return Difference(figure=figure, low=figure - sqrt(low), high=figure + sqrt(high))


def typical(sample: Sample) -> float:
    """The geometric mean of times, of whose logarithms the sample is."""
    return exp(sample.mean)


def logged(values: Sequence[float]) -> Sample:
    """Times above zero, as the sample of their logarithms."""
    logs = [log(one) for one in values]
    mean = sum(logs) / len(logs)
    return Sample(
        n=len(logs), mean=mean, squares=sum((one - mean) ** 2 for one in logs)
    )
