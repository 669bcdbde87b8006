# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest

from gemensam.calc.costing.reluctance import EXPECTED, silence_of


def silent(rng: np.random.Generator, foretold: np.ndarray, link: float) -> np.ndarray:
    middle = -1.2 - link * (foretold.mean() - 0.5)
    found: np.ndarray = rng.random(len(foretold)) < 1 / (
        1 + np.exp(-middle - link * foretold)
    )
    return found


@pytest.mark.parametrize("link", [0.0, 1.5, 3.0])
def test_the_link_is_read_from_who_was_silent(link):
    found = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        foretold = rng.choice([0.1, 0.5, 0.97], 450)
        found.append(silence_of(foretold=foretold, silent=silent(rng, foretold, link)))
    off = [(one.link - link) / one.sd for one in found]
    assert np.mean([one.link for one in found]) == pytest.approx(link, abs=0.3)
    assert 0.75 < np.mean(np.abs(off) < 1.645) <= 1


def test_few_people_leave_what_was_expected():
    found = silence_of(foretold=np.array([0.2, 0.9]), silent=np.array([False, True]))
    assert found.link == pytest.approx(EXPECTED, abs=0.4)
    assert found.sd > 0.8


def test_nobody_silent_leaves_nothing_to_know():
    found = silence_of(foretold=np.array([0.2, 0.9]), silent=np.array([False, False]))
    assert (found.link, found.sd) == (0.0, 0.0)
