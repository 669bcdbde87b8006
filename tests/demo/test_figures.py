# SPDX-License-Identifier: EUPL-1.2
"""Figures of small municipalities in memory: they add up, and told again only the
registers differ. How often their intervals hold `./gemensam bench calibration` tells."""

from datetime import date

import numpy as np
import pytest

from gemensam.demo.disturbances import DEFAULT, Disturbances
from gemensam.demo.figures import figures_of, names_of
from gemensam.demo.memory import InMemory
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World, told_again, world


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


def test_a_municipality_with_a_centre_is_refused() -> None:
    with pytest.raises(ValueError, match="before its centre"):
        InMemory(world(Settings(today=date(2026, 11, 23), scale=0.05)))
