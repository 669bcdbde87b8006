# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from tests.calc.forecast.municipality import DEARER, MONTHS, World, Year, year

from gemensam.calc.forecast import (
    Costs,
    Forecast,
    NothingClosedError,
    Part,
    Worth,
    forecast,
)

SEEDS = 308
STILL = World(noise=0.0, drift=0.0, unsure=0.0)


def over_seeds() -> Iterator[tuple[Year, Forecast]]:
    """Every number of closed months from five, still and slowly drifting levels."""
    for seed in range(1000, 1000 + SEEDS):
        world = World(drift=(0.0, 0.006)[seed % 2])
        made = year(seed, closed=5 + seed % 7, world=world)
        yield made, forecast(made.parts, seed=seed)


def test_nine_of_ten_ranges_hold_the_truth() -> None:
    held: list[tuple[bool, bool]] = []
    said: list[float] = []
    came: list[bool] = []
    for made, told in over_seeds():
        whole = told.whole
        held.append(
            (
                whole.outcome.low <= made.outcome <= whole.outcome.high,
                whole.saving.low <= made.saving <= whole.saving.high,
            )
        )
        said.append(told.chances[0.15])
        came.append(made.saving >= 0.15)
    shares = np.mean(held, axis=0)
    assert shares == pytest.approx([0.90, 0.90], abs=0.03)
    # What is said to happen so often happens so often, where chance has a say at all.
    sure = np.array(said)
    assert float(np.mean(came)) == pytest.approx(sure.mean(), abs=0.04)
    for low, high in ((0.0, 0.2), (0.8, 1.0)):
        chosen = (sure >= low) & (sure <= high)
        assert np.mean(np.array(came)[chosen]) == pytest.approx(
            sure[chosen].mean(), abs=0.05
        )


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), closed=st.integers(5, 11))
def test_without_noise_the_forecast_is_the_truth(seed: int, closed: int) -> None:
    """The moves are worth other than was promised, and that shows in five months; where
    next to nothing has moved in the closed ones, nothing could tell."""
    made = year(seed, closed=closed, world=STILL)
    for one in made.parts:
        if np.ptp(one.moved[:closed]) < 0.05 < np.ptp(one.moved):
            return
    told = forecast(made.parts, seed=seed)
    assert told.whole.outcome.figure == pytest.approx(made.outcome, rel=2e-4)
    assert told.whole.at_base.figure == pytest.approx(made.at_base, rel=2e-4)
    assert told.whole.saving.figure == pytest.approx(made.saving, abs=2e-4)


def test_a_level_that_stands_still_goes_on_to_the_ore() -> None:
    """Nothing moves, no chance: the baseline's seasons at three quarters of its cost."""
    base = np.array([800, 900, 1000, 1000, 900, 800, 400, 700, 900, 1000, 1000, 1100.0])
    seen = 0.75 * base[:7] * 1e6
    part = Part(
        key="it",
        costs=Costs(base=base * 1e6, real=seen, at_base=seen),
        actual=np.rint(seen * DEARER).astype(np.int64),
        moved=np.zeros(MONTHS),
        worth=Worth(share=0.2, spread=0.1),
    )
    told = forecast([part], seed=7)
    assert told.whole.saving.figure == pytest.approx(0.25, abs=1e-6)
    assert told.whole.outcome.figure == pytest.approx(0.75e6 * DEARER * base.sum())
    assert told.whole.saving.high - told.whole.saving.low < 0.005
    assert told.chances == {0.15: 1.0, 0.20: 1.0}
    assert told.noise < 0.01


def test_all_that_is_told_adds_up() -> None:
    made = year(3, closed=8, world=World())
    told = forecast(made.parts, seed=3)
    whole = told.whole
    assert told.closed == 8
    for name in ("outcome", "at_base"):
        figure = getattr(whole, name).figure
        parts = [getattr(one, name).figure for one in told.parts.values()]
        months = [getattr(one.alone, name).figure for one in told.months]
        assert sum(parts) == sum(months) == figure
        assert getattr(told.months[-1].so_far, name).figure == figure
    assert whole.base == sum(one.base for one in told.parts.values())
    closed = sum(int(one.actual.sum()) for one in made.parts)
    assert told.months[7].so_far.outcome.figure == closed
    assert whole.saving.figure == 1 - whole.at_base.figure / whole.base
    assert whole.saving.low < whole.saving.figure < whole.saving.high
    assert list(told.months[-1].fan) == sorted(told.months[-1].fan)


