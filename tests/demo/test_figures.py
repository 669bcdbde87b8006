# SPDX-License-Identifier: EUPL-1.2
"""Intervals of a few small municipalities: they hold, and noise makes them wider. The
gate over many large ones is `./gemensam bench calibration`."""

from dataclasses import asdict
from datetime import date

import numpy as np
import pytest

from gemensam.demo.disturbances import DEFAULT, Disturbances
from gemensam.demo.figures import Figures, figures_of, names_of
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World, told_again, world

WORSE = Disturbances(
    **asdict(DEFAULT)
    | {
        "nonresponse": 0.5,
        "answer_step": 0.1,
        "answer_bias_sd": 0.4,
        "misposted": 0.06,
        "volume_noise": 0.06,
    }
)


def made(seed: int, disturbances: Disturbances = DEFAULT, scale: float = 0.15) -> World:
    return world(
        Settings(
            today=date(2026, 1, 15),
            seed=seed,
            scale=scale,
            at=Stage.PRESTUDY,
            disturbances=disturbances,
        )
    )


def width(one: Figures) -> float:
    """Of the largest twenty services of administrations, as shares of the truth."""
    largest = 4 + np.argsort(-one.truth[4:])[:20]
    return float(((one.high - one.low)[largest] / one.truth[largest]).mean())


@pytest.mark.slow
def test_intervals_hold_the_truth_and_worse_noise_makes_them_wider() -> None:
    seeds = range(300, 306)
    told = [figures_of(made(seed), draws=100) for seed in seeds]
    worse = [figures_of(made(seed, WORSE), draws=100) for seed in seeds]
    for found in (told, worse):
        held = []
        for one in found:
            largest = [0, 1, 2, 3, *(4 + np.argsort(-one.truth[4:])[:20])]
            held.append(((one.low <= one.truth) & (one.truth <= one.high))[largest])
        assert np.mean(held) > 0.75
    for one, wide in zip(told, worse, strict=True):
        assert width(wide) > 1.1 * width(one)


def test_figures_add_up_to_the_whole() -> None:
    one = made(7, scale=0.05)
    figures = figures_of(one, draws=20)
    assert len(names_of(one)) == len(figures.estimate)
    for values in (figures.estimate, figures.truth):
        assert values[0] == pytest.approx(values[1:4].sum())
        assert values[0] == pytest.approx(values[4:].sum())
    assert (figures.low <= figures.high).all()
    assert figures.truth[0] == one.truth.cost[:, :, :, :12].sum()


def test_told_again_the_truth_is_the_same_and_the_registers_are_not() -> None:
    one = made(7, scale=0.05)
    again = told_again(one, noise=99)
    assert np.array_equal(one.truth.cost, again.truth.cost)
    assert not np.array_equal(one.posted.account, again.posted.account)
    assert not np.array_equal(one.rounds[0].answered, again.rounds[0].answered)
    first, second = (figures_of(which, draws=2) for which in (one, again))
    assert first.estimate[0] != second.estimate[0]
    assert np.array_equal(first.truth, second.truth)


def test_the_estimate_does_not_depend_on_how_many_draws_there_are() -> None:
    one = made(8, scale=0.05)
    few, many = (figures_of(one, draws=count) for count in (2, 40))
    assert np.array_equal(few.estimate, many.estimate)


def test_a_municipality_with_a_centre_is_refused() -> None:
    with pytest.raises(ValueError, match="before its centre"):
        figures_of(world(Settings(today=date(2026, 11, 23), scale=0.05)), draws=2)
