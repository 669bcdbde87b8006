# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.interval import nine_of_ten


def test_nine_draws_of_ten_lie_within() -> None:
    low, high = nine_of_ten(np.arange(1001.0), 500.0)
    assert (float(low), float(high)) == (50.0, 950.0)


@given(st.integers(0, 10_000), st.floats(-6, 6), st.integers(2, 400))
def test_nine_of_ten_lie_within_wherever_the_figure_is(
    seed: int, figure: float, many: int
) -> None:
    draws = np.random.default_rng(seed).normal(size=(many, 3))
    low, high = nine_of_ten(draws, figure)
    within = ((low <= draws) & (draws <= high)).sum(axis=0)
    assert (np.abs(within - 0.9 * many) <= 2).all()
    if many >= 10:
        begins = (low == figure) | (high == figure)
        assert (within[begins] >= 0.9 * many).all()


@given(st.floats(-1e6, 1e6))
def test_the_figure_itself_is_always_possible(figure: float) -> None:
    low, high = nine_of_ten(np.array([[3.0, -4.0], [5.0, -2.0]]), np.full(2, figure))
    assert (low <= figure).all()
    assert (figure <= high).all()
    assert low[0] <= 3.1
    assert high[1] >= -2.1


def test_a_figure_is_reached_to_the_ore_from_draws_that_are_less_exact() -> None:
    figure = 123_456_789_123.0
    draws = np.linspace(1.0, 2.0, 50, dtype=np.float32) * np.float32(2e11)
    low, _high = nine_of_ten(draws, figure)
    assert float(low) == figure


def test_what_is_missing_on_one_side_is_told_from_the_figure_on() -> None:
    low, high = nine_of_ten(np.arange(1001.0), -5.0)
    assert (low, high) == pytest.approx((-5.0, 900.0))
    low, high = nine_of_ten(np.arange(1001.0), 1005.0)
    assert (low, high) == pytest.approx((100.0, 1005.0))
