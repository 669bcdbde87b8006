# SPDX-License-Identifier: EUPL-1.2
"""The saving and the yearly efficiency of municipalities in memory. The gate over many
is `./gemensam bench realised`."""

from dataclasses import replace

import numpy as np
import pytest
from bench.holding import coverage
from tests.demo.conftest import SMALL

from gemensam.calc.costing.known import DRAWS
from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.comparison import centre_efficiency, centre_years
from gemensam.demo.disturbances import NONE
from gemensam.demo.figures import Figures
from gemensam.demo.realised import YEAR_TO_DATE, efficiency_of, savings_of
from gemensam.demo.truth_file import _window, windows
from gemensam.demo.world import world

OLD = replace(SMALL, months=30)


def test_the_truth_is_what_truth_json_tells() -> None:
    made = world(SMALL)
    told = savings_of(made, draws=2)
    window = _window(made, windows(made.scene)[YEAR_TO_DATE])
    shares = [window, *(window["by_area"][area] for area in AREAS)]
    assert 100 * told.truth == pytest.approx(
        [one["saving_pct"] for one in shares], abs=1e-3
    )
    old = world(OLD)
    yearly = efficiency_of(old, draws=2)
    assert 100 * yearly.truth[0] == pytest.approx(
        centre_efficiency(old)[-1]["yearly_efficiency_pct"], abs=1e-3
    )
    assert yearly.truth[1:].sum() == pytest.approx(yearly.truth[0])
    assert len(list(centre_years(old))) == 2


@pytest.mark.slow
def test_registers_without_faults_tell_the_truth_nearly() -> None:
    """What is left of the saving is how people of small units divide their time between
    areas; between two years of the same centre it goes out."""
    made = world(replace(SMALL, scale=0.15, disturbances=NONE))
    told = savings_of(made, draws=20)
    assert told.estimate[0] == pytest.approx(told.truth[0], abs=0.006)
    assert np.abs(told.estimate - told.truth).max() < 0.03
    old = world(replace(OLD, scale=0.15, disturbances=NONE))
    yearly = efficiency_of(old, draws=20)
    assert np.abs(yearly.estimate - yearly.truth).max() < 0.002


def test_the_demo_of_both_ages_holds_its_truth_in_all() -> None:
    """Of its own seed; that the product says the same is held by
    `test_memory_of_a_centre` and the bench."""
    for told in (
        savings_of(world(replace(SMALL, scale=0.1)), draws=DRAWS),
        efficiency_of(world(replace(OLD, scale=0.1)), draws=DRAWS),
    ):
        assert told.low[0] <= told.truth[0] <= told.high[0]
        assert told.high[0] - told.low[0] < 0.06


def test_an_interval_always_reaches_its_estimate() -> None:
    for told in (
        savings_of(world(SMALL), draws=20),
        efficiency_of(world(OLD), draws=20),
    ):
        assert (told.low <= told.estimate).all()
        assert (told.estimate <= told.high).all()
        assert (told.low < told.high).all()


def test_coverage_is_how_often_the_truth_lies_within() -> None:
    low, high = np.zeros(2), np.ones(2)
    found = [
        Figures(estimate=low, low=low, high=high, truth=np.array(truth))
        for truth in ([0.5, 0.5], [0.0, 1.5], [1.0, -0.1], [0.2, 0.3])
    ]
    told = {one.name: one.value for one in coverage("it: ", found, ["first", "second"])}
    assert told == {
        "it: coverage": 75.0,
        "it: worst_figure_coverage": 50.0,
        "it: lowest_figure_coverage": 50.0,
        "it: highest_figure_coverage": 100.0,
        "it: coverage of first": 100.0,
        "it: coverage of second": 50.0,
    }
