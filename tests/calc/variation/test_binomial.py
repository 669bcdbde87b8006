# SPDX-License-Identifier: EUPL-1.2
"""Against printed tables of the binomial distribution, and against whole numbers."""

from math import comb

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.variation import exact_limit, mid_p_lower


@pytest.mark.parametrize(
    ("count", "of", "p", "at_most", "below"),
    [
        (4, 20, 0.1, 0.9568, 0.8670),  # any table of the cumulative binomial
        (2, 10, 0.5, 0.0547, 0.0107),
        (0, 5, 0.2, 0.3277, 0.0),
    ],
)
def test_tails_are_those_of_the_tables(
    count: int, of: int, p: float, at_most: float, below: float
) -> None:
    assert mid_p_lower(count, of, p) == pytest.approx((at_most + below) / 2, abs=1e-4)


@given(of=st.integers(1, 60), p=st.floats(0.02, 0.98), data=st.data())
def test_a_tail_is_the_sum_of_its_terms(of: int, p: float, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    terms = [comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count + 1)]
    wanted = sum(terms) - terms[-1] / 2
    assert mid_p_lower(count, of, p) == pytest.approx(wanted, rel=1e-9, abs=1e-15)


def test_a_limit_lies_between_the_two_counts_around_it() -> None:
    # Binomial (20, 0.1): P(X ≤ 3) = 0.8670, P(X ≤ 4) = 0.9568, P(X ≤ 5) = 0.9887 (tables).
    four, five = (0.8670 + 0.9568) / 2, (0.9568 + 0.9887) / 2
    part = (0.95 - four) / (five - four)
    assert exact_limit(20, 0.1, 0.95) == pytest.approx((4 + part) / 20, abs=1e-4)
    assert exact_limit(20, 0.1, 1e-9) == 0.0
    assert exact_limit(20, 0.1, 1.0) == 1.0


def test_a_small_place_with_everything_on_time_is_within() -> None:
    assert exact_limit(12, 0.9, 0.975) == 1.0


@given(of=st.integers(1, 2000), p=st.floats(0, 1), level=st.floats(0.001, 0.999))
def test_limits_are_shares(of: int, p: float, level: float) -> None:
    assert 0 <= exact_limit(of, p, level) <= 1


def test_where_there_is_no_room_for_chance_there_is_no_width() -> None:
    assert exact_limit(50, 1.0, 0.001) == 1.0
    assert mid_p_lower(50, 50, 1.0) == 0.5


def test_many_cases_are_no_trouble() -> None:
    # The normal limit for n = 100 000 and p = 0.9, to four decimals.
    wanted = 0.9 + 1.959964 * (0.09 / 100_000) ** 0.5
    assert exact_limit(100_000, 0.9, 0.975) == pytest.approx(wanted, abs=2e-5)
