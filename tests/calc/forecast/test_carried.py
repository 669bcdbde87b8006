# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest

from gemensam.calc.forecast import Range, agreeing, carried_on


def test_a_cost_that_is_the_same_goes_on_the_same() -> None:
    told = carried_on([1000_00] * 7, months=12, seed=1)
    assert len(told) == 13
    assert [one.figure for one in told[:12]] == pytest.approx([1000_00] * 12, abs=1)
    assert told[-1].figure == sum(one.figure for one in told[:12])
    assert told[-1].high - told[-1].low < 0.05 * told[-1].figure


def test_closed_months_are_as_they_are_and_the_sum_is_whole() -> None:
    closed = [931_07, 1002_55, 1100_01, 987_93]
    told = carried_on(closed, months=12, seed=3)
    assert [one.figure for one in told[:4]] == closed
    assert all(one.low == one.figure == one.high for one in told[:4])
    assert sum(int(one.figure) for one in told[:12]) == told[-1].figure
    assert told[-1].low < told[-1].figure < told[-1].high
    assert told == carried_on(closed, months=12, seed=3)


@pytest.mark.parametrize("closed", [[], [0, 0, 0], [-5, -5]])
def test_of_nothing_nothing_is_expected(closed: list[int]) -> None:
    told = carried_on(closed, months=5, seed=1)
    assert len(told) == 6
    assert told[-1] == Range(figure=sum(closed), low=sum(closed), high=sum(closed))


def test_a_whole_year_has_no_range() -> None:
    told = carried_on([10, 20, 30], months=3, seed=1)
    assert told[-1] == Range(figure=60, low=60, high=60)


def test_nine_of_ten_years_lie_within_or_a_few_more() -> None:
    """A level that stands still is not known to: the range leaves room for a drift."""
    rng = np.random.default_rng(5)
    held = []
    for seed in range(250):
        year = np.rint(rng.uniform(1e6, 9e6) * (1 + 0.04 * rng.standard_normal(12)))
        told = carried_on([int(one) for one in year[:7]], months=12, seed=seed)[-1]
        held.append(told.low <= year.sum() <= told.high)
    assert 0.87 <= np.mean(held) <= 0.97


def test_parts_are_made_to_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(2)
    spent = rng.integers(100_00, 900_00, (3, 8))
    spent[2] = 0
    parts = [carried_on(row.tolist(), months=12, seed=9) for row in spent]
    whole = carried_on(spent.sum(axis=0).tolist(), months=12, seed=9)
    found = agreeing(parts, whole, closed=8)
    for place in range(13):
        figures = [one[place].figure for one in found]
        assert sum(figures) == whole[place].figure
    for was, now in zip(parts, found, strict=True):
        assert now[:8] == was[:8]
        assert now[-1].figure == sum(one.figure for one in now[:-1])
        width = was[-1].high - was[-1].low
        assert now[-1].high - now[-1].low == pytest.approx(width)
        assert now[-1].low <= now[-1].figure <= now[-1].high
