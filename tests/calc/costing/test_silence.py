# SPDX-License-Identifier: EUPL-1.2
"""What it matters that some were silent."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.silence import silence


def test_the_quarters_are_those_who_answered() -> None:
    support = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 0.2, 0.4, 0.5])
    weight = np.array([1.0] * 8 + [10.0])
    answered = np.array([True] * 8 + [False])
    found = silence(support, weight, answered)
    assert found is not None
    assert found.answered == pytest.approx(3.6)
    assert found.foretold == pytest.approx(5)
    assert found.lowest == pytest.approx(1)  # 0.0 and 0.2, of eight
    assert found.highest == pytest.approx(9)


def test_of_fewer_than_five_nothing_is_said() -> None:
    assert silence(np.ones(9), np.ones(9), np.array([True] * 4 + [False] * 5)) is None


PEOPLE = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1e6), st.booleans()),
    min_size=1,
    max_size=30,
)


@given(PEOPLE)
def test_lowest_is_never_above_highest_and_nothing_is_negative(
    people: list[tuple[float, float, bool]],
) -> None:
    support, weight, answered = (np.array(one) for one in zip(*people, strict=True))
    found = silence(support, weight, answered)
    if answered.sum() < 5:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found.lowest <= found.highest
        assert found.total_if_lowest <= found.total_if_highest
