# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gemensam.calc.costing.pools import Money, PoolMonth
from gemensam.calc.costing.unseen import Seen, Unseen, drawn_money

DRAWS, POOLS, SERVICES = 4000, 4, 3
KRONOR = 100_000_00


def month() -> PoolMonth:
    """Three support pools of one ledger, each with a service of its own, and a unit."""
    direct = np.diag([9 * KRONOR, 6 * KRONOR, 3 * KRONOR, 0])[:, :SERVICES]
    return PoolMonth(
        people=np.array([5, 4, 3, 2]) * KRONOR,
        overhead=np.array([2, 2, 1, 0]) * KRONOR,
        unmapped=np.zeros(POOLS, dtype=np.int64),
        direct=direct.astype(np.int64),
        shares=np.zeros((POOLS, SERVICES + 2)),
        draws=np.zeros((DRAWS, POOLS, SERVICES + 2), dtype=np.float32),
        fte=np.ones(POOLS),
        provider=np.arange(POOLS),
    )


def rows_of(
    made: PoolMonth, *, each: int = 20, unmapped: float = 0.0, beyond: float = 0.0
) -> Seen:
    def square(amounts: np.ndarray) -> np.ndarray:
        return amounts.astype(float) ** 2 / each

    return Seen(
        people_square=square(made.people),
        overhead_square=square(made.overhead),
        direct_square=square(made.direct),
        overhead_rows=np.where(made.overhead > 0, each, 0).astype(float),
        direct_rows=np.where(made.direct > 0, each, 0).astype(float),
        ledger=np.zeros(POOLS, dtype=np.int64),
        supports=np.array([True, True, True, False]),
        settled=np.array([True, True, True, False]),
        serves=np.eye(POOLS, SERVICES, dtype=bool),
        unmapped_ore=unmapped,
        beyond_ore=beyond,
        level=np.zeros(made.direct.shape),
        steady=np.zeros(made.direct.shape),
    )


def drawn(made: PoolMonth, seen: Seen, *, year: int = 1, **assumed: Any) -> Money:
    return drawn_money(
        made,
        seen,
        assumed=Unseen(**assumed),
        codes=np.random.default_rng(0),
        year=np.random.default_rng([year, 1]),
        rng=np.random.default_rng([year, 2]),
    )


def total(money: Money) -> np.ndarray:
    whole: np.ndarray = (
        money.people.sum(axis=1, dtype=float)
        + money.overhead.sum(axis=1, dtype=float)
        + money.direct.sum(axis=(1, 2), dtype=float)
    )
    return whole


def test_without_slips_what_is_posted_is_true() -> None:
    made = month()
    money = drawn(made, rows_of(made), misposted=0)
    assert np.allclose(money.people, made.people)
    assert np.allclose(money.overhead, made.overhead)
    assert np.allclose(money.direct, made.direct)


def test_only_what_went_where_no_support_is_looked_for_is_missing() -> None:
    """Three of ten on wrong cost centres, for personnel and overhead; direct cost is
    found wherever it lies."""
    made = month()
    money = drawn(made, rows_of(made), rate_sd=0, weight=1e6)
    posted = made.people.sum() + made.overhead.sum() + made.direct.sum()
    support = made.people[:3].sum() + made.overhead.sum()
    missing = float(total(money).mean() - posted)
    assert missing == pytest.approx(0.03 * 0.5 * 0.3 * support, rel=0.1)
    assert np.array_equal(money.people[:, 3], np.full(DRAWS, float(made.people[3])))


def test_nothing_goes_astray_to_cost_centres_that_are_new() -> None:
    made = month()
    seen = rows_of(made)
    new = np.array([True, False, False, False])
    opened = replace(seen, settled=seen.settled & ~new)
    money = drawn(made, opened, misposted=0.05)
    before = drawn(made, seen, misposted=0.05)
    assert money.people[:, 0].min() >= made.people[0]
    assert before.people[:, 0].min() < made.people[0]
    assert np.allclose(total(money), total(before), rtol=0.02)


def test_direct_cost_where_nobody_delivers_goes_home() -> None:
    made = month()
    astray = made.direct.copy()
    astray[2, 0], astray[0, 0] = KRONOR, made.direct[0, 0] - KRONOR
    wrong = PoolMonth(
        people=made.people,
        overhead=made.overhead,
        unmapped=made.unmapped,
        direct=astray,
        shares=made.shares,
        draws=made.draws,
        fte=made.fte,
        provider=made.provider,
    )
    seen = rows_of(wrong)
    money = drawn(wrong, seen, most=1.0)
    assert np.allclose(money.direct[:, 2, 0], 0)
    assert money.direct[:, 0, 0].mean() > astray[0, 0]


def test_where_cost_is_steady_the_ledger_tells_what_is_missing() -> None:
    """A month with less than usual lacks that, one with as much lacks nothing, and one
    with more holds somebody else's."""
    made = month()
    level = made.direct.astype(float)
    level[0, 0] *= 1.5
    level[2, 2] *= 0.5
    seen = replace(rows_of(made), level=level, steady=np.where(level > 0, 1.0, 0.0))
    money = drawn(made, seen)
    assert np.allclose(money.direct[:, 0, 0], level[0, 0])
    assert np.allclose(money.direct[:, 1, 1], made.direct[1, 1])
    assert np.allclose(money.direct[:, 2, 2], level[2, 2])


