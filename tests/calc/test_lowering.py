# SPDX-License-Identifier: EUPL-1.2
"""Using less: said only where it is clear, and where enough places and people carry it."""

from math import sqrt
from statistics import median

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.lowering import Use, above_middle

LIKE = [Use(volume=10.0 * n, people=10) for n in (8, 9, 10, 11, 12)]  # 10 for each


def test_what_lies_above_the_middle_is_told() -> None:
    found = above_middle(Use(volume=300, people=20), LIKE)
    assert found is not None
    assert (found.each, found.middle, found.places) == (15, 10, 5)
    assert found.excess == pytest.approx(100)


@pytest.mark.parametrize(
    ("here", "others"),
    [
        (Use(volume=300, people=20), LIKE[:4]),  # too few places
        (Use(volume=300, people=4), LIKE),  # too few people here
        (Use(volume=249, people=20), LIKE),  # not clearly above: 12,45 for each
        (Use(volume=120, people=20), LIKE),  # below
        (Use(volume=2, people=5), [Use(volume=1, people=5)] * 5),  # chance
        (Use(volume=9, people=5), [Use(volume=0, people=5)] * 5),  # no middle
        (Use(volume=300, people=20), [Use(volume=100, people=4)] * 9),  # few there
    ],
)
def test_what_does_not_carry_is_not_said(here: Use, others: list[Use]) -> None:
    assert above_middle(here, others) is None


USES = st.builds(Use, volume=st.floats(0, 1e4), people=st.integers(1, 50))


@given(here=USES, others=st.lists(USES, max_size=9))
def test_what_is_told_would_bring_one_to_the_middle(
    here: Use, others: list[Use]
) -> None:
    found = above_middle(here, others)
    if found is None:
        return
    like = [one.volume / one.people for one in others if one.people >= 5]
    assert len(like) >= 5
    assert here.people >= 5
    assert (here.volume - found.excess) / here.people == pytest.approx(median(like))
    assert found.excess > 1.645 * sqrt(median(like) * here.people)
