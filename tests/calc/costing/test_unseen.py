# SPDX-License-Identifier: EUPL-1.2
from typing import Any

import numpy as np

from gemensam.calc.costing.unseen import Unseen, unseen_factor


def factor(**assumed: Any) -> np.ndarray:
    return unseen_factor(
        1e9,
        services=7,
        assumed=Unseen(**assumed),
        draws=4000,
        rng=np.random.default_rng(1),
    )


def test_nothing_assumed_moves_nothing():
    still = factor(misposted=0, misposted_sd=0, moved_sd=0)
    assert np.array_equal(still, np.ones((4000, 7)))


def test_what_is_lost_raises_the_whole_by_between_nothing_and_all_of_it():
    whole = factor(misposted=0.03, misposted_sd=0, moved_sd=0)
    assert np.allclose(whole, whole[:, :1])
    assert whole.min() >= 1
    assert whole.max() <= 1 / 0.97 + 1e-12
    assert abs(whole.mean() - 1.0153) < 0.001


def test_what_is_taken_for_anothers_spreads_services_apart():
    moved = factor(misposted=0, misposted_sd=0, moved_sd=0.02)
    assert np.allclose(np.log(moved).std(axis=0), 0.02, rtol=0.1)
    assert abs(np.corrcoef(moved[:, 0], moved[:, 1])[0, 1]) < 0.06


def test_codes_without_mapping_can_only_add():
    more = factor(misposted=0, misposted_sd=0, moved_sd=0, unmapped_ore=1e8)
    assert more.min() >= 1
    assert 1.09 < more.max() <= 1.1
