# SPDX-License-Identifier: EUPL-1.2
"""Whole öre: rounding, and splitting that always adds up."""

import pickle
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from gemensam.calc.errors import CalcError
from gemensam.calc.money import (
    LARGEST_AMOUNT,
    LARGEST_TOTAL,
    Exact,
    NegativeWeightError,
    NegativeWeightInRowError,
    NotExactError,
    NoWeightError,
    NoWeightInRowError,
    TooLargeError,
    round_half_up,
    split,
    split_groups,
    split_rows,
    to_kronor,
    to_ore,
)

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHT = (
    st.integers(0, 10**6)
    | st.decimals(0, 10**6, places=4)
    | st.fractions(0, 1000, max_denominator=997)
)
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=12).filter(any)


# ------------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("kronor", "ore"),
    [
        (Decimal("0.005"), 1),
        (Decimal("-0.005"), -1),
        (Decimal("0.00499999999999999999999999999999"), 0),
        (Decimal("1.005"), 101),
        (Decimal("59.81") * 310, 1854110),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (7, 700),
        (Decimal("-0"), 0),
        (Decimal("9999999999999.995"), 1000000000000000),
        (Decimal("1e99"), 10**101),
        (Decimal("1e-99"), 0),
    ],
)
def test_kronor_become_ore_with_halves_away_from_zero(kronor: Exact, ore: int) -> None:
    assert to_ore(kronor) == ore


@given(st.decimals(-(10**12), 10**12, places=6))
def test_rounding_agrees_with_the_decimal_module(value: Decimal) -> None:
    assert round_half_up(value) == int(value.to_integral_value(ROUND_HALF_UP))
    assert round_half_up(-value) == -round_half_up(value)


@given(AMOUNTS)
def test_kronor_and_back_is_the_same_ore(ore: int) -> None:
    kronor = to_kronor(ore)
    assert to_ore(kronor) == ore
    assert kronor.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1e999999999"),
        Decimal("1e100"),
        Decimal("1e-999999999"),
        "12",
        None,
    ],
)
def test_what_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(NotExactError) as refused:
        to_ore(value)
    assert refused.value.values == {"value": value}


@pytest.mark.parametrize("ore", [1.0, Decimal(1), "1"])
def test_ore_are_whole(ore: Any) -> None:
    with pytest.raises(NotExactError):
        to_kronor(ore)
    with pytest.raises(NotExactError):
        split(ore, [1])


# ------------------------------------------------------------------ splitting


@pytest.mark.parametrize(
    ("ore", "weights", "parts"),
    [
        (10000, [1, 1, 1], (3334, 3333, 3333)),
        (-10000, [1, 1, 1], (-3334, -3333, -3333)),
        (1, [1] * 7, (1, 0, 0, 0, 0, 0, 0)),
        (0, [2, 1], (0, 0)),
        (100, [0, 1, 0], (0, 100, 0)),
        (5, [Decimal("0.1"), Fraction(1, 3), 0], (1, 4, 0)),
        (7, [Decimal("0.5"), 1, Fraction(3, 2)], (1, 2, 4)),
        (np.int64(10), [np.int64(1), np.int64(2)], (3, 7)),
        # Remainders 0.5 and 0.5: the first of the two gets the öre.
        (1, [1, 1], (1, 0)),
        # Exact shares 2.5, 2.5, 5: a part without remainder never gets an extra öre.
        (10, [1, 1, 2], (3, 2, 5)),
    ],
)
def test_largest_remainder(
    ore: int, weights: list[Any], parts: tuple[int, ...]
) -> None:
    assert split(ore, weights) == parts


@given(AMOUNTS, WEIGHTS)
@example(1, [Decimal("0.0001"), 10**6])
def test_the_parts_are_the_whole_and_within_one_ore_of_their_shares(
    ore: int, weights: list[Any]
) -> None:
    parts = split(ore, weights)
    total = sum(map(Fraction, weights))
    assert sum(parts) == ore
    for part, weight in zip(parts, weights, strict=True):
        share = ore * Fraction(weight) / total
        assert abs(part - share) < 1
        assert part == share or share.denominator > 1


