# SPDX-License-Identifier: EUPL-1.2
"""The model against what can be worked out by hand, and against what must always hold."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.calc.businesscase.cases import (
    EVERY,
    between,
    case,
    cell,
    effect,
    outlay,
)

from gemensam.calc.businesscase.levers import ORDER, Addressable, Lever
from gemensam.calc.businesscase.model import (
    AssumptionMissingError,
    Case,
    NothingToSaveError,
    Paths,
    WavesNotWholeError,
)
from gemensam.calc.businesscase.plain import at_likely, plain
from gemensam.calc.businesscase.ramp import monthly

share = st.floats(0, 1)
shares = st.tuples(*(share for _ in ORDER))


def worked(one: Case) -> Paths:
    return at_likely(one, lambda cell: cell.area)


def pace(one: Case) -> list[float]:
    """At the end of year 1, 2 …"""
    return [float(worked(one).pace[0, p - one.years - 1]) for p in one.pace_windows]


def test_levers_take_from_what_is_left() -> None:
    """1 − (1 − 0.1)(1 − 0.2) of all, when everything has been moved for long."""
    both = cell(effects=(effect(Lever.SCALE), effect(Lever.STANDARDISATION)))
    one = case(both, values={"scale": 0.1, "standardisation": 0.2})
    assert pace(one)[0] == pytest.approx(0.28)


def test_a_lever_takes_from_its_own_base_only() -> None:
    one = case(cell(effects=(effect(Lever.SCALE, Addressable.LABOUR),)))
    assert pace(one)[0] == pytest.approx(0.1 * 0.8)
    other = case(cell(effects=(effect(Lever.SCALE, Addressable.OTHER),)))
    assert pace(other)[0] == pytest.approx(0.1 * 0.2)


def test_freed_time_that_is_not_cashed_is_no_saving() -> None:
    one = case(
        cell(effects=(effect(Lever.SCALE, Addressable.LABOUR),)),
        values={"cashed": 0.5, "running": 0.01},
    )
    assert pace(one)[0] == pytest.approx(0.5 * 0.1 * 0.8 - 0.01)


def test_the_way_after_a_cut_over() -> None:
    """A dip for three months, 60 % after six, all after twelve; nothing before."""
    saving, dip, moved = monthly(14)
    assert saving[:3].tolist() == [0, 0, 0]
    assert dip.tolist() == [1, 1, 1, *[0] * 11]
    assert (saving[5] + saving[6]) / 2 == pytest.approx(0.6, abs=0.04)
    assert saving[12:].tolist() == [1, 1]
    assert (np.diff(saving) >= 0).all()
    assert moved.tolist() == [1] * 14


def test_nothing_is_saved_before_the_cut_over() -> None:
    one = case(starts=(13,), values={"dip": 0.15})
    paths = worked(one)
    assert paths.pace[0, :4].tolist() == [0, 0, 0, 0]
    assert paths.saving[0, 1] == 0
    assert paths.saving[0, 2] < 0.05 * one.ore


def test_the_dip_costs_personnel_at_once() -> None:
    """Three months of 15 % of 80 % of a twelfth each, in year 1."""
    one = case(starts=(0,), values={"dip": 0.15, "scale": 0.0})
    assert worked(one).saving[0, 1] == pytest.approx(-0.15 * 0.8 * 0.25 * one.ore)


def test_a_delay_between_two_months_lies_between_them() -> None:
    found = [pace(case(starts=(0,), values={"delay": late}))[0] for late in (2, 2.5, 3)]
    assert found[1] == pytest.approx((found[0] + found[2]) / 2)
    assert found[0] > found[2]


def test_the_path_of_the_guide_comes_out_of_the_model() -> None:
    """100, −18 %, then −4 % a year on what remains: never on the old cost."""
    one = case(values={"scale": 0.18, "efficiency": 0.04})
    left = [round(100 * (1 - share), 2) for share in pace(one)]
    assert left == [82.00, 78.72, 75.57, 72.55, 69.65]


def test_vat_of_a_company_is_a_cost_of_what_it_is_charged() -> None:
    """An owner that deducts a tenth: 25 % × 0.9 on what is left after the saving."""
    one = case(cell(vat=0.9))
    paths = worked(one)
    assert paths.vat[0, 1] == pytest.approx(0.25 * 0.9 * 0.9 * one.ore)
    assert paths.net[0, 1] == pytest.approx(paths.saving[0, 1] - paths.vat[0, 1])


@pytest.mark.parametrize(("bears", "costs"), [(0.9, 1225), (0.0, 1000)])
def test_the_vat_of_the_guide_comes_out_of_the_model(bears: float, costs: int) -> None:
    """A charge of 1 000 costs 1 225 whoever deducts a tenth of the VAT."""
    one = case(cell(vat=bears, effects=()))
    charged = worked(one).vat[0, 1] / one.ore
    assert 1000 * (1 + charged) == pytest.approx(costs)


def test_net_is_what_is_left_after_the_outlay() -> None:
    one = case(
        values={"cost:team": 3_000_000.0},
        outlays=[outlay("cost:team", 0.5, 0.5, 0, 0, 0, 0)],
    )
    paths = worked(one)
    assert paths.outlay[0].tolist() == [1_500_000, 1_500_000, 0, 0, 0, 0]
    assert paths.net[0, 1] == pytest.approx(paths.saving[0, 1] - 1_500_000)


def test_parts_add_up_to_the_whole() -> None:
    one = case(cell(), cell(area="it", labour=5, other=7), cell(area="it", vat=0.4))
    paths = worked(one)
    base = sum(float(base[0]) for base, _saved in paths.parts.values())
    saved = sum(float(saved[0]) for _base, saved in paths.parts.values())
    assert base == pytest.approx(float(paths.base[0]))
    assert saved / base == pytest.approx(pace(one)[0])
    assert set(paths.parts) == {"hr", "it"}


# ------------------------------------------------------------- what always holds


@given(shares, st.floats(0, 1), st.permutations(list(ORDER)))
def test_levers_never_save_more_than_there_is_and_in_any_order_the_same(
    taken: tuple[float, ...], cashed: float, order: list[Lever]
) -> None:
    values: dict[str, Any] = {
        str(lever): taken[place] for place, lever in enumerate(ORDER)
    } | {"cashed": cashed}
    one = case(cell(effects=EVERY), values=values)
    found = pace(one)[0]
    assert -1e-9 <= found <= 1 + 1e-9
    turned = case(cell(effects=tuple(effect(lever) for lever in order)), values=values)
    assert pace(turned)[0] == found


@settings(max_examples=40)
@given(shares, st.integers(0, len(ORDER) - 1), st.floats(0, 0.2))
def test_more_of_a_lever_never_saves_less(
    taken: tuple[float, ...], which: int, more: float
) -> None:
    values = {str(lever): taken[place] for place, lever in enumerate(ORDER)}
    less = pace(case(cell(effects=EVERY), values=values))[0]
    key = str(ORDER[which])
    raised: dict[str, Any] = values | {key: min(1.0, values[key] + more)}
    assert pace(case(cell(effects=EVERY), values=raised))[0] >= less - 1e-12


@given(st.floats(0, 30), st.floats(0, 6))
def test_later_is_never_more(delay: float, more: float) -> None:
    soon = pace(case(starts=(0,), values={"delay": delay}))
    late = pace(case(starts=(0,), values={"delay": delay + more}))
    assert all(b <= a + 1e-9 for a, b in zip(soon, late, strict=True))


# ------------------------------------------------------------- the plain table


def test_one_at_a_time_and_the_worst_of_all() -> None:
    values: dict[str, Any] = {
        "scale": between(0.05, 0.1, 0.2),
        "running": between(0.0, 0.01, 0.02),
        "cost:team": between(1e6, 2e6, 4e6),
    }
    told = plain(case(values=values, outlays=[outlay()]))
    assert told.likely.pace[0] == pytest.approx(0.09)
    first = told.swings[0]
    assert first.key == "scale"
    assert (first.low.pace[0], first.high.pace[0]) == pytest.approx((0.04, 0.19))
    assert told.cautious.pace[0] == pytest.approx(0.05 - 0.02)
    assert told.bold.pace[0] == pytest.approx(0.2)
    assert told.cautious.outlay[0] == pytest.approx(4e6)
    assert told.cautious.npv < told.likely.npv < told.bold.npv
    assert [one.key for one in told.five()][:3] == ["scale", "running", "cost:team"]


# ------------------------------------------------------------- what cannot be


def test_what_cannot_be_worked_out_is_named() -> None:
    with pytest.raises(NothingToSaveError):
        worked(case(cell(labour=0, other=0)))
    with pytest.raises(WavesNotWholeError, match="90"):
        worked(case(cell(waves=(0.9,))))
    lacking = case(cell(effects=(effect(Lever.SPAN),)))
    with pytest.raises(AssumptionMissingError, match="span"):
        worked(lacking)
