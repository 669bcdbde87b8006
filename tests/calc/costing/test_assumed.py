# SPDX-License-Identifier: EUPL-1.2
"""Shares that nobody was asked for: whole, inside their range, and honestly unsure."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.assumed import (
    Assumed,
    assumed_shares,
    corrected,
    target_draws,
)

AREA = np.array([0, 0, 0, 1, 1, 2, 2])  # seven services in three areas


def people(
    ranges: list[list[tuple[float, float, float]]],
    *,
    line: list[int] | None = None,
    minutes: np.ndarray | None = None,
) -> Assumed:
    count = len(ranges)
    return Assumed(
        ranges=np.array(ranges, dtype=float),
        line=np.array(line or [7] * count),
        own=np.arange(count),
        provider=np.zeros(count, dtype=np.int64),
        minutes=np.ones((1, len(AREA))) if minutes is None else minutes,
        of=np.array([3]),
    )


def one(low: float, likely: float, high: float) -> list[tuple[float, float, float]]:
    nothing = (0.0, 0.0, 0.0)
    return [(low, likely, high), nothing, nothing, nothing]


SORTED = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(
    lambda three: tuple(sorted(three))
)


@given(
    st.lists(st.lists(SORTED, min_size=4, max_size=4), min_size=1, max_size=5),
    st.lists(st.floats(-5, 1e6), min_size=7, max_size=7),
)
def test_anything_becomes_shares_of_a_whole(
    ranges: list[list[tuple[float, float, float]]], minutes: list[float]
) -> None:
    found = assumed_shares(
        people(ranges, minutes=np.array([minutes])), area=AREA, draws=20
    )
    for shares in (found.point, found.draws):
        assert np.isfinite(shares).all()
        assert shares.min() >= 0
        assert np.allclose(shares.sum(axis=-1), 1, atol=1e-5)
    assert not found.answered.any()


def test_draws_stay_in_their_range_and_centre_on_the_figure() -> None:
    drawn = target_draws(people([one(0.1, 0.2, 0.6)] * 50), draws=2000)[:, :, 0]
    assert drawn.min() >= 0.1
    assert drawn.max() <= 0.6
    assert drawn.mean() == pytest.approx(0.3, abs=0.01)
    # Against the distribution function of the triangle, not our own code.
    rng = np.random.default_rng(1)
    other = rng.triangular(0.1, 0.2, 0.6, drawn.size)
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx(
        np.quantile(other, [0.05, 0.5, 0.95]), abs=0.01
    )


def test_errors_of_persons_average_out_those_of_titles_and_of_the_list_do_not() -> None:
    drawn = target_draws(people([one(0.0, 0.3, 0.6)] * 400), draws=1000)[:, :, 0]
    alone, together = drawn[:, 0].std(), drawn.mean(axis=1).std()
    # Six of ten of each are the list's, two of ten their title's: √(0.6² + 0.2²).
    assert together == pytest.approx(0.632 * alone, rel=0.05)
    apart = target_draws(
        people([one(0.0, 0.3, 0.6)] * 400, line=list(range(400))), draws=1000
    )[:, :, 0]
    assert apart.mean(axis=1).std() == pytest.approx(0.6 * alone, rel=0.05)


def test_next_to_no_minutes_are_none() -> None:
    minutes = np.array([[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5e-324]])
    ranges = [[(0.4, 0.4, 0.4), (0.2, 0.2, 0.2), (0.0, 0.0, 0.0), (0.1, 0.1, 0.1)]]
    few = assumed_shares(people(ranges, minutes=minutes), area=AREA, draws=10)
    none = assumed_shares(people(ranges, minutes=minutes * 0), area=AREA, draws=10)
    assert np.array_equal(few.point, none.point)


def test_time_follows_minutes_and_where_none_are_known_is_even() -> None:
    minutes = np.array([[30.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0]])
    ranges = [[(0.4, 0.4, 0.4), (0.2, 0.2, 0.2), (0.0, 0.0, 0.0), (0.1, 0.1, 0.1)]]
    found = assumed_shares(people(ranges, minutes=minutes), area=AREA, draws=10)
    assert found.point[0] == pytest.approx(
        [0.3, 0.1, 0.0, 0.1, 0.1, 0.0, 0.0, 0.1, 0.3]
    )


def test_the_same_ids_draw_the_same_whoever_else_is_there() -> None:
    alone = target_draws(people([one(0, 0.3, 0.6)]), draws=30)
    among = target_draws(people([one(0, 0.3, 0.6)] * 3), draws=30)
    assert (alone[:, 0] == among[:, 0]).all()


@given(st.floats(0, 1))
def test_a_correction_is_surer_than_a_guess(share: float) -> None:
    low, likely, high = corrected(share)
    assert 0 <= low <= likely <= high <= 1
    assert likely == share
    assert high - low <= max(0.1, 0.6 * share) + 1e-12


def test_what_a_manager_says_is_nothing_is_nothing() -> None:
    assert corrected(0.0) == (0.0, 0.0, 0.0)
