# SPDX-License-Identifier: EUPL-1.2
"""Time-driven costing against the worked example, and what must hold of any."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.tdabc import (
    NegativeTimeError,
    NoCapacityError,
    NoTimeLeftError,
    TimeEquation,
    UnknownTermError,
    Work,
    WorkingYear,
    capacity,
    sensitivity,
)

# A Swedish full-time post: 52 × 40 hours less holidays, vacation, absence, and training,
# meetings, breaks and improvement.
YEAR = WorkingYear(
    weeks=52,
    hours_a_week=40,
    deducted={"holidays": 90, "vacation": 230, "absence": 110, "other": 300},
)
COST = 6_750_000_00
DONE = [
    Work(name="invoices", volume=70_000, minutes=Decimal("6.5")),
    Work(name="reminders", volume=9_000, minutes=14),
    Work(name="questions", volume=12_000, minutes=5),
]


def test_the_practical_year_of_a_post() -> None:
    assert YEAR.theoretical == 2080
    assert YEAR.practical() == 1350
    assert YEAR.minutes(9) == 729_000


def test_the_worked_example() -> None:
    found = capacity(COST, YEAR.minutes(9), DONE)
    assert round(float(found.rate) / 100, 4) == 9.2593
    assert round(float(found.rate * Fraction(13, 2)) / 100, 2) == 60.19
    assert found.used == 641_000
    assert round(float(found.utilisation) * 100, 2) == 87.93
    assert found.unused == 88_000
    assert found.unused_ore == 814_814_81
    assert sum(one.ore for one in found.services) + found.unused_ore == COST


def test_a_time_equation() -> None:
    """An invoice: 1.5 + 3.0 without order + 4.0 scanned + 6.0 disputed."""
    invoice = TimeEquation(
        base=Decimal("1.5"),
        terms={"no_order": 3, "scanned": 4, "disputed": 6},
    )
    assert invoice.minutes({}) == Fraction(3, 2)
    assert invoice.minutes({"no_order": 1, "disputed": 1}) == Fraction(21, 2)
    many = invoice.minutes({"no_order": 40, "scanned": 25}, cases=100)
    assert many == 150 + 120 + 100
    with pytest.raises(UnknownTermError):
        invoice.minutes({"late": 1})
    with pytest.raises(NegativeTimeError):
        invoice.minutes({"scanned": -1})


def test_more_done_than_there_is_time_for_is_told_and_not_hidden() -> None:
    found = capacity(100_00, 50, [Work(name="one", volume=10, minutes=6)])
    assert found.unused == -10
    assert found.services[0].ore == 120_00
    assert found.unused_ore == -20_00


def test_less_practical_capacity_makes_a_minute_dearer_and_less_unused() -> None:
    less, same, more = sensitivity(
        COST, YEAR.minutes(9), DONE, [Decimal("-0.1"), 0, Decimal("0.1")]
    )
    assert less.rate > same.rate > more.rate
    assert less.unused_ore < same.unused_ore < more.unused_ore
    assert same.unused_ore == 814_814_81
    assert less.rate == same.rate / Fraction(9, 10)


def test_what_makes_no_sense_says_so() -> None:
    with pytest.raises(NoTimeLeftError):
        WorkingYear(weeks=52, hours_a_week=40, deducted={"all": 2080}).practical()
    with pytest.raises(NegativeTimeError):
        WorkingYear(weeks=52, hours_a_week=40, deducted={"one": -1}).practical()
    with pytest.raises(NoCapacityError):
        capacity(1, 0, [])
    with pytest.raises(NegativeTimeError):
        capacity(1, 1, [Work(name="one", volume=-1, minutes=1)])


works = st.lists(
    st.tuples(
        st.decimals(0, 10**6, places=2),
        st.decimals(0, 10**4, places=2),
    ),
    max_size=12,
)


@given(st.integers(-(10**12), 10**12), st.decimals("0.01", 10**9, places=2), works)
def test_services_and_the_unused_line_are_the_cost_to_the_ore(
    cost: int, practical: Decimal, done: list[tuple[Decimal, Decimal]]
) -> None:
    work = [
        Work(name=str(place), volume=volume, minutes=minutes)
        for place, (volume, minutes) in enumerate(done)
    ]
    found = capacity(cost, practical, work)
    assert sum(one.ore for one in found.services) + found.unused_ore == cost
    assert found.used + found.unused == found.practical
    for one in found.services:
        assert abs(one.ore - found.rate * one.minutes) <= 1
