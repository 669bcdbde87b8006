# SPDX-License-Identifier: EUPL-1.2
"""The index of unit costs: by hand, and what must hold for any services."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.efficiency import unit_cost_index, yearly_efficiency
from gemensam.calc.savings import NoBaselineError, Period, PriceChange

SAME = PriceChange(wage=1.0, price=1.0)
Rows = list[tuple[float, float, float]]
ORE = st.floats(1e3, 1e9)
VOLUME = st.floats(1, 1e5)
SERVICES = st.lists(st.tuples(ORE, st.floats(0, 1), VOLUME), min_size=1, max_size=8)
TWO = st.lists(
    st.tuples(ORE, VOLUME, ORE, VOLUME, st.floats(0, 1)), min_size=1, max_size=8
)


def period(rows: Rows) -> Period:
    """Each row: cost, of it labour, volume."""
    cost, labour, volume = np.array(rows, dtype=np.float64).T
    return Period(cost=cost, labour=labour, volume=volume)


def test_by_hand() -> None:
    """Invoices: 1 000 for 100 kr, of which 60 kr people; then 1 200 for 116.80 kr, of
    which 72.80 kr people. Wages +4 %, prices +10 %: 70 + 40 = 110 kr in the old prices.
    Devices: 50 for 200 kr, all bought; then 40 for 198 kr: 180 kr in the old prices.

    Laspeyres (110·1000 + 180·50) / (100·1000 + 200·50) = 119 000 / 110 000;
    Paasche (110·1200 + 180·40) / (100·1200 + 200·40) = 139 200 / 128 000.
    """
    before = period([(100_000, 60_000, 1_000), (10_000, 0, 50)])
    after = period([(1_200 * 116.8, 1_200 * 72.8, 1_200), (40 * 198, 0, 40)])
    index = unit_cost_index(
        before=before, after=after, change=PriceChange(wage=1.04, price=1.10)
    )
    assert index.at_before == pytest.approx([110_000, 9_000])
    assert index.at_after == pytest.approx([120_000, 8_000])
    assert index.laspeyres == pytest.approx(119 / 110)
    assert index.paasche == pytest.approx(139.2 / 128)
    assert index.fisher == pytest.approx((119 / 110 * 139.2 / 128) ** 0.5)
    assert yearly_efficiency(index.laspeyres, years=1) == pytest.approx(-9 / 110)


def test_what_has_no_volume_counts_as_it_stands() -> None:
    """900 of 1 000 for the counted; 450 for what cannot be counted, before 500."""
    before = period([(1_000, 0, 10), (500, 0, 0), (300, 0, 7)])
    after = period([(1_800, 0, 20), (450, 0, 4), (300, 0, 0)])
    index = unit_cost_index(before=before, after=after, change=SAME)
    assert list(index.at_before) == [900, 450, 300]
    assert list(index.after) == [1_800, 450, 300]
    assert index.laspeyres == pytest.approx(1_650 / 1_800)
    assert index.paasche == pytest.approx(2_550 / 2_800)


def test_two_years_apart_are_two_equal_steps() -> None:
    assert yearly_efficiency(np.array(0.9025), years=2) == pytest.approx(0.05)
    assert yearly_efficiency(np.array(1.0), years=0.5) == pytest.approx(0)


def test_draws_go_each_by_itself() -> None:
    before = period([(1_000, 0, 10), (1_000, 0, 10)])
    drawn = Period(
        cost=np.array([[900.0, 1_000], [1_000, 1_000]]),
        labour=np.zeros((2, 2)),
        volume=before.volume,
    )
    index = unit_cost_index(before=before, after=drawn, change=SAME)
    assert list(index.laspeyres) == pytest.approx([0.95, 1.0])
    assert list(index.fisher) == pytest.approx([0.95, 1.0])


def test_nothing_before_cannot_be_compared() -> None:
    nothing, something = period([(0, 0, 1)]), period([(1, 0, 1)])
    with pytest.raises(NoBaselineError):
        unit_cost_index(before=nothing, after=something, change=SAME)
    credit = period([(-50, 0, 1), (60, 0, 10)])
    with pytest.raises(NoBaselineError):  # the second's volumes would cost below zero
        unit_cost_index(before=credit, after=period([(1, 0, 9)] * 2), change=SAME)


@given(rows=SERVICES, grown=st.floats(0.1, 10))
def test_more_of_the_same_is_no_efficiency(
    rows: list[tuple[float, float, float]], grown: float
) -> None:
    before = period([(cost, cost * part, volume) for cost, part, volume in rows])
    after = Period(
        cost=before.cost * grown,
        labour=before.labour * grown,
        volume=before.volume * grown,
    )
    index = unit_cost_index(before=before, after=after, change=SAME)
    assert [index.laspeyres, index.paasche, index.fisher] == pytest.approx([1, 1, 1])


@given(rows=SERVICES, wage=st.floats(0.8, 1.3), price=st.floats(0.8, 1.3))
def test_dearer_people_and_things_are_no_inefficiency(
    rows: list[tuple[float, float, float]], wage: float, price: float
) -> None:
    before = period([(cost, cost * part, volume) for cost, part, volume in rows])
    labour = before.labour * wage
    after = Period(
        cost=labour + (before.cost - before.labour) * price,
        labour=labour,
        volume=before.volume,
    )
    change = PriceChange(wage=wage, price=price)
    index = unit_cost_index(before=before, after=after, change=change)
    assert [index.laspeyres, index.fisher] == pytest.approx([1, 1])


@given(rows=SERVICES, times=st.floats(0.3, 3))
def test_units_that_cost_so_much_of_what_they_did_give_that_index(
    rows: list[tuple[float, float, float]], times: float
) -> None:
    before = period([(cost, cost * part, volume) for cost, part, volume in rows])
    after = Period(
        cost=before.cost * times, labour=before.labour * times, volume=before.volume
    )
    index = unit_cost_index(before=before, after=after, change=SAME)
    assert [index.laspeyres, index.paasche, index.fisher] == pytest.approx([times] * 3)


@given(rows=TWO)
def test_fisher_lies_between_and_parts_make_the_whole(
    rows: list[tuple[float, float, float, float, float]],
) -> None:
    before = period([(cost, cost * part, volume) for cost, volume, *_, part in rows])
    after = period([(cost, cost * part, volume) for _, _, cost, volume, part in rows])
    change = PriceChange(wage=1.03, price=1.02)
    index = unit_cost_index(before=before, after=after, change=change)
    low, high = sorted((float(index.laspeyres), float(index.paasche)))
    assert low * (1 - 1e-9) <= index.fisher <= high * (1 + 1e-9)
    whole = before.cost.sum()
    parts = (before.cost - index.at_before) / whole
    assert parts.sum() == pytest.approx(float(1 - index.laspeyres), abs=1e-9)
