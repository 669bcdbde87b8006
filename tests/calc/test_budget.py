# SPDX-License-Identifier: EUPL-1.2
"""A budget that is moved, month by month: parts that make the whole to the öre."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.budget import Move, a_year, in_month, in_months, in_year

ORE = st.integers(-(10**12), 10**12)
MONTHS = st.builds(date, st.integers(2020, 2035), st.integers(1, 12), st.just(1))


def of_year(year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13)]


@given(ore=ORE, begins=MONTHS)
def test_a_permanent_move_is_its_ore_every_whole_year_after(
    ore: int, begins: date
) -> None:
    move = Move(ore=ore, from_month=begins, is_permanent=True)
    assert sum(in_months([move], of_year(begins.year + 1))) == ore
    assert in_year(move, begins.year + 7) == ore
    assert sum(in_months([move], of_year(begins.year - 1))) == 0


@given(ore=ORE, begins=MONTHS)
def test_a_one_off_is_its_ore_once_and_only_in_its_year(ore: int, begins: date) -> None:
    move = Move(ore=ore, from_month=begins, is_permanent=False)
    told = [in_month(move, month) for month in of_year(begins.year)]
    assert sum(told) == ore
    assert told[: begins.month - 1] == [0] * (begins.month - 1)
    assert in_year(move, begins.year + 1) == in_year(move, begins.year - 1) == 0


@given(ore=st.integers(1, 10**12), begins=MONTHS, later=st.integers(0, 30))
def test_a_reversal_takes_back_from_its_month_and_nothing_before(
    ore: int, begins: date, later: int
) -> None:
    move = Move(ore=ore, from_month=begins, is_permanent=True)
    years, place = divmod(begins.month - 1 + later, 12)
    ends = date(begins.year + years, place + 1, 1)
    back = Move(ore=-ore, from_month=ends, is_permanent=True)
    for month in of_year(begins.year) + of_year(ends.year) + of_year(ends.year + 1):
        held = sum(in_months([move, back], [month]))
        assert held == (in_month(move, month) if month < ends else 0)
    assert a_year([move, back], at=ends) == 0
    if later:
        assert a_year([move, back], at=begins) == ore


def test_by_hand() -> None:
    move = Move(ore=100, from_month=date(2026, 11, 1), is_permanent=True)
    assert in_months([move], of_year(2026)) == [0] * 10 + [8, 8]
    assert in_months([move], of_year(2027)) == [9, 9, 9, 9] + [8] * 8
    once = Move(ore=101, from_month=date(2026, 11, 1), is_permanent=False)
    assert in_months([once], of_year(2026)) == [0] * 10 + [51, 50]
    assert a_year([move, once], at=date(2026, 10, 1)) == 0
    assert a_year([move, once], at=date(2026, 11, 1)) == 100
