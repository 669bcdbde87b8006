# SPDX-License-Identifier: EUPL-1.2
"""The simulation against closed forms; the same seed gives the same bits."""

from typing import Any

import numpy as np
import pytest
from tests.calc.businesscase.cases import between, case, cell, outlay

from gemensam.calc.businesscase.model import Cell
from gemensam.calc.businesscase.ranges import Shape
from gemensam.calc.businesscase.score import even_levels, score
from gemensam.calc.businesscase.simulation import Forecast, simulate


def area(cell: Cell) -> str:
    return cell.area


def forecast(values: dict[str, Any], **more: Any) -> Forecast:
    seed = more.pop("seed", 11)
    return simulate(case(values=values, **more), by=area, seed=seed, draws=60_000)


def test_one_triangular_lever_has_the_triangles_chances() -> None:
    """P(s ≥ 0.15) and P(s ≥ 0.2) of a triangle 0.1, 0.15, 0.25, worked out by hand."""
    told = forecast({"scale": between(0.1, 0.15, 0.25, Shape.TRIANGULAR)})
    assert told.chances[0.15] == pytest.approx(1 - 0.05**2 / (0.15 * 0.05), abs=0.006)
    assert told.chances[0.2] == pytest.approx(0.05**2 / (0.15 * 0.10), abs=0.006)
    median = 0.25 - np.sqrt(0.5 * 0.15 * 0.10)
    assert told.pace[3][2] == pytest.approx(median, abs=1e-3)


def test_the_same_seed_gives_the_same_bits() -> None:
    values: dict[str, Any] = {
        "scale": between(0.1, 0.15, 0.25),
        "delay": between(0, 2, 9),
    }
    one, again, other = (forecast(values, seed=seed) for seed in (1, 1, 2))
    assert one.quantiles.tobytes() == again.quantiles.tobytes()
    assert one.npv.tobytes() == again.npv.tobytes()
    assert one.npv.tobytes() != other.npv.tobytes()


def test_what_is_not_known_of_the_baseline_widens_what_is_said_of_money() -> None:
    factors = 1 + 0.1 * np.random.default_rng(1).standard_normal(200)
    sure = forecast({})
    unsure = forecast({}, factors={"hr": factors})
    assert sure.base[0] == sure.base[-1]
    wanted = np.quantile(factors, [0.05, 0.5, 0.95]) * 10_000_000
    assert unsure.base[[0, 2, 4]] == pytest.approx(wanted, rel=0.01)
    assert unsure.pace[3] == pytest.approx(sure.pace[3])  # a share of itself


def test_money_back_and_when() -> None:
    """10 % of 100 000 kr a year against 25 000 kr: 0.475 of the first year's (a dip of
    three months, a way to 60 %, to all), so three years and 0.025 of the fourth."""
    told = forecast({"cost:team": 2_500_000.0}, outlays=[outlay()])
    # The wave lies two years before the start: what is saved then counts in year 0.
    assert told.pays_back == 1
    late = forecast({"cost:team": 2_500_000.0}, outlays=[outlay()], starts=(0,))
    never = forecast({"cost:team": 9e9}, outlays=[outlay()])
    assert late.payback == pytest.approx(12 * 3.025)
    assert (never.payback, never.discounted, never.pays_back) == (None, None, 0)


def test_what_matters_most_comes_first() -> None:
    told = forecast(
        {"scale": between(0.05, 0.1, 0.2), "running": between(0, 0.005, 0.01)}
    )
    assert [one.key for one in told.matters][:2] == ["scale", "running"]
    assert told.matters[0].rank > 0.9
    assert told.matters[1].rank < 0


def test_efficiency_after_the_first_year() -> None:
    told = forecast({"efficiency": between(0.02, 0.04, 0.06, Shape.UNIFORM)})
    assert told.yearly[0.03] == pytest.approx(0.75, abs=0.01)
    assert told.yearly[0.05] == pytest.approx(0.25, abs=0.01)


def test_parts_have_their_own_share() -> None:
    one = case(cell(), cell(area="it", effects=()))
    told = simulate(one, by=area, seed=1, draws=500)
    assert told.parts["it"][1].tolist() == [0] * 5
    assert told.parts["hr"][1] == pytest.approx([0.1] * 5)


# ---------------------------------------------------------------- scoring


def crps_by_pairs(sample: list[float], outcome: float) -> float:
    """E|X − y| − ½ E|X − X′| as its definition says."""
    first = sum(abs(x - outcome) for x in sample) / len(sample)
    second = sum(abs(a - b) for a in sample for b in sample) / len(sample) ** 2
    return first - second / 2


@pytest.mark.parametrize("outcome", [-2.0, 0.0, 0.4, 3.0])
def test_the_score_against_its_definition(outcome: float) -> None:
    values = np.sort(np.random.default_rng(3).normal(size=400))
    found = score(even_levels(400), values, outcome)
    assert found.crps == pytest.approx(
        crps_by_pairs(values.tolist(), outcome), abs=1e-9
    )


def test_inside_and_outside() -> None:
    values = even_levels(99)
    told = [score(even_levels(99), values, y) for y in (0.02, 0.5, 0.97)]
    assert [one.inside for one in told] == [False, True, False]
    assert told[1].place == pytest.approx(0.5)
    assert told[1].crps < told[0].crps