@given(AMOUNTS, WEIGHTS)
def test_zero_gets_zero_and_heavier_never_gets_less(
    ore: int, weights: list[Any]
) -> None:
    pairs = sorted(
        zip(map(Fraction, weights), map(abs, split(ore, weights)), strict=True)
    )
    assert all(part == 0 for weight, part in pairs if weight == 0)
    for (lighter, less), (heavier, more) in pairwise(pairs):
        assert lighter == heavier or less <= more


@given(AMOUNTS, WEIGHTS, st.fractions(Fraction(1, 50), 50, max_denominator=60))
def test_the_scale_of_the_weights_is_nothing(
    ore: int, weights: list[Any], scale: Fraction
) -> None:
    scaled = [Fraction(weight) * scale for weight in weights]
    assert split(ore, scaled) == split(ore, weights)


@given(AMOUNTS, WEIGHTS)
def test_a_credit_mirrors_the_charge(ore: int, weights: list[Any]) -> None:
    assert split(-ore, weights) == tuple(-part for part in split(ore, weights))


@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, unique=True), st.randoms())
def test_the_order_matters_only_between_equal_remainders(
    ore: int, weights: list[Any], random: Random
) -> None:
    """Different weights with different remainders keep their parts in any order."""
    if not any(weights):
        weights = [*weights, 1]
    total = sum(weights)
    remainders = [abs(ore) * weight % total for weight in weights]
    places = list(range(len(weights)))
    random.shuffle(places)
    shuffled = split(ore, [weights[place] for place in places])
    parts = split(ore, weights)
    if len(set(remainders)) == len(remainders):
        assert shuffled == tuple(parts[place] for place in places)
    assert sum(shuffled) == ore


def test_nothing_to_split_by_is_refused() -> None:
    nothing: list[list[Any]] = [[], [0, 0], [Decimal(0), Fraction(0)]]
    for weights in nothing:
        with pytest.raises(NoWeightError) as refused:
            split(500, weights)
        assert str(refused.value).startswith("500 öre cannot be split")


def test_a_negative_weight_is_refused_and_pointed_out() -> None:
    with pytest.raises(NegativeWeightError) as refused:
        split(500, [3, Fraction(-1, 2), -1])
    assert refused.value.values == {"number": 2, "weight": Fraction(-1, 2)}


@pytest.mark.parametrize("weight", [0.5, Decimal("NaN"), "1", None])
def test_a_weight_is_an_exact_number(weight: Any) -> None:
    with pytest.raises(NotExactError):
        split(500, [1, weight])


# ----------------------------------------------------------------- many rows


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    size = draw(st.integers(1, 6))
    ceiling = draw(st.sampled_from([1, 5, 1000, 2**31, 2**47]))
    row = st.lists(
        st.integers(0, ceiling) | st.just(0), min_size=size, max_size=size
    ).filter(any)
    weights = draw(st.lists(row, min_size=1, max_size=8))
    largest = st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT) | AMOUNTS
    return draw(
        st.lists(largest, min_size=len(weights), max_size=len(weights))
    ), weights


