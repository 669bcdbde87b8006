# SPDX-License-Identifier: EUPL-1.2
"""Answers in steps, held against what was meant, because it was made up here."""

import numpy as np
import pytest

from gemensam.calc.costing.rounding import (
    BETWEEN,
    meant_by,
    variance,
    variance_of_one,
    variance_of_ones,
)

STEP = 0.05


def answered(meant: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.floor(meant / STEP + rng.random(meant.shape)) * STEP


@pytest.mark.parametrize(
    ("shape", "mean"), [(0.2, 0.01), (0.6, 0.02), (1.0, 0.04), (2.5, 0.12)]
)
def test_the_variance_is_what_rounding_did(shape: float, mean: float) -> None:
    """From next to nothing, where a step is all noise, to shares of several steps."""
    rng = np.random.default_rng(4)
    meant = rng.gamma(shape, mean / shape, size=(400, 60))
    said = answered(meant, rng)
    of_one = variance_of_ones(
        said, STEP, np.zeros(400, dtype=np.int64), np.ones(said.shape, dtype=bool)
    )
    told = variance(said, STEP, of_one[:, None]).sum()
    assert told == pytest.approx(((said - meant) ** 2).sum(), rel=0.12)


def test_a_step_of_little_things_strays_more_than_one_of_great() -> None:
    assert variance_of_one(np.array([20_000, 900, 10, 1])) > 0.6
    assert variance_of_one(1000 * np.array([3, 10, 11, 10, 9, 6])) < 0.3
    assert variance_of_one(np.array([9, 0, 4])) >= BETWEEN
    assert variance_of_one(np.array([0, 3])) > 0.9


def test_each_kind_of_people_has_its_own() -> None:
    rng = np.random.default_rng(7)
    meant = np.concatenate(
        [rng.gamma(0.2, 0.03, size=(200, 60)), rng.gamma(3, 0.03, size=(200, 60))]
    )
    like = np.repeat([0, 1], 200)
    of_one = variance_of_ones(
        answered(meant, rng), STEP, like, np.ones(meant.shape, dtype=bool)
    )
    assert len(np.unique(of_one)) == 2
    assert of_one[0] > 1.5 * of_one[-1]


def test_what_was_meant_is_right_on_average_and_as_far_off_as_it_says() -> None:
    rng = np.random.default_rng(1)
    said = np.repeat([STEP, 4 * STEP], 40_000)
    of_one = np.full(len(said), 0.45)
    meant = meant_by(said, STEP, of_one, rng).reshape(2, -1)
    assert meant.min() >= 0
    assert np.allclose(meant.mean(axis=1), [STEP, 4 * STEP], rtol=0.02)
    assert np.allclose(meant.var(axis=1) / STEP**2, [0.45, BETWEEN], rtol=0.05)


def test_answers_that_are_exact_stand() -> None:
    said = np.array([[0.013, 0.4, 0.0]])
    assert not variance(said, 0.0, 1.0).any()
    assert (
        variance_of_ones(said, 0.0, np.zeros(1, dtype=np.int64), said > 0) == 1
    ).all()
