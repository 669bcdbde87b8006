# SPDX-License-Identifier: EUPL-1.2
"""Small places are no outliers for being small, and real ones are found."""

from collections.abc import Callable, Sequence
from math import exp, log, sqrt

import numpy as np
import pytest

from gemensam.calc.variation import (
    Costed,
    Counted,
    Funnel,
    Timed,
    cost_funnel,
    costed,
    share_funnel,
    time_funnel,
    winsorised,
)

Draw = np.random.Generator
SIZES = np.geomspace(12, 3000, 60).astype(int)  # most places are small


def shares(draw: Draw, p: Sequence[float] | float = 0.9) -> Funnel:
    chance = np.broadcast_to(p, len(SIZES))
    return share_funnel(
        [
            Counted(key=i, count=int(draw.binomial(n, chance[i])), of=int(n))
            for i, n in enumerate(SIZES)
        ]
    )


def one_place(
    key: object, amounts: Sequence[float], volumes: Sequence[float]
) -> Costed:
    """A place from its periods."""
    (found,) = costed(
        [key],
        np.zeros(len(amounts), dtype=np.int64),
        np.array(amounts, dtype=float),
        np.array(volumes, dtype=float),
    )
    return found


def costs(draw: Draw, unit: Sequence[float] | float = 80.0) -> Funnel:
    level = np.broadcast_to(unit, len(SIZES))
    places = []
    for i, n in enumerate(SIZES):
        volumes = draw.poisson(n / 12, size=12) + 1
        # A month's cost is a sum of skewed costs of its invoices.
        amounts = [
            float(draw.gamma(2.0, level[i] / 2, size=volume).sum())
            for volume in volumes
        ]
        places.append(one_place(i, amounts, volumes.tolist()))
    return cost_funnel(places)


def times(draw: Draw, days: Sequence[float] | float = 4.0) -> Funnel:
    typical = np.broadcast_to(days, len(SIZES))
    places = []
    for i, n in enumerate(SIZES):
        logs = draw.normal(log(typical[i]), 1.2, size=n)
        squares = float(((logs - logs.mean()) ** 2).sum())
        places.append(
            Timed(key=i, n=int(n), log_mean=float(logs.mean()), log_squares=squares)
        )
    return time_funnel(places)


def outside(funnel: Funnel, *, far: bool = False) -> list[bool]:
    limits = funnel.limits([one.size for one in funnel.places])
    return [
        not (lim.far_low <= one.value <= lim.far_high)
        if far
        else not (lim.low <= one.value <= lim.high)
        for one, lim in zip(funnel.places, limits, strict=True)
    ]


@pytest.mark.parametrize("measure", [shares, costs, times])
def test_by_chance_alone_one_in_twenty_lies_outside_whatever_its_size(
    measure: Callable[[Draw], Funnel],
) -> None:
    draw = np.random.default_rng(3)
    runs = [measure(draw) for _ in range(60)]
    out = np.array([outside(funnel) for funnel in runs])
    far = np.array([outside(funnel, far=True) for funnel in runs])
    small, large = out[:, :20].mean(), out[:, 40:].mean()
    assert 0.025 < out.mean() < 0.065
    assert 0.02 < small < 0.075
    assert 0.02 < large < 0.075
    assert far.mean() < 0.006
    # Whoever is named at all is named wrongly here; that happens in few runs.
    assert np.mean([bool(funnel.differing) for funnel in runs]) < 0.12
    assert np.mean([funnel.is_overdispersed for funnel in runs]) < 0.1


@pytest.mark.parametrize(
    ("measure", "usual", "odd"),
    [(shares, 0.9, 0.7), (costs, 80.0, 160.0), (times, 4.0, 9.0)],
)
def test_three_that_really_differ_are_found(
    measure: Callable[..., Funnel], usual: float, odd: float
) -> None:
    levels = [usual] * len(SIZES)
    for i in (35, 45, 55):
        levels[i] = odd
    draw = np.random.default_rng(5)
    found = [{one.key for one in measure(draw, levels).differing} for _ in range(20)]
    hits = np.mean([len(keys & {35, 45, 55}) for keys in found])
    false = np.mean([len(keys - {35, 45, 55}) for keys in found])
    assert hits > 2.8
    assert false < 0.4