def test_the_same_seed_gives_the_same_figures() -> None:
    made = year(4, closed=6, world=World())
    assert forecast(made.parts, seed=1) == forecast(made.parts, seed=1)
    assert forecast(made.parts, seed=1) != forecast(made.parts, seed=2)


def test_of_a_year_that_is_whole_only_the_closed_months_draws_are_unsure() -> None:
    made = year(5, closed=MONTHS, world=World())
    told = forecast(made.parts, seed=5)
    assert told.whole.outcome.figure == sum(int(p.actual.sum()) for p in made.parts)
    assert told.whole.saving.low < told.whole.saving.figure < told.whole.saving.high
    sure = [replace(part, drawn=None) for part in made.parts]
    told = forecast(sure, seed=5)
    figure = pytest.approx(told.whole.saving.figure, abs=1e-9)
    assert told.whole.saving.low == figure
    assert told.whole.saving.high == figure


def test_the_fewer_months_are_closed_the_wider() -> None:
    widths = []
    for closed in (1, 2, 4, 8, 11):
        told = [
            forecast(year(seed, closed=closed, world=World()).parts, seed=seed)
            for seed in range(8)
        ]
        widths.append(
            np.mean([one.whole.saving.high - one.whole.saving.low for one in told])
        )
    assert widths == sorted(widths, reverse=True)


def test_what_moves_later_lowers_what_is_to_come() -> None:
    """As much as it is worth, where nothing has moved before."""
    flat = np.full(MONTHS, 1e8)
    moved = np.concatenate([np.zeros(9), [0.5, 1.0, 1.0]])
    part = Part(
        key="hr",
        costs=Costs(base=flat, real=flat[:9], at_base=flat[:9]),
        actual=np.full(9, 10**8),
        moved=moved,
        worth=Worth(share=0.2, spread=0.05),
    )
    told = forecast([part], seed=1)
    assert told.whole.saving.figure == pytest.approx(0.2 * 2.5 / 12, abs=1e-6)
    unmoved = forecast([replace(part, moved=np.zeros(MONTHS))], seed=1)
    assert unmoved.whole.saving.figure == pytest.approx(0, abs=1e-6)
    width = told.whole.saving.high - told.whole.saving.low
    assert width > 3 * (unmoved.whole.saving.high - unmoved.whole.saving.low)


def test_cost_that_the_baseline_has_not_goes_on_as_it_is() -> None:
    """Not placed on a service: no season to follow, nothing to save on."""
    made = year(6, closed=6, world=World(unsure=0.0))
    none = np.zeros(MONTHS)
    apart = Part(
        key="",
        costs=Costs(base=none, real=np.full(6, 5e6), at_base=np.full(6, 5e6)),
        actual=np.full(6, 5 * 10**6),
        moved=none,
        worth=Worth(share=0.0, spread=0.0),
    )
    told = forecast([*made.parts, apart], seed=6)
    assert told.parts[""].outcome.figure == pytest.approx(6e7, rel=1e-6)
    assert told.parts[""].saving.figure == 0
    without = forecast(made.parts, seed=6)
    more = told.whole.outcome.figure - without.whole.outcome.figure
    assert more == pytest.approx(6e7, rel=1e-6)


@pytest.mark.parametrize("closed", [0, 3])
def test_nothing_to_forecast_from_is_told(closed: int) -> None:
    none = np.zeros(MONTHS)
    part = Part(
        key="it",
        costs=Costs(base=none, real=none[:closed], at_base=none[:closed]),
        actual=none[:closed].astype(np.int64),
        moved=none,
        worth=Worth(share=0.1, spread=0.1),
    )
    with pytest.raises(NothingClosedError):
        forecast([part], seed=1)
    with pytest.raises(NothingClosedError):
        forecast([], seed=1)
