# SPDX-License-Identifier: EUPL-1.2
"""Funnels of what is compared: shares, unit costs and times, each with its own chance."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.variation.binomial import exact_limit, mid_p_lower
from gemensam.calc.variation.funnel import NORMAL, Flags, Floats, Funnel, Held, judged

Ints = NDArray[np.int64]

FEWEST = 10  # cases, invoices: a place with fewer is shown and not compared
RATE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`count` of `of`: on time of those promised, reopened of those done."""

    key: Hashable
    count: int
    of: int


class Costed(NamedTuple):
    """Cost (öre) and volume of a place over some periods. `periods` had volume; over
    those, `strays` is the sum of (cost − own unit cost × volume)² ÷ volume."""

    key: Hashable
    amount: float
    volume: float
    periods: int
    strays: float


def costed(
    keys: Sequence[Hashable], place: Ints, amounts: Floats, volumes: Floats
) -> list[Costed]:
    """Places from the cost and volume of each of their periods (n,); `place` (n,) is
    which of `keys`."""
    size = len(keys)
    used = volumes > 0
    at, paid, units = place[used], amounts[used], volumes[used]
    own = np.zeros(size)
    base = np.bincount(at, units, size)
    np.divide(np.bincount(at, paid, size), base, out=own, where=base > 0)
    strays = np.bincount(at, (paid - own[at] * units) ** 2 / units, size)
    columns = (
        np.bincount(place, amounts, size),
        np.bincount(place, volumes, size),
        np.bincount(at, minlength=size),
        strays,
    )
    told = zip(keys, *(column.tolist() for column in columns), strict=True)
    return list(map(Costed._make, told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """`n` lead times of a place: mean and centred sum of squares of their logarithms.
    Lead times are skew; their logarithms are not, so that a single forgotten case does
    not make a small place an outlier."""

    key: Hashable
    n: int
    log_mean: float
    log_squares: float


def share_funnel(
    places: Sequence[Counted], *, fewest: int = FEWEST, rate: float = RATE
) -> Funnel:
    """Shares against exact binomial limits around the share of the others together."""
    kept = [one for one in places if one.of >= fewest]
    small = [one.key for one in places if one.of < fewest]
    keys = [one.key for one in kept]
    return judged(partial(_shares, kept), keys=keys, small=small, rate=rate)


def _shares(kept: Sequence[Counted], rest: Flags) -> Held:
    count, of = _floats(one.count for one in kept), _floats(one.of for one in kept)
    base = of[rest].sum()
    target = float(count[rest].sum() / base) if base else 0.0
    lower = [mid_p_lower(one.count, one.of, target) for one in kept]

    def limit(size: float, z: float) -> float:
        return exact_limit(max(1, round(size)), target, NORMAL.cdf(z))

    return Held(
        target=target,
        size=of,
        value=count / of,
        z=np.array([NORMAL.inv_cdf(one) for one in lower], dtype=np.float64),
        limit=limit,
    )


def cost_funnel(
    places: Sequence[Costed], *, fewest: float = FEWEST, rate: float = RATE
) -> Funnel:
    """Unit costs against the unit cost of the others together.

    Chance: the variance of a period's cost grows with its volume (σ² V). σ² is measured
    within places, from period to period around each place's own unit cost, and pooled, so
    that what differs between places is no part of it; a place's unit cost then has the
    standard error σ/√V.
    """
    kept = [one for one in places if one.volume >= fewest]
    small = [one.key for one in places if one.volume < fewest]
    keys = [one.key for one in kept]
    return judged(partial(_costs, kept), keys=keys, small=small, rate=rate)


def _costs(kept: Sequence[Costed], rest: Flags) -> Held:
    amount = _floats(one.amount for one in kept)
    volume = _floats(one.volume for one in kept)
    base = volume[rest].sum()
    target = float(amount[rest].sum() / base) if base else 0.0
    sigma = sqrt(_within(kept))

    def limit(size: float, z: float) -> float:
        return max(0.0, target + z * sigma / sqrt(size))

    value = amount / volume
    return Held(
        target=target,
        size=volume,
        value=value,
        z=_errors(value - target, volume, sigma),
        limit=limit,
    )


def _within(places: Sequence[Costed]) -> float:
    """σ²: squared distance of a period's cost from its place's own unit cost, by volume."""
    told = [one for one in places if one.periods > 1]
    freedom = sum(one.periods - 1 for one in told)
    return sum(one.strays for one in told) / freedom if freedom else 0.0


def time_funnel(
    places: Sequence[Timed], *, fewest: int = FEWEST, rate: float = RATE
) -> Funnel:
    """Typical lead times (geometric means) against that of the others together; chance is
    the spread of the logarithms within places, pooled, over √n."""
    kept = [one for one in places if one.n >= fewest]
    small = [one.key for one in places if one.n < fewest]
    keys = [one.key for one in kept]
    return judged(partial(_times, kept), keys=keys, small=small, rate=rate)


def _times(kept: Sequence[Timed], rest: Flags) -> Held:
    n, mean = _floats(one.n for one in kept), _floats(one.log_mean for one in kept)
    base = n[rest].sum()
    middle = float((n * mean)[rest].sum() / base) if base else 0.0
    freedom = sum(one.n - 1 for one in kept)
    squares = sum(one.log_squares for one in kept)
    sigma = sqrt(squares / freedom) if freedom else 0.0

    def limit(size: float, z: float) -> float:
        return exp(middle + z * sigma / sqrt(size))

    return Held(
        target=exp(middle) if base else 0.0,
        size=n,
        value=np.exp(mean),
        z=_errors(mean - middle, n, sigma),
        limit=limit,
    )


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _errors(off: Floats, size: Floats, sigma: float) -> Floats:
    """How many standard errors σ/√n each lies off; none where nothing varies."""
    found: Floats = off * np.sqrt(size) / sigma if sigma else np.zeros(len(off))
    return found
