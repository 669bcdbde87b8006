# SPDX-License-Identifier: EUPL-1.2
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.quality import (
    Difference,
    Sample,
    Turned,
    logged,
    of_means,
    of_shares,
    student,
    together,
    typical,
    wilson,
)


def share(count: int, of: int) -> Sample:
    return Sample(n=of, mean=count / of)


def test_newcombe_s_own_example() -> None:
    """56 of 70 against 48 of 80, 95 %: 0.0524 to 0.3339 (Newcombe 1998, table II, a)."""
    found = of_shares(share(48, 80), share(56, 70), level=0.95)
    assert found.figure == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_wilson_s_own_interval() -> None:
    """81 of 263, 95 %: 0.2553 to 0.3662 (Newcombe 1998, Statistics in Medicine 17:857)."""
    assert wilson(81, 263, level=0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20, level=0.95)[0] == pytest.approx(0)
    assert wilson(20, 20, level=0.95)[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("freedom", "told"), [(9, 1.8331), (12, 1.7823), (20, 1.7247), (1000, 1.6464)]
)
def test_student_s_table(freedom: int, told: float) -> None:
    assert student(0.95, freedom) == pytest.approx(told, abs=1e-3)


def test_a_difference_is_found_nine_times_of_ten() -> None:
    """Shares, and times that are lognormal: the intervals hold what was built in."""
    rng = np.random.default_rng(7)
    held = []
    for _ in range(1000):
        before, after = rng.binomial(150, 0.83), rng.binomial(220, 0.91)
        of = of_shares(share(int(before), 150), share(int(after), 220))
        one = logged(np.exp(rng.normal(4.0, 1.1, 40)).tolist())
        other = logged(np.exp(rng.normal(3.6, 0.8, 90)).tolist())
        times = of_means(one, other)
        held.append((of.low <= 0.08 <= of.high, times.low <= -0.4 <= times.high))
    assert np.mean(held, axis=0) == pytest.approx([0.9, 0.9], abs=0.03)


def test_services_together_hold_it_too() -> None:
    """Three services of unlike size, whose differences are unlike: with the weights of now."""
    rng = np.random.default_rng(8)
    weights, shift = [500.0, 120.0, 60.0], [0.03, 0.10, -0.05]
    true = sum(w * d for w, d in zip(weights, shift, strict=True)) / sum(weights)
    held = []
    for _ in range(600):
        parts = []
        for weight, d in zip(weights, shift, strict=True):
            n = int(weight)
            before = share(int(rng.binomial(n, 0.85)), n)
            after = share(int(rng.binomial(n, 0.85 + d)), n)
            parts.append((weight, of_shares(before, after)))
        found = together(parts)
        held.append(found.low <= true <= found.high)
    assert np.mean(held) == pytest.approx(0.9, abs=0.03)


@given(
    st.integers(1, 400), st.integers(1, 400), st.floats(0, 1), st.floats(0, 1)
)  # fmt: skip
def test_what_is_told_the_other_way_round_is_its_opposite(
    n: int, m: int, one: float, other: float
) -> None:
    p, q = share(round(one * n), n), share(round(other * m), m)
    there, back = of_shares(p, q), of_shares(q, p)
    assert there.figure == pytest.approx(-back.figure)
    assert there.low == pytest.approx(-back.high)
    assert -1 - 1e-9 <= there.low <= there.figure <= there.high <= 1 + 1e-9


def test_what_it_says() -> None:
    more = Difference(figure=0.05, low=0.01, high=0.09)
    less = Difference(figure=-0.05, low=-0.09, high=-0.01)
    none = Difference(figure=0.01, low=-0.02, high=0.04)
    assert more.turned(lower_is_better=False) is Turned.BETTER
    assert more.turned(lower_is_better=True) is Turned.WORSE
    assert less.turned(lower_is_better=False) is Turned.WORSE
    assert less.turned(lower_is_better=True) is Turned.BETTER
    assert none.turned(lower_is_better=True) is Turned.UNSURE


def test_times_change_by_a_share() -> None:
    before, now = logged([60.0, 120.0, 240.0]), logged([30.0, 60.0, 120.0])
    assert typical(before) == pytest.approx(120)
    change = of_means(before, now).as_change
    assert change.figure == pytest.approx(-0.5)
    assert change.low < -0.5 < change.high
    same = Sample(n=4, mean=2.0)
    assert of_means(same, same) == Difference(figure=0.0, low=0.0, high=0.0)


def test_one_part_together_is_itself() -> None:
    one = of_shares(share(8, 10), share(19, 20))
    found = together([(3.0, one)])
    assert (found.low, found.figure, found.high) == pytest.approx(
        (one.low, one.figure, one.high)
    )
    assert NormalDist().inv_cdf(0.95) == pytest.approx(1.6449, abs=1e-4)
