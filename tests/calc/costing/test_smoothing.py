# SPDX-License-Identifier: EUPL-1.2
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.smoothing import Observed, Spread, smooth, smooth_as

ROWS, COLUMNS, AREAS = 9, 30, 3


def made_up(
    seed: int,
    *,
    service: float,
    cell: float,
    error: float,
    habit: float = 0.0,
    chance: float = 0.0,
    rows: int = ROWS,
):
    rng = np.random.default_rng(seed)
    row = np.repeat(np.arange(rows), COLUMNS)
    column = np.tile(np.arange(COLUMNS), rows)
    block = AREAS * row + column % AREAS
    true = (
        rng.normal(0, 1, rows)[row]
        + rng.normal(0, service, COLUMNS)[column]
        + rng.normal(0, habit, AREAS * rows)[block]
        + rng.normal(0, cell, len(row))
    )
    variance = error**2 * rng.uniform(0.3, 2.0, len(row))
    ordered = chance**2 * rng.uniform(0.0, 2.0, len(row))
    true = true + rng.normal(size=len(row)) * np.sqrt(ordered)
    seen = Observed(
        y=true + rng.normal(size=len(row)) * np.sqrt(variance),
        variance=variance,
        row=row,
        column=column,
        block=block,
        area=column % AREAS,
        chance=ordered,
    )
    return true, seen


def learnt(
    seeds: int, rows: int, *, habit: float = 0.0, chance: float = 0.0
) -> list[Spread]:
    made = partial(made_up, service=0.6, cell=0.2, error=0.3, habit=habit)
    return [
        smooth(made(seed, chance=chance, rows=rows)[1]).spread for seed in range(seeds)
    ]


def test_the_variances_are_found_again():
    found = learnt(20, 40, habit=0.3)
    assert np.mean([one.of_habit for one in found]) == pytest.approx(0.09, rel=0.15)
    assert np.mean([one.of_service for one in found]) == pytest.approx(0.36, rel=0.15)
    assert np.mean([one.of_cell for one in found]) == pytest.approx(0.04, rel=0.25)


def test_what_was_ordered_by_chance_is_not_taken_for_what_cells_differ():
    found = learnt(12, 20, chance=0.3)
    assert np.mean([one.of_cell for one in found]) == pytest.approx(0.04, rel=0.25)


def test_what_is_known_to_stray_by_chance_is_believed_as_it_was_said():
    _, seen = made_up(4, service=0.3, cell=0.05, error=0.3, chance=1.0)
    often, seldom = seen.chance < 0.3, seen.chance > 1.5
    off = np.abs(smooth(seen).matrix @ seen.y - seen.y)
    assert off[seldom].mean() < 0.5 * off[often].mean()


def test_smoothing_comes_nearer_the_truth_than_what_was_seen():
    gain = []
    for seed in range(10):
        true, seen = made_up(seed, service=0.5, cell=0.1, error=0.4)
        guess = smooth(seen).matrix @ seen.y
        gain.append(np.abs(guess - true).mean() / np.abs(seen.y - true).mean())
    assert max(gain) < 0.6


@given(st.integers(0, 10_000), st.floats(-5, 5))
def test_a_shift_of_everything_is_kept(seed, shift):
    """What all providers and services share is nobody's error."""
    _, seen = made_up(seed, service=0.5, cell=0.2, error=0.3)
    best = smooth(seen)
    assert np.allclose(best.matrix @ (seen.y + shift), best.matrix @ seen.y + shift)


def test_what_is_sure_stands():
    _, seen = made_up(3, service=0.5, cell=0.2, error=0.001)
    assert np.allclose(smooth(seen).matrix @ seen.y, seen.y, atol=0.005)


def test_habits_of_an_area_are_kept_where_they_are_many_and_doubted_where_few():
    """One provider is slow in one area: its unsure cells there lean that way."""
    _, seen = made_up(2, service=0.1, cell=0.05, error=0.3)
    slow = seen.block == 4
    shifted = replace(seen, y=seen.y + 0.5 * slow)
    moved = smooth(shifted).matrix @ shifted.y - smooth(seen).matrix @ seen.y
    assert 0.2 < moved[slow].mean() < 0.5
    assert abs(moved[seen.row != 1].mean()) < 0.03


def test_unsure_cells_lean_on_others():
    """A third of the cells say next to nothing, and wildly so."""
    true, seen = made_up(5, service=0.5, cell=0.1, error=0.2)
    rng = np.random.default_rng(8)
    vague = rng.random(len(true)) < 1 / 3
    unsure = replace(
        seen,
        y=np.where(vague, true + rng.normal(0, 3, len(true)), seen.y),
        variance=np.where(vague, 9.0, seen.variance),
    )
    best = smooth_as(unsure, smooth(seen).spread)
    off = np.abs(best.matrix @ unsure.y - true)
    assert off[vague].mean() < 0.1 * np.abs(unsure.y - true)[vague].mean()


def test_an_area_that_takes_more_everywhere_is_no_chance():
    """What is said little of is not drawn towards other areas."""
    _, seen = made_up(6, service=0.1, cell=0.05, error=0.3)
    one = seen.area == 0
    unsure = replace(seen, variance=np.where(one, 0.6, seen.variance))
    apart = replace(unsure, y=unsure.y + 2.0 * one)
    moved = smooth(apart).matrix @ apart.y - smooth(unsure).matrix @ unsure.y
    assert moved[one].mean() > 1.8
