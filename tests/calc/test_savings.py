# SPDX-License-Identifier: EUPL-1.2
"""Months at several changes of prices, added up in the prices of the baseline."""

import numpy as np
import pytest

from gemensam.calc.savings import (
    UNCHANGED,
    Period,
    PriceChange,
    compare,
    in_earlier_prices,
    mean_change,
)


def period(cost: list[float], labour: list[float], volume: list[float]) -> Period:
    return Period(cost=np.array(cost), labour=np.array(labour), volume=np.array(volume))


DECEMBER = period([1050.0, 220.0], [630.0, 0.0], [10.0, 4.0])
JANUARY = period([1210.0, 231.0], [660.0, 0.0], [12.0, 2.0])
YEAR, TWO = PriceChange(wage=1.05, price=1.05), PriceChange(wage=1.1, price=1.1)


def test_each_month_is_taken_back_by_its_own_change() -> None:
    real = in_earlier_prices([(DECEMBER, YEAR), (JANUARY, TWO)])
    assert real.cost == pytest.approx([1000 + 1100, 220 / 1.05 + 210])
    assert real.labour.tolist() == [0.0, 0.0]
    assert real.volume.tolist() == [22.0, 6.0]


def test_one_change_is_as_if_nothing_was_added_up() -> None:
    before = period([900.0, 300.0], [500.0, 10.0], [9.0, 5.0])
    alone = compare(before=before, after=JANUARY, change=TWO)
    real = in_earlier_prices([(JANUARY, TWO)])
    added = compare(before=before, after=real, change=UNCHANGED)
    assert added.at_baseline.tolist() == alone.at_baseline.tolist()


def test_draws_of_some_months_go_with_months_that_have_none() -> None:
    drawn = period([[1.1, 2.2], [3.3, 4.4]], [[0.0] * 2] * 2, [3.0, 4.0])  # type: ignore[list-item]
    known = period([[10.5, 21.0]], [[0.0] * 2], [1.0, 1.0])  # type: ignore[list-item]
    real = in_earlier_prices([(drawn, TWO), (known, YEAR)])
    assert real.cost == pytest.approx(np.array([[11.0, 22.0], [13.0, 24.0]]))
    assert real.volume.tolist() == [4.0, 5.0]


def test_the_mean_change_makes_of_the_real_cost_the_one_that_was_paid() -> None:
    parts = [(DECEMBER, YEAR), (JANUARY, PriceChange(wage=1.2, price=1.1))]
    mean = mean_change(parts)
    assert mean.wage == pytest.approx((630 + 660) / (630 / 1.05 + 660 / 1.2))
    other = 420 + 220 + 550 + 231
    assert mean.price == pytest.approx(other / ((420 + 220) / 1.05 + (550 + 231) / 1.1))
    assert mean_change([(DECEMBER, YEAR), (JANUARY, YEAR)]) == YEAR
    nobody = period([0.0], [0.0], [0.0])
    assert mean_change([(nobody, YEAR), (nobody, TWO)]) == TWO
