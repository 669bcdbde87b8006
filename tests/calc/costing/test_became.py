# SPDX-License-Identifier: EUPL-1.2
"""Work and cost that bear the name of a service that is others now are theirs."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.became import (
    around_as,
    pools_as,
    shares_as,
    works_as,
)
from gemensam.calc.costing.evidence import Usual
from gemensam.calc.costing.sorting import Pool, Pools

SERVICES = (10, 20, 30, 40)
SPLIT = {10: {30: Decimal("0.6"), 40: Decimal("0.4")}}


def test_a_share_of_work_is_parted_and_each_sum_kept() -> None:
    shares = np.array(
        [[[0.5, 0.2, 0.1, 0.0, 0.1, 0.1], [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]]]
    )
    found = shares_as(shares, SERVICES, SPLIT)
    assert found[0].tolist() == [
        pytest.approx([0.0, 0.2, 0.4, 0.2, 0.1, 0.1]),
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    ]
    assert shares[0, 0, 0] == 0.5, "what was given is as it was"
    assert shares_as(shares, SERVICES, {}) is shares


def test_codes_that_change_places_do_so_at_once() -> None:
    shares = np.array([[0.7, 0.3, 0.0, 0.0, 0.0, 0.0]])
    swapped = {10: {20: Decimal(1)}, 20: {10: Decimal(1)}}
    assert shares_as(shares, SERVICES, swapped)[0, :2].tolist() == [0.3, 0.7]


def test_whoever_works_on_a_part_works_on_it_but_once() -> None:
    works = np.array([[True, False, True, False], [False, True, False, False]])
    found = works_as(works, SERVICES, SPLIT)
    assert found.tolist() == [[False, False, True, True], [False, True, False, False]]


def test_direct_cost_is_parted_to_the_ore() -> None:
    pool = Pool()
    pool.direct.update({10: 1001, 30: 7})
    pool.direct_square.update({10: 1000, 30: 49})
    pool.direct_rows.update({10: 3, 30: 1})
    pools = Pools()
    pools.pools[1, 1] = pool
    pools_as(pools, SPLIT)
    assert pool.direct == {30: 608, 40: 400}
    assert pool.direct_square == {30: 49 + 360, 40: 160}
    assert pool.direct_rows == {30: 4, 40: 3}


@given(
    st.integers(-(10**9), 10**9), st.lists(st.integers(1, 99), min_size=1, max_size=2)
)
def test_nothing_of_direct_cost_is_lost(ore: int, weights: list[int]) -> None:
    pool, pools = Pool(), Pools()
    pool.direct[10] = ore
    pools.pools[1, 1] = pool
    total = Decimal(sum(weights))
    parts = {30 + 10 * n: weight / total for n, weight in enumerate(weights)}
    pools_as(pools, {10: parts})
    assert sum(pool.direct.values()) == ore
    assert 10 not in pool.direct


def test_what_is_usual_is_parted_and_what_meets_is_as_steady_as_its_parts() -> None:
    around = {
        (1, 1, "9100", 10): Usual(1000.0, 1.0),
        (1, 1, "9100", 30): Usual(400.0, 0.5),
        (1, 1, "9200", 20): Usual(5.0, 0.2),
    }
    found = around_as(around, SPLIT)
    first, second, other = (
        (1, 1, *of) for of in (("9100", 30), ("9100", 40), ("9200", 20))
    )
    assert {spot: one.level for spot, one in found.items()} == {
        first: 1000.0,
        second: 400.0,
        other: 5.0,
    }
    steady = {spot: one.steady for spot, one in found.items()}
    assert steady == pytest.approx({first: 0.8, second: 1.0, other: 0.2})