@given(tables())
@example(([LARGEST_AMOUNT, -LARGEST_AMOUNT], [[LARGEST_TOTAL - 1, 1], [1, 1]]))
@example(([LARGEST_AMOUNT - 1], [[LARGEST_TOTAL // 3, LARGEST_TOTAL // 3 + 1, 1]]))
# Shares whose estimate in float64 is one too high.
@example(([712320341239], [[1065499133429, 1073911762266, 54940464870]]))
@example(([103663231943], [[30066626622485, 149644262003266, 52824877822530]]))
def test_rows_equal_the_split_of_each(table: tuple[list[int], list[list[int]]]) -> None:
    ore, weights = table
    expected = [split(*row) for row in zip(ore, weights, strict=True)]
    assert split_rows(np.array(ore), np.array(weights)).tolist() == list(
        map(list, expected)
    )
    sizes = np.full(len(ore), len(weights[0]))
    flat = split_groups(np.array(ore), sizes, np.array(weights).ravel())
    assert flat.tolist() == [part for parts in expected for part in parts]


@given(st.lists(st.tuples(AMOUNTS, st.lists(st.integers(0, 99)).filter(any))))
def test_groups_of_different_sizes_equal_the_split_of_each(
    groups: list[tuple[int, list[int]]],
) -> None:
    flat = split_groups(
        np.array([ore for ore, _ in groups], dtype=np.int64),
        np.array([len(weights) for _, weights in groups], dtype=np.int64),
        np.array([w for _, weights in groups for w in weights], dtype=np.int64),
    )
    assert flat.tolist() == [part for group in groups for part in split(*group)]


def test_many_large_groups_equal_rows() -> None:
    """So many and so large that one sorting key would not fit in 64 bits."""
    random = np.random.default_rng(3)
    ore = random.integers(-(10**14), 10**14, 20_000)
    weights = random.integers(2**47, 2**48, (20_000, 3))
    flat = split_groups(ore, np.full(20_000, 3), weights.ravel())
    assert (flat == split_rows(ore, weights).ravel()).all()
    assert (flat.reshape(-1, 3).sum(axis=1) == ore).all()


def test_one_set_of_weights_serves_all_rows() -> None:
    parts = split_rows(np.array([100, -100, 0]), np.array([1, 1, 1]))
    assert parts.tolist() == [[34, 33, 33], [-34, -33, -33], [0, 0, 0]]
    assert parts.dtype == np.int64


def test_the_input_is_left_as_it_was() -> None:
    ore, weights = np.array([-100, 7]), np.array([[1, 2], [3, 4]])
    split_rows(ore, weights)
    split_groups(ore, np.array([2, 2]), weights.ravel())
    assert ore.tolist() == [-100, 7]
    assert weights.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("ore", "weights", "error", "values"),
    [
        ([1, 2], [[1, 1], [2, -3]], NegativeWeightInRowError, {"row": 1, "weight": -3}),
        ([1, 2], [[0, 0], [2, 3]], NoWeightInRowError, {"row": 0, "ore": 1}),
        ([1, 2], [[1, 0], [2**50, 1]], TooLargeError, {"row": 1}),
        ([1, 2**62 + 1], [[1, 0], [1, 0]], TooLargeError, {"row": 1}),
        ([-(2**63), 1], [[1, 0], [1, 0]], TooLargeError, {"row": 0}),
        ([1], [[2**62, 2**62]], TooLargeError, {"row": 0}),
        ([1.0], [[1, 1]], NotExactError, {"value": np.dtype("float64")}),
        ([1], [[1.0, 1.0]], NotExactError, {"value": np.dtype("float64")}),
    ],
)
def test_rows_at_fault_are_named(
    ore: list[Any],
    weights: list[Any],
    error: type[CalcError],
    values: dict[str, object],
) -> None:
    table = np.array(weights)
    with pytest.raises(error) as in_rows:
        split_rows(np.array(ore), table)
    with pytest.raises(error) as in_groups:
        split_groups(np.array(ore), np.full(len(ore), 2), table.ravel())
    assert in_rows.value.values == in_groups.value.values == values


def test_a_group_without_receivers_is_refused() -> None:
    with pytest.raises(NoWeightInRowError) as refused:
        split_groups(np.array([5, 6]), np.array([2, 0]), np.array([1, 1]))
    assert refused.value.values == {"row": 1, "ore": 6}


def test_no_columns_is_nothing_to_split_by() -> None:
    with pytest.raises(NoWeightInRowError):
        split_rows(np.array([5]), np.empty((1, 0), dtype=np.int64))


# ------------------------------------------------------------------- failures


def test_a_failure_is_translated_before_it_is_filled_in() -> None:
    error = NegativeWeightError(number=2, weight=-1)
    swedish = {error.text: "Vikt {number} är {weight}."}
    assert error.message(swedish.__getitem__) == "Vikt 2 är -1."
    assert isinstance(error, CalcError)


def test_a_failure_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(NegativeWeightError(number=2, weight=-1)))
    assert str(copy) == str(NegativeWeightError(number=2, weight=-1))
