# SPDX-License-Identifier: EUPL-1.2
"""Pools handed down in their order, to the öre."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.allocation import (
    Allocation,
    CircleError,
    NegativeDriverError,
    NoDriverWeightError,
    Pool,
    Share,
    Step,
    UnknownReceiverError,
    step_down,
)
from gemensam.calc.errors import CalcError
from gemensam.calc.money import Exact, NotExactError, to_ore

DIRECT = {
    "Finance": to_ore(8_000_000),
    "HR": to_ore(6_000_000),
    "IT": to_ore(15_000_000),
}
MANAGEMENT = Pool(
    name="Management",
    ore=to_ore(2_000_000),
    driver="FTE",
    weights={"Management": 3, "Systems": 5, "Finance": 20, "HR": 15, "IT": 25},
)
SYSTEMS = Pool(
    name="Systems",
    ore=to_ore(3_000_000),
    driver="Users",
    weights={"Management": 4, "Finance": 20, "HR": 15, "IT": 25},
)


def pool(name: str = "P", ore: int = 100, **weights: Exact) -> Pool:
    return Pool(name=name, ore=ore, driver="D", weights=weights)


def test_management_and_systems_stepped_down() -> None:
    """domain.md §4.2, to the öre: 9,666,666.67, 7,250,000.00, 17,083,333.33."""
    found = step_down([MANAGEMENT, SYSTEMS], DIRECT)
    assert dict(found.ore) == {
        "Finance": 966_666_667,
        "HR": 725_000_000,
        "IT": 1_708_333_333,
    }
    assert sum(found.ore.values()) == to_ore(34_000_000)
    assert found.steps == (
        Step(
            pool="Management",
            driver="FTE",
            own=200_000_000,
            given=0,
            shares=(
                Share(receiver="Systems", weight=5, ore=15_384_615),
                Share(receiver="Finance", weight=20, ore=61_538_462),
                Share(receiver="HR", weight=15, ore=46_153_846),
                Share(receiver="IT", weight=25, ore=76_923_077),
            ),
            left_out=("Management",),
        ),
        Step(
            pool="Systems",
            driver="Users",
            own=300_000_000,
            given=15_384_615,
            shares=(
                Share(receiver="Finance", weight=20, ore=105_128_205),
                Share(receiver="HR", weight=15, ore=78_846_154),
                Share(receiver="IT", weight=25, ore=131_410_256),
            ),
            left_out=("Management",),
        ),
    )


def test_the_order_decides() -> None:
    """Each serves the other; the first to be handed down is closed for the second."""
    house, front = pool("House", Front=1, A=1), pool("Front", House=1, B=1)
    first = step_down([house, front], {"A": 0, "B": 0})
    second = step_down([front, house], {"A": 0, "B": 0})
    assert dict(first.ore) == {"A": 50, "B": 150}
    assert dict(second.ore) == {"A": 150, "B": 50}
    assert [step.given for step in first.steps] == [0, 50]
    assert [step.left_out for step in first.steps] == [(), ("House",)]


def test_without_pools_the_direct_costs_stay() -> None:
    assert step_down([], DIRECT) == Allocation(ore=DIRECT, steps=())


def test_a_pool_without_money_needs_no_driver() -> None:
    empty = Pool(name="Empty", ore=0, driver="None yet", weights={})
    found = step_down([empty], DIRECT)
    assert found.ore == DIRECT
    assert found.steps[0].shares == ()


def test_a_credit_is_handed_down_like_a_cost() -> None:
    credit = Pool(name="Refund", ore=-100, driver="FTE", weights={"HR": 1, "IT": 2})
    assert dict(step_down([credit], {"HR": 0, "IT": 0}).ore) == {"HR": -33, "IT": -67}


def test_weights_may_be_any_exact_numbers() -> None:
    pool = Pool(
        name="House",
        ore=700,
        driver="m²",
        weights={"A": Decimal("0.5"), "B": 1, "C": Fraction(3, 2), "D": 0},
    )
    found = step_down([pool], {"A": 0, "B": 0, "C": 0, "D": 0})
    assert dict(found.ore) == {"A": 117, "B": 233, "C": 350, "D": 0}
    assert [share.receiver for share in found.steps[0].shares] == ["A", "B", "C"]


def test_the_answer_cannot_be_changed() -> None:
    found = step_down([MANAGEMENT, SYSTEMS], DIRECT)
    with pytest.raises(TypeError):
        found.ore["HR"] = 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("pools", "error", "values"),
    [
        ([pool(A=1), pool(A=1)], CircleError, {"name": "P"}),
        ([pool("A", A=1)], CircleError, {"name": "A"}),
        (
            [pool(A=1, X=1)],
            UnknownReceiverError,
            {"pool": "P", "driver": "D", "receiver": "X"},
        ),
        (
            [pool(A=0)],
            NoDriverWeightError,
            {"pool": "P", "driver": "D", "ore": 100},
        ),
        # money only for itself, or for a pool that is closed by then
        ([pool(P=5)], NoDriverWeightError, {"pool": "P", "driver": "D", "ore": 100}),
        (
            [pool(Q=1, A=1), pool("Q", P=1)],
            NoDriverWeightError,
            {"pool": "Q", "driver": "D", "ore": 150},
        ),
        # a negative weight is wrong for a closed pool too
        (
            [pool(A=1, P=-1)],
            NegativeDriverError,
            {"pool": "P", "driver": "D", "receiver": "P", "weight": -1},
        ),
        ([pool(A=0.5)], NotExactError, {"value": 0.5}),  # type: ignore[arg-type]
        ([pool(ore=1.5, A=1)], NotExactError, {"value": 1.5}),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_handed_down_is_refused(
    pools: list[Pool], error: type[CalcError], values: dict[str, object]
) -> None:
    with pytest.raises(error) as refused:
        step_down(pools, {"A": 0})
    assert refused.value.values == values
    assert str(refused.value)


def test_direct_costs_are_whole_ore() -> None:
    with pytest.raises(NotExactError):
        step_down([], {"A": 1.0})  # type: ignore[dict-item]


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Pool], dict[str, int]]:
    ore = st.integers(-(10**12), 10**12)
    weight = st.integers(0, 10**4) | st.decimals(0, 100, places=2)
    names = [f"pool {number}" for number in range(draw(st.integers(0, 5)))]
    receivers = {
        f"unit {number}": draw(ore) for number in range(draw(st.integers(1, 5)))
    }
    pools = []
    for name in names:
        weights: dict[str, Exact] = {
            each: draw(weight) for each in [*names, *receivers] if draw(st.booleans())
        }
        weights["unit 0"] = draw(st.integers(1, 10))
        pools.append(Pool(name=name, ore=draw(ore), driver="D", weights=weights))
    return pools, receivers


@given(ledgers())
def test_what_comes_in_goes_out_and_a_closed_pool_receives_nothing(
    ledger: tuple[list[Pool], dict[str, int]],
) -> None:
    pools, receivers = ledger
    found = step_down(pools, receivers)
    assert sum(found.ore.values()) == sum(receivers.values()) + sum(
        each.ore for each in pools
    )
    closed: set[str] = set()
    for step, each in zip(found.steps, pools, strict=True):
        closed.add(step.pool)
        assert sum(share.ore for share in step.shares) == step.own + step.given
        assert closed.isdisjoint(share.receiver for share in step.shares)
        assert set(step.left_out) == {name for name in closed if each.weights.get(name)}
    for name, ore in found.ore.items():
        given_down = [
            share.ore
            for step in found.steps
            for share in step.shares
            if share.receiver == name
        ]
        assert ore == receivers[name] + sum(given_down)


@given(ledgers())
def test_it_agrees_with_exact_fractions_within_an_ore_a_step(
    ledger: tuple[list[Pool], dict[str, int]],
) -> None:
    """An oracle without rounding: each step moves a receiver by less than an öre, and
    what a pool is given too much or little is handed on."""
    pools, receivers = ledger
    exact = {name: Fraction(ore) for name, ore in receivers.items()}
    exact |= {each.name: Fraction(each.ore) for each in pools}
    waiting = [each.name for each in pools]
    for each in pools:
        waiting.remove(each.name)
        weights = {
            name: Fraction(each.weights.get(name, 0)) for name in [*waiting, *receivers]
        }
        for name, weight in weights.items():
            exact[name] += exact[each.name] * weight / sum(weights.values())
    found = step_down(pools, receivers)
    for name, ore in found.ore.items():
        assert abs(ore - exact[name]) < max(1, 2 ** len(pools))


@given(ledgers())
def test_the_order_of_the_receivers_decides_no_more_than_odd_ore(
    ledger: tuple[list[Pool], dict[str, int]],
) -> None:
    pools, receivers = ledger
    turned = dict(reversed(receivers.items()))
    first, second = step_down(pools, receivers), step_down(pools, turned)
    assert list(second.ore) == list(turned)
    for name, ore in first.ore.items():
        assert abs(ore - second.ore[name]) <= 2 ** len(pools)
