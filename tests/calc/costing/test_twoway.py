# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.twoway import Observed, smooth

ROWS, COLUMNS = 9, 30


def made_up(seed: int, *, service: float, cell: float, error: float):
    rng = np.random.default_rng(seed)
    row = np.repeat(np.arange(ROWS), COLUMNS)
    column = np.tile(np.arange(COLUMNS), ROWS)
    true = (
        rng.normal(0, 1, ROWS)[row]
        + rng.normal(0, service, COLUMNS)[column]
        + rng.normal(0, cell, len(row))
    )
    variance = error**2 * rng.uniform(0.3, 2.0, len(row))
    seen = Observed(
        y=true + rng.normal(size=len(row)) * np.sqrt(variance),
        variance=variance,
        row=row,
        column=column,
    )
    return true, seen


def test_the_variances_are_found_again():
    found = [
        smooth(made_up(seed, service=0.6, cell=0.2, error=0.3)[1]) for seed in range(20)
    ]
    assert np.mean([one.of_service for one in found]) == pytest.approx(0.36, rel=0.15)
    assert np.mean([one.of_cell for one in found]) == pytest.approx(0.04, rel=0.25)


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
