# SPDX-License-Identifier: EUPL-1.2
"""Ranges against closed forms and against a reference without numpy."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st
from tests.calc.businesscase.cases import between, exactly

from gemensam.calc.businesscase.ranges import (
    NotOrderedError,
    Range,
    Shape,
    TooFewReadingsError,
    ordered,
)

EVEN = (np.arange(200_000) + 0.5) / 200_000
three = st.tuples(*(st.integers(-50, 50) for _ in range(3))).map(sorted)


def beta_moment(low: int, likely: int, high: int) -> tuple[Fraction, Fraction]:
    """Mean and variance of PERT in exact fractions, from the beta's own formulas."""
    a = 1 + Fraction(4 * (likely - low), high - low)
    b = 1 + Fraction(4 * (high - likely), high - low)
    mean = low + (high - low) * a / (a + b)
    variance = (high - low) ** 2 * a * b / ((a + b) ** 2 * (a + b + 1))
    return mean, variance


@pytest.mark.parametrize("three", [(0, 1, 4), (0, 0, 1), (2, 8, 8), (-5, 0, 5)])
def test_pert_has_the_beta_moments(three: tuple[int, int, int]) -> None:
    mean, variance = beta_moment(*three)
    values = between(*three).quantile(EVEN)
    assert values.mean() == pytest.approx(float(mean), abs=2e-5)
    assert values.var() == pytest.approx(float(variance), rel=2e-4)
    assert between(*three).mean == pytest.approx(float(mean))


def beta_share(x: float, a: float, b: float) -> float:
    """The beta distribution function by Simpson's rule, without numpy."""
    steps = 20_000
    norm: float = math.gamma(a + b) / math.gamma(a) / math.gamma(b)
    width = x / steps
    f: list[float] = [
        norm * (i * width) ** (a - 1) * (1 - i * width) ** (b - 1)
        for i in range(steps + 1)
    ]
    return width / 3 * (f[0] + f[-1] + 4 * sum(f[1:-1:2]) + 2 * sum(f[2:-1:2]))


@pytest.mark.parametrize("place", [0.03, 0.2, 0.5, 0.77, 0.99])
def test_pert_against_a_reference(place: float) -> None:
    share = beta_share(place, 2.0, 4.0)  # likely a quarter of the way
    found = between(0, 0.25, 1).quantile(np.array([share]))
    assert float(found[0]) == pytest.approx(place, abs=2e-6)


def test_triangular_against_the_closed_form() -> None:
    one = between(2, 4, 10, Shape.TRIANGULAR)
    shares = np.array([0, 0.25, 0.5, 1])
    wanted = [2, 4, 10 - math.sqrt(0.5 * 8 * 6), 10]
    assert one.quantile(shares).tolist() == pytest.approx(wanted)
    assert one.mean == pytest.approx(16 / 3)


def test_readings_are_read_off_in_order() -> None:
    one = ordered([3.0, 1.0, 2.0])
    assert one.quantile(np.array([0, 0.5, 0.75, 1])).tolist() == [1, 2, 2.5, 3]
    assert one.mean == 2


@given(three, st.sampled_from([Shape.PERT, Shape.TRIANGULAR, Shape.UNIFORM]))
def test_a_range_stays_within_itself_and_rises(three: list[int], shape: Shape) -> None:
    one = between(three[0], three[1], three[2], shape)
    values = one.quantile(np.linspace(0, 1, 101))
    assert values[0] == pytest.approx(three[0])
    assert values[-1] == pytest.approx(three[2])
    assert (np.diff(values) >= -1e-12).all()


def test_what_is_out_of_order_is_named_with_its_cure() -> None:
    with pytest.raises(NotOrderedError, match="Low 3, likely 2 and high 5"):
        Range(low=3, likely=2, high=5)
    with pytest.raises(NotOrderedError):
        exactly(math.nan)
    with pytest.raises(TooFewReadingsError):
        ordered([1.0])
    with pytest.raises(TooFewReadingsError):
        Range(low=0, likely=0, high=1, shape=Shape.EMPIRICAL)
