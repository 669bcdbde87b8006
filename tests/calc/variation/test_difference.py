# SPDX-License-Identifier: EUPL-1.2
"""Hodges and Lehmann's estimate against a printed example and against brute force."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.variation import shift

# Hollander & Wolfe, table 4.1: permeability of the human chorioamnion, at term and
# earlier. The printed estimate is 0.305; the 95 % interval (−0.15, 0.76).
AT_TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
EARLIER = [1.15, 0.88, 0.90, 0.74, 1.21]
TIMES = st.lists(st.integers(0, 400).map(lambda n: n / 8), min_size=5, max_size=25)


def test_the_textbook_s_example() -> None:
    found = shift(EARLIER, AT_TERM)
    assert found is not None
    assert found.estimate == pytest.approx(0.305)
    assert (found.low, found.high) == pytest.approx((-0.15, 0.76))
    assert not found.is_more_than_chance
    assert found.longer == pytest.approx(35 / 50)  # W = 35 in the book


@given(TIMES, TIMES)
def test_it_is_what_counting_every_pair_gives(
    here: list[float], there: list[float]
) -> None:
    found = shift(here, there)
    assert found is not None
    pairs = np.sort(np.subtract.outer(there, here).ravel())
    assert found.estimate == pytest.approx(float(np.median(pairs)))
    assert found.low in pairs
    assert found.high in pairs
    assert found.low <= found.estimate <= found.high
    wanted = (np.sum(pairs > 0) + np.sum(pairs == 0) / 2) / len(pairs)
    assert found.longer == pytest.approx(float(wanted))
    turned = shift(there, here)
    assert turned is not None
    assert turned.estimate == pytest.approx(-found.estimate)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_too_few_to_say() -> None:
    assert shift([1, 2, 3, 4], [5] * 50) is None


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(11)
    covered = 0
    for _ in range(400):
        here = draw.lognormal(2, 1, size=30).tolist()
        found = shift(here, (draw.lognormal(2, 1, size=20) + 3).tolist())
        assert found is not None
        covered += found.low <= 3 <= found.high
    assert 0.92 <= covered / 400 <= 0.98


def test_equal_times_everywhere_differ_by_nothing() -> None:
    found = shift([3.0] * 6, [3.0] * 6)
    assert found is not None
    assert (found.low, found.estimate, found.high, found.longer) == (0, 0, 0, 0.5)
    assert (found.median_here, found.median_there) == (3, 3)