def test_cost_that_is_half_steady_is_half_told() -> None:
    made = month()
    level = made.direct.astype(float) * 1.5
    seen = replace(rows_of(made), level=level, steady=np.where(level > 0, 0.5, 0.0))
    whole = np.isclose(drawn(made, seen).direct[:, 0, 0], level[0, 0])
    assert 0.45 < whole.mean() < 0.55


def test_more_rows_astray_make_everything_less_sure() -> None:
    made = month()
    few, many = rows_of(made), rows_of(made)
    many.direct_rows[0, 1] = 12.0
    narrow = total(drawn(made, few)).std()
    wide = total(drawn(made, many)).std()
    assert wide > 1.3 * narrow


def test_a_habit_is_no_mistake() -> None:
    """Where much direct cost lies with others than who delivers, little of it is moved."""
    made = month()
    seen = rows_of(made)
    seen.serves[:] = False
    seen.serves[0, 0] = True
    money = drawn(made, seen)
    assert money.direct[:, 1, 1].mean() > 0.7 * made.direct[1, 1]


def test_codes_without_mapping_can_only_add() -> None:
    made = month()
    more = total(drawn(made, rows_of(made, unmapped=1e8), misposted=0))
    posted = made.people.sum() + made.overhead.sum() + made.direct.sum()
    assert more.min() >= posted * (1 - 1e-6)
    assert posted + 0.95e8 < more.max() <= posted + 1.0001e8


def test_what_hides_behind_the_same_codes_goes_out_of_the_difference_of_years() -> None:
    made = replace(month(), unmapped=np.array([KRONOR, 0, 0, 0]))
    seen = rows_of(made, unmapped=float(KRONOR), beyond=float(KRONOR))
    first, second = (total(drawn(made, seen, year=n, misposted=0)) for n in (1, 2))
    assert np.allclose(first, second)
    assert first.std() > 0.2 * KRONOR


def test_half_of_how_often_rows_go_astray_lasts_from_year_to_year() -> None:
    """With so many rows that chance is nothing beside the rate."""
    made = month()
    seen = rows_of(made, each=1_000_000)

    def told(year: int, lasts: float | None = None) -> np.ndarray:
        chosen = {} if lasts is None else {"lasts": lasts}
        return total(drawn(made, seen, year=year, weight=1e9, **chosen))

    assert np.corrcoef(told(1), told(2))[0, 1] == pytest.approx(0.5, abs=0.1)
    assert np.corrcoef(told(1, 1.0), told(2, 1.0))[0, 1] > 0.95
    assert told(1).std() == pytest.approx(told(1, 0.0).std(), rel=0.1)


def test_unmapped_money_of_a_support_unit_is_nearly_all_support() -> None:
    made = replace(month(), unmapped=np.array([0, 10**8, 0, 0]))
    more = total(drawn(made, rows_of(made), misposted=0))
    posted = made.people.sum() + made.overhead.sum() + made.direct.sum()
    assert more.min() > posted + 0.79e8


def test_what_lies_unmapped_on_a_units_own_cost_centre_is_more_of_what_it_buys() -> (
    None
):
    made = replace(month(), unmapped=np.array([KRONOR, 0, 0, 0]))
    money = drawn(made, rows_of(made), misposted=0, likely_there=(1.0, 1.0))
    assert np.allclose(money.people, made.people)
    assert np.allclose(money.direct[:, 0, 0], 9 * KRONOR * 12 / 11)
    assert np.allclose(money.overhead[:, 0], 2 * KRONOR * 12 / 11)
    assert np.allclose(money.direct[:, 1:], made.direct[1:])


def test_what_lies_on_cost_centres_nobody_knows_is_not_lost_among_other_work() -> None:
    made = month()
    made.shares[:, -1] = 0.5
    money = drawn(made, rows_of(made, unmapped=1e8), misposted=0, likely=(1.0, 1.0))
    support = 0.5 * money.people.sum(axis=1, dtype=float)
    support += money.overhead.sum(axis=1, dtype=float)
    support += money.direct.sum(axis=(1, 2), dtype=float)
    posted = 0.5 * made.people.sum() + made.overhead.sum() + made.direct.sum()
    assert np.allclose(support, posted + 1e8, rtol=1e-5)


def test_what_a_rule_leaves_outside_where_nobody_knows_may_be_support() -> None:
    made = month()
    without = total(drawn(made, rows_of(made), misposted=0))
    support = float(without.mean())
    little = total(drawn(made, rows_of(made, beyond=0.01 * support), misposted=0))
    more = (little / without).ravel() - 1
    assert more.min() >= 0.004 - 1e-6
    assert more.max() <= 0.01 + 1e-6
    # Where most cost centres are in no bridge, it says nothing of any of them.
    much = total(drawn(made, rows_of(made, beyond=5 * support), misposted=0))
    assert np.allclose(much, without)
