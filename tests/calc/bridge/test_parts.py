# SPDX-License-Identifier: EUPL-1.2
"""Six parts that make the difference to the öre, whatever the figures."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.bridge import (
    PARTS,
    Bridge,
    Cells,
    Part,
    Redone,
    Side,
    bridge,
    whole_parts,
)
from gemensam.calc.savings import Period, PriceChange, compare

ORE = st.integers(-(10**11), 10**11)
COUNT = st.one_of(st.just(0), st.integers(-(10**6), 10**8)).map(lambda n: n / 100)
INDEX = st.sampled_from((0.9, 1.0, 1.031, 1.25))


def side(
    cost: Sequence[float], labour: Sequence[float], volume: Sequence[float]
) -> Side:
    return Side(
        cost=np.array(cost, dtype=np.int64),
        labour=np.array(labour, dtype=np.int64),
        volume=np.array(volume, dtype=np.float64),
    )


def cells_of(
    rows: list[tuple[int, int]],
    before: Side,
    after: Side,
    *,
    wage: float = 1.0,
    price: float = 1.0,
    adjusted: dict[Part, list[int]] | None = None,
    placed: list[bool] | None = None,
) -> Cells:
    count = len(rows)
    services = max((service for service, _unit in rows), default=-1) + 1
    return Cells(
        service=np.array([service for service, _unit in rows], dtype=np.int64),
        unit=np.array([unit for _service, unit in rows], dtype=np.int64),
        placed=np.array(placed or [True] * services, dtype=bool),
        before=before,
        after=after,
        adjusted={
            part: np.array(ore, dtype=np.int64)
            for part, ore in (adjusted or {}).items()
        },
        wage=np.full(count, wage),
        price=np.full(count, price),
    )


def unmeasured(cells: Cells) -> Redone:
    unknown = np.full(len(cells.placed), np.nan)
    return Redone(before=unknown, after=unknown)


def told(made: Bridge) -> dict[str, int]:
    return {part.value: made.total(part) for part in PARTS if made.total(part)}


@st.composite
def anything(draw: st.DrawFn) -> tuple[Cells, Redone]:
    count, services = draw(st.integers(1, 24)), draw(st.integers(1, 5))
    rows = [
        (draw(st.integers(0, services - 1)), draw(st.integers(0, 4)))
        for _ in range(count)
    ]
    sides = [
        side(*(draw(st.lists(kind, min_size=count, max_size=count)) for kind in (ORE, ORE, COUNT)))
        for _ in range(2)
    ]  # fmt: skip
    amounts = st.lists(ORE, min_size=count, max_size=count)
    held = cells_of(
        rows,
        *sides,
        wage=draw(INDEX),
        price=draw(INDEX),
        adjusted={
            part: draw(amounts) for part in (Part.SCOPE, Part.PRICE, Part.VOLUME)
        },
        placed=[draw(st.booleans()) for _ in range(1 + max(one for one, _u in rows))],
    )
    share = st.one_of(st.just(float("nan")), st.floats(0, 1))
    many = st.lists(share, min_size=len(held.placed), max_size=len(held.placed))
    return held, Redone(before=np.array(draw(many)), after=np.array(draw(many)))


@given(anything())
def test_the_parts_make_the_difference_in_every_cell(
    given_: tuple[Cells, Redone],
) -> None:
    held, redone = given_
    made = bridge(held, redone)
    difference = held.after.cost - held.before.cost
    assert made.nominal.dtype == made.equal.dtype == np.int64
    assert (made.nominal.sum(axis=1) == difference).all()


@given(anything())
def test_what_only_one_side_can_tell_is_nothing(given_: tuple[Cells, Redone]) -> None:
    held, redone = given_
    made = bridge(held, redone)
    silent = ~made.standard.measured[held.service]
    assert (made.nominal[silent, PARTS.index(Part.QUALITY)] == 0).all()
    uncounted = ~made.standard.counted[held.service]
    assert (made.nominal[uncounted, PARTS.index(Part.MIX)] == 0).all()
    assert (
        made.nominal[uncounted, PARTS.index(Part.VOLUME)]
        == held.adjusted[Part.VOLUME][uncounted]
    ).all()


@given(anything(), st.permutations(range(5)))
def test_other_labels_of_units_change_nothing(
    given_: tuple[Cells, Redone], names: list[int]
) -> None:
    held, redone = given_
    renamed = replace(held, unit=np.array(names)[held.unit])
    first, second = bridge(held, redone), bridge(renamed, redone)
    assert (first.nominal == second.nominal).all()
    assert (first.equal == second.equal).all()


SENSIBLE = st.integers(1, 10**9)


@st.composite
def sensible(draw: st.DrawFn) -> Cells:
    count = draw(st.integers(1, 20))
    rows = [(draw(st.integers(0, 3)), draw(st.integers(0, 3))) for _ in range(count)]
    lists = st.lists(SENSIBLE, min_size=count, max_size=count)
    volumes = st.lists(st.integers(1, 10**6), min_size=count, max_size=count)
    sides = []
    for _ in range(2):
        labour, other = draw(lists), draw(lists)
        cost = [a + b for a, b in zip(labour, other, strict=True)]
        sides.append(side(cost, labour, [float(one) for one in draw(volumes)]))
    return cells_of(rows, *sides, wage=draw(INDEX), price=draw(INDEX))


@given(sensible())
def test_at_equal_volume_it_is_the_saving_of_the_result_page(held: Cells) -> None:
    """Mix, quality, efficiency and services of one side only are the saving, to the öre;
    nothing is left on price and volume."""
    made = bridge(held, unmeasured(held))
    services = len(held.placed)

    def summed(one: Side) -> Period:
        cost, labour, volume = (
            np.array([part[held.service == at].sum() for at in range(services)], float)
            for part in (one.cost, one.labour, one.volume)
        )
        return Period(cost=cost, labour=labour, volume=volume)

    change = PriceChange(wage=float(held.wage[0]), price=float(held.price[0]))
    saving = compare(
        before=summed(held.before), after=summed(held.after), change=change
    )
    saved = float(saving.baseline.sum() - saving.at_baseline.sum())
    assert int(made.equal.sum()) == pytest.approx(-saved, abs=0.51)
    assert not made.equal[:, [PARTS.index(Part.PRICE), PARTS.index(Part.VOLUME)]].any()


@given(sensible())
def test_efficiency_at_equal_volume_is_that_of_the_bridge_per_unit(held: Cells) -> None:
    made = bridge(held, unmeasured(held))
    place = PARTS.index(Part.EFFICIENCY)
    for service, ratio in enumerate(made.standard.to_equal):
        mine = held.service == service
        nominal = int(made.nominal[mine, place].sum())
        assert int(made.equal[mine, place].sum()) == pytest.approx(
            nominal * ratio, abs=4 + 4 * ratio
        )


@given(sensible(), st.sampled_from((2, 3, 10)))
def test_dearer_wages_and_prices_are_only_price(held: Cells, times: int) -> None:
    """The same work at prices `times` as high."""
    dearer = Side(
        cost=held.before.cost * times,
        labour=held.before.labour * times,
        volume=held.before.volume,
    )
    factor = np.full(len(held.wage), float(times))
    made = bridge(
        replace(held, after=dearer, wage=factor, price=factor), unmeasured(held)
    )
    assert told(made) == {"price": int(held.before.cost.sum()) * (times - 1)}


@given(sensible(), st.lists(st.integers(0, 10**6), min_size=20, max_size=20))
def test_other_volumes_at_the_same_unit_costs_are_only_volume_and_mix(
    held: Cells, volumes: list[int]
) -> None:
    """Each unit uses more or less, and a unit delivered costs it what it did."""
    rows = list(zip(held.service.tolist(), held.unit.tolist(), strict=True))
    first = {row: place for place, row in enumerate(rows)}
    keep = np.array(sorted(first.values()))
    before = Side(
        cost=held.before.cost[keep] // 100 * 100,
        labour=held.before.labour[keep] * 0,
        volume=np.full(len(keep), 100.0),
    )
    then = np.array(volumes[: len(keep)], dtype=np.int64)
    after = Side(
        cost=before.cost // 100 * then,
        labour=before.labour,
        volume=then.astype(np.float64),
    )
    made = bridge(
        cells_of([rows[place] for place in keep], before, after), unmeasured(held)
    )
    off = {name: abs(ore) for name, ore in told(made).items()}
    gone = made.standard.only_before
    if not gone.any():  # a service that nobody uses any more is scope
        assert off.get("efficiency", 0) <= len(keep)
        assert set(off) <= {"volume", "mix", "efficiency"}


@given(sensible(), st.sampled_from((2, 3, 7)))
def test_as_much_more_for_everybody_is_only_volume(held: Cells, times: int) -> None:
    more = Side(
        cost=held.before.cost * times,
        labour=held.before.labour * times,
        volume=held.before.volume * times,
    )
    steady = np.ones(len(held.wage))
    made = bridge(
        replace(held, after=more, wage=steady, price=steady), unmeasured(held)
    )
    assert abs(made.total(Part.MIX)) <= 1
    assert made.total(Part.VOLUME) == pytest.approx(
        int(held.before.cost.sum()) * (times - 1), abs=1
    )
    assert abs(made.total(Part.EFFICIENCY)) <= 2


def test_a_new_service_and_one_that_is_gone_are_scope() -> None:
    made = bridge(
        cells_of(
            [(0, 0), (1, 0), (2, 0)],
            side([900, 0, 500], [0, 0, 0], [9, 0, 5]),
            side([0, 700, 500], [0, 0, 0], [0, 7, 5]),
            price=1.0,
        ),
        Redone(before=np.full(3, np.nan), after=np.full(3, np.nan)),
    )
    assert told(made) == {"scope": -200}
    assert made.nominal[:, PARTS.index(Part.SCOPE)].tolist() == [-900, 700, 0]


def test_cost_on_no_service_is_never_scope() -> None:
    """Else a saving would grow because a code is new."""
    held = cells_of(
        [(0, 0), (1, 0)],
        side([1000, 0], [0, 0], [10, 0]),
        side([600, 300], [0, 0], [10, 0]),
        placed=[True, False],
    )
    assert told(bridge(held, unmeasured(held))) == {"efficiency": -100}


def test_the_example_of_the_docs() -> None:
    """Counted by hand in docs/use/bridge.md."""
    held = cells_of(
        [(0, 0), (0, 1)],
        side([60_000_00, 30_000_00], [40_000_00, 20_000_00], [1000, 1000]),
        side([56_650_00, 37_080_00], [41_200_00, 30_900_00], [1100, 1200]),
        wage=1.03,
        price=1.03,
        adjusted={Part.SCOPE: [2_000_00, 0]},
    )
    made = bridge(held, Redone(before=np.array([0.10]), after=np.array([0.045])))
    assert told(made) == {
        "price": 2_730_00,
        "volume": 13_800_00,
        "mix": -1_600_00,
        "scope": 2_000_00,
        "quality": -5_210_00,
        "efficiency": -7_990_00,
    }
    assert int(made.nominal.sum()) == 3_730_00


@given(
    st.lists(
        st.tuples(st.floats(-1e9, 1e9), st.integers(0, 3)), min_size=1, max_size=40
    )
)
def test_whole_ore_lie_beside_the_exact_and_keep_the_sum(
    rows: list[tuple[float, int]],
) -> None:
    exact = np.array([one for one, _group in rows])
    group = np.array([one for _exact, one in rows])
    whole = whole_parts(exact, group)
    assert (np.abs(whole - exact) < 1 + 1e-6).all()
    assert abs(int(whole.sum()) - exact.sum()) <= 0.5 + 1e-4
    for one in set(group.tolist()):
        mine = group == one
        assert abs(int(whole[mine].sum()) - exact[mine].sum()) < 1 + 1e-4


def test_halves_are_rounded_away_from_zero() -> None:
    group = np.array([0])
    assert whole_parts(np.array([2.5]), group).tolist() == [3]
    assert whole_parts(np.array([-2.5]), group).tolist() == [-3]
    assert whole_parts(np.array([0.5, -0.5]), np.array([0, 1])).sum() == 0
    assert whole_parts(np.array([]), np.array([], dtype=np.int64)).tolist() == []
