# SPDX-License-Identifier: EUPL-1.2
"""Quality that fell three months running by more than chance."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.realised import Kept
from gemensam.calc.suspicion.quality import falls, trend

MONTHS = [date(2026, number, 1) for number in range(7, 11)]
LAST = MONTHS[-1]


def months(kept: Sequence[int], judged: int = 50) -> list[Kept]:
    return [
        Kept(month=month, judged=judged, kept=each)
        for month, each in zip(MONTHS, kept, strict=True)
    ]


def is_found(kept: Sequence[int], judged: int = 50) -> bool:
    return bool(falls({"lön": months(kept, judged)}, last=LAST))


def test_three_falls_beyond_chance_are_found() -> None:
    (fall,) = falls({"lön": months([48, 42, 35, 28])}, last=LAST).values()
    assert [one.month for one in fall.fallen] == MONTHS[1:]
    assert fall.before.share == 0.96
    assert fall.chance < 0.001


def test_a_month_up_again_is_not_three_falls() -> None:
    assert not is_found([48, 30, 35, 28])


def test_three_small_falls_are_chance() -> None:
    assert not is_found([48, 47, 46, 45])


def test_few_cases_are_not_judged() -> None:
    assert not is_found([4, 2, 1, 0], judged=4)


def test_a_missing_month_is_no_month_in_a_row() -> None:
    held = months([48, 42, 35, 28])
    gap = [Kept(month=date(2026, 6, 1), judged=50, kept=48), *held[1:]]
    assert not falls({"lön": gap}, last=LAST)


def test_an_old_fall_is_not_one_now() -> None:
    assert not falls({"lön": months([48, 42, 35, 28])}, last=date(2026, 11, 1))


def test_trend_is_that_of_the_textbook() -> None:
    """Cochran–Armitage as the regression of kept on month: its score test."""
    held = months([45, 44, 40, 38])
    x = np.repeat(np.arange(4.0), 50)
    y = np.concatenate([np.r_[np.ones(k.kept), np.zeros(50 - k.kept)] for k in held])
    r = np.corrcoef(x, y)[0, 1]
    z = r * np.sqrt(len(x))
    from math import erfc, sqrt

    assert trend(held) == pytest.approx(0.5 * erfc(-z / sqrt(2)))


@given(st.integers(0, 2**32 - 1))
def test_few_of_many_steady_places_are_accused(seed: int) -> None:
    rng = np.random.default_rng(seed)
    held = {place: months(rng.binomial(50, 0.9, 4).tolist()) for place in range(200)}
    assert len(falls(held, last=LAST)) <= 2
