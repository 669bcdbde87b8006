# SPDX-License-Identifier: EUPL-1.2
import numpy as np
from hypothesis import given, strategies as st

from gemensam.calc.interval import nine_of_ten


def test_nine_draws_of_ten_lie_within() -> None:
    low, high = nine_of_ten(np.arange(1001.0), 500.0)
    assert (float(low), float(high)) == (50.0, 950.0)


@given(st.floats(-1e6, 1e6))
def test_the_figure_itself_is_always_possible(figure: float) -> None:
    low, high = nine_of_ten(np.array([[3.0, -4.0], [5.0, -2.0]]), np.full(2, figure))
    assert (low <= figure).all()
    assert (figure <= high).all()
    assert low[0] <= 3.1
    assert high[1] >= -2.1
