# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass
from datetime import date

import numpy as np
from hypothesis import given, strategies as st

from gemensam.calc.costing.mapping import Coding
from gemensam.calc.costing.usual import levels, usual_of

YEAR = 12


def column(*ore: float) -> np.ndarray:
    return np.array(ore, dtype=float)[:, None]


def test_a_month_that_lacks_a_row_stands_out_from_a_subscription() -> None:
    ore = [100.0] * YEAR
    ore[4] = 60.0
    level, steady = levels(column(*ore))
    assert level[4, 0] == 100
    assert steady[4, 0] == 1
    assert (steady > 0.8).all()


def test_half_of_the_months_around_may_lack_a_row() -> None:
    """Each lacks another; what the other half has in common tells them."""
    ore = [100.0] * YEAR
    for month, left in ((2, 60), (4, 75), (5, 40), (8, 81)):
        ore[month] = left
    level, steady = levels(column(*ore))
    assert (level[:, 0] == 100).all()
    assert (steady > 0.8).all()


def test_the_first_and_the_last_month_are_told_by_as_many() -> None:
    ore = [60.0, *[100.0] * (YEAR - 2), 60.0]
    level, steady = levels(column(*ore))
    assert (level[[0, -1], 0] == 100).all()
    assert (steady[[0, -1], 0] == 1).all()


def test_where_months_differ_by_nature_nothing_is_told() -> None:
    rng = np.random.default_rng(1)
    table = rng.lognormal(4, 0.7, (YEAR, 200))
    _level, steady = levels(table)
    assert (steady > 0.8).mean() < 0.03
    assert (steady > 0).mean() < 0.25


@given(st.integers(1, YEAR - 1), st.floats(1, 1e9), st.floats(0, 1e9))
def test_what_ends_or_changes_its_price_lacks_nothing(
    month: int, before: float, after: float
) -> None:
    """A step is no gap, wherever in the year it comes."""
    ore = [before] * month + [after] * (YEAR - month)
    table = column(*ore)
    level, steady = levels(table)
    off = np.abs(table - level) > 0.1 * level + 1e-6
    inside = slice(1, YEAR - 1)  # at the very ends a step cannot be told from a gap
    assert not (off & (steady > 0))[inside].any()


def test_a_month_in_which_a_service_is_moved_lacks_nothing() -> None:
    for whole in range(1, YEAR - 1):
        ore = np.array([100.0] * whole + [40.0] + [0.0] * (YEAR - 1 - whole))
        for month in column(*ore), column(*(100 - ore)), column(*ore)[::-1]:
            level, steady = levels(month)
            off = np.abs(month - level) > 0.1 * level
            assert not (off & (steady > 0)).any()


def test_three_months_are_too_few() -> None:
    _level, steady = levels(column(100, 100, 100))
    assert not steady.any()


def test_nothing_posted_is_nothing_usual() -> None:
    level, steady = levels(np.zeros((YEAR, 3)))
    assert not level.any()
    assert not steady.any()


@dataclass(frozen=True)
class Row:
    month: date
    coding: Coding
    ore: int
    ledger: int = 7
    rows: int = 1


@dataclass(frozen=True)
class Treated:
    treatment: str | None
    service: int | None = None


def test_direct_cost_alone_is_looked_at_spot_by_spot() -> None:
    def treat(coding: Coding) -> Treated:
        return Treated("direct", 3) if coding.account == "5420" else Treated("overhead")

    months = [date(2025, number, 1) for number in range(1, YEAR + 1)]
    rows = [
        Row(month, Coding(1, account, centre, "", project), ore)
        for month in months
        for account, centre, project, ore in (
            ("5420", "811", "", 60),
            ("5420", "811", "12", 40),
            ("5420", "812", "", 5),
            ("6110", "811", "", 900),
        )
        if (month.month, project) != (6, "12")
    ]
    found = usual_of(rows, treat)
    assert set(found) == set(months)
    assert set(found[months[5]]) == {(7, 1, "811", 3), (7, 1, "812", 3)}
    one = found[months[5]][7, 1, "811", 3]
    assert (one.level, one.steady) == (100, 1)
