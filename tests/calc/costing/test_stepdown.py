# SPDX-License-Identifier: EUPL-1.2
"""Steps over arrays: the worked example, order and drivers, and nothing lost."""

import numpy as np
from hypothesis import given, strategies as st

from gemensam.calc.allocation import Pool, step_down
from gemensam.calc.costing.evidence import Catalogue, StepDriver
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.month import _Arrays
from gemensam.calc.costing.sorting import Pools
from gemensam.calc.costing.stepdown import hand_down, hand_down_draws, hands

MANAGEMENT, SYSTEMS, FINANCE, HR, IT = range(5)
BARE = np.array([True, True, False, False, False])
ONE_PROVIDER = np.zeros(5, dtype=np.int64)
FTE = np.array([3, 5, 20, 15, 25], dtype=float)
USERS = np.array([4, 0, 20, 15, 25], dtype=float)
COST = np.array([2, 3, 8, 6, 15], dtype=np.int64) * 1_000_000_00


def test_the_worked_example() -> None:
    """2.0 M of management on posts, then systems with their share on users."""
    steps = hands(BARE, ONE_PROVIDER, FTE, {MANAGEMENT: FTE, SYSTEMS: USERS})
    held, left, moved = hand_down(COST, steps)
    assert held.tolist() == [0, 0, 9_666_666_67, 7_250_000_00, 17_083_333_33]
    assert not left.any()
    to_systems = [one for one in moved if one.receiver == SYSTEMS]
    assert [(one.pool, one.ore, one.weight, one.whole) for one in to_systems] == [
        (MANAGEMENT, 153_846_15, 5_000, 65_000)
    ]


def test_without_a_choice_posts_decide_and_bare_pools_receive_nothing() -> None:
    held, left, moved = hand_down(COST, hands(BARE, ONE_PROVIDER, FTE, {}))
    assert {one.receiver for one in moved} == {FINANCE, HR, IT}
    assert not any(one.chosen for one in moved)
    assert held.sum() + left.sum() == COST.sum()


def test_the_order_decides_who_receives() -> None:
    steps = hands(BARE, ONE_PROVIDER, FTE, {SYSTEMS: USERS, MANAGEMENT: FTE})
    _held, _left, moved = hand_down(COST, steps)
    assert any(one.receiver == MANAGEMENT for one in moved)
    assert not any(one.receiver == SYSTEMS for one in moved)


def test_a_driver_that_counts_nothing_falls_back_on_posts() -> None:
    steps = hands(BARE, ONE_PROVIDER, FTE, {SYSTEMS: np.zeros(5)})
    assert not steps[0].chosen
    assert steps[0].receivers.tolist() == [FINANCE, HR, IT]


def test_another_provider_receives_nothing() -> None:
    provider = np.array([0, 0, 0, 1, 1])
    steps = hands(BARE, provider, FTE, {MANAGEMENT: FTE})
    held, _left, _moved = hand_down(COST, steps)
    assert held[[HR, IT]].tolist() == COST[[HR, IT]].tolist()


numbers = st.integers(2, 8)


@given(st.data(), numbers)
def test_what_comes_in_goes_out_for_any_drivers(
    data: st.DataObject, pools: int
) -> None:
    """To the öre; and as the same method with names says, where it applies."""

    def column(low: int, high: int) -> st.SearchStrategy[list[int]]:
        return st.lists(st.integers(low, high), min_size=pools, max_size=pools)

    cost = np.array(data.draw(column(-(10**9), 10**12)), dtype=np.int64)
    bare = np.array(data.draw(st.lists(st.booleans(), min_size=pools, max_size=pools)))
    fte = np.array(data.draw(column(0, 50)), dtype=float)
    provider = np.array(data.draw(column(0, 1)), dtype=np.int64)
    order = data.draw(st.permutations(range(pools)))
    drivers = {
        pool: np.array(data.draw(column(0, 1000)), dtype=float)
        for pool in order
        if bare[pool] and data.draw(st.booleans())
    }
    steps = hands(bare, provider, fte, drivers)
    held, left, moved = hand_down(cost, steps)
    assert held.sum() + left.sum() == cost.sum()
    assert not held[bare].any()
    drawn = cost[None].astype(np.float32)
    hand_down_draws(drawn, steps)
    assert not drawn[:, bare].any()
    for provider_ in (0, 1):
        inside = provider == provider_
        assert held[inside].sum() + left[inside].sum() == cost[inside].sum()
    for one in moved:
        assert provider[one.pool] == provider[one.receiver]


def test_it_is_the_same_method_as_with_names() -> None:
    names = ["Management", "Systems", "Finance", "HR", "IT"]
    weights = [dict(zip(names, map(int, one), strict=True)) for one in (FTE, USERS)]
    allocation = step_down(
        [
            Pool(
                name="Management", ore=int(COST[0]), driver="posts", weights=weights[0]
            ),
            Pool(name="Systems", ore=int(COST[1]), driver="users", weights=weights[1]),
        ],
        {name: int(ore) for name, ore in zip(names[2:], COST[2:], strict=True)},
    )
    steps = hands(BARE, ONE_PROVIDER, FTE, {MANAGEMENT: FTE, SYSTEMS: USERS})
    assert hand_down(COST, steps)[0][2:].tolist() == list(allocation.ore.values())


def test_a_unit_with_money_in_two_ledgers_counts_once() -> None:
    """It is two pools, and together they weigh what the unit counts."""
    keys = [(1, 10), (2, 10), (2, 20), (3, 10)]
    pools = Pools()
    for key in keys:
        pools.pools[key].fte = 1.5
    arrays = _Arrays(
        pools,
        keys,
        [],
        Frame({}, {}, {}, {}),
        Catalogue(
            services=(),
            areas=(),
            minutes=np.zeros(0),
            standing=np.zeros(0, dtype=bool),
        ),
    )
    driver = StepDriver(name="users", weights={2: 30.0, 3: 30.0})
    (users,) = arrays._drivers({1: driver}).values()
    assert users.tolist() == [0.0, 15.0, 15.0, 30.0]
    posts = StepDriver(name="fte", weights=None)
    (by_posts,) = arrays._drivers({1: posts}).values()
    assert by_posts.tolist() == [1.5] * 4
