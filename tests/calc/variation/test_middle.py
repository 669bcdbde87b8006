# SPDX-License-Identifier: EUPL-1.2
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.variation import above_middle, weighted_median

PLACES = st.lists(
    st.tuples(st.integers(0, 10**9), st.integers(1, 10**5)), min_size=1, max_size=20
)


def test_half_of_the_invoices_cost_less_than_the_middle() -> None:
    # 100 invoices at 41 kr, 100 at 90, 50 at 212: the 125th lies at 90.
    assert weighted_median([212, 41, 90], [50, 100, 100]) == 90
    assert weighted_median([41, 90], [100, 100]) == 65.5
    assert weighted_median([7], [1]) == 7
    with pytest.raises(ValueError, match="no values"):
        weighted_median([], [])


def test_what_lies_above_it() -> None:
    assert above_middle([4100_00, 9000_00, 10600_00], [100, 100, 50]) == (0, 0, 610000)


@given(PLACES)
def test_no_less_than_nothing_and_no_more_than_all(
    places: list[tuple[int, int]],
) -> None:
    costs, volumes = zip(*places, strict=True)
    above = above_middle(costs, volumes)
    assert all(0 <= over <= cost for over, cost in zip(above, costs, strict=True))
    assert min(above) == 0