def test_where_all_differ_a_little_nobody_is_named_for_it() -> None:
    """Every place has its own level: large ones would all lie outside limits of chance
    alone. The ordinary spread is reckoned with, and told."""
    draw = np.random.default_rng(8)
    funnel = times(draw, np.exp(draw.normal(log(4), 0.25, size=len(SIZES))).tolist())
    assert funnel.is_overdispersed
    assert funnel.spread is not None
    assert funnel.spread > 1.5
    assert len(funnel.differing) <= 6


def test_limits_widen_as_places_get_smaller_and_with_the_spread() -> None:
    funnel = costs(np.random.default_rng(1))
    wide, narrow = funnel.limits([20, 2000])
    assert wide.far_low <= wide.low <= narrow.low <= funnel.target
    assert funnel.target <= narrow.high <= wide.high <= wide.far_high
    assert (wide.high - funnel.target) / (narrow.high - funnel.target) == pytest.approx(
        10
    )


def test_the_winsorised_spread_by_hand() -> None:
    # Twenty values: the two lowest become the third (−2), the two highest the third (2).
    z = [-9.0, -5.0, -2.0, *[0.0] * 14, 2.0, 6.0, 30.0]
    assert winsorised(z) == pytest.approx(6 * 4 / 20)
    assert winsorised([3.0, -1.0]) == pytest.approx(5.0)  # too few to draw any in


def test_the_standard_error_of_a_unit_cost_by_hand() -> None:
    """Two places of two months: 100 and 140 kr for 1 each, 200 and 200 kr for 1 each."""
    funnel = cost_funnel(
        [
            one_place("a", (100, 140), (1, 1)),
            one_place("b", (200, 200), (1, 1)),
            one_place("c", (50,), (0.5,)),
        ],
        fewest=1,
    )
    # Residuals ±20: σ² = (400 + 400 + 0 + 0) / (1 + 1) = 400; a's error is 20/√2.
    assert funnel.small == ("c",)
    assert funnel.target == 160
    assert funnel.spread is None  # two places say nothing of an ordinary spread
    assert not funnel.is_overdispersed
    assert [one.z for one in funnel.places] == pytest.approx(
        [-40 / (20 / sqrt(2)), 40 / (20 / sqrt(2))]
    )
    assert [one.differs for one in funnel.places] == [True, True]


def test_a_share_and_a_time_by_hand() -> None:
    shares_ = share_funnel(
        [Counted(key="a", count=10, of=20), Counted(key="b", count=3, of=4)]
    )
    assert (shares_.target, shares_.small) == (0.5, ("b",))
    assert shares_.places[0].z == pytest.approx(0)
    timed = time_funnel(
        [
            Timed(key="a", n=10, log_mean=log(2), log_squares=9),
            Timed(key="b", n=10, log_mean=log(8), log_squares=9),
        ]
    )
    assert timed.target == pytest.approx(4)  # the geometric middle of 2 and 8
    assert [one.z for one in timed.places] == pytest.approx(
        [-log(2) * sqrt(10), log(2) * sqrt(10)]
    )
    assert timed.limits([10])[0].high == pytest.approx(4 * exp(1.959964 / sqrt(10)))


def test_nothing_at_all_is_no_trouble() -> None:
    for funnel in (share_funnel([]), cost_funnel([]), time_funnel([])):
        assert (funnel.places, funnel.small, funnel.spread) == ((), (), None)
        assert funnel.target == 0
    one = cost_funnel([one_place("a", (5.0,), (20.0,))])
    assert [place.z for place in one.places] == [0.0]
    alone = time_funnel([Timed(key="a", n=10, log_mean=1.0, log_squares=0.0)])
    assert alone.places[0].z == 0.0
