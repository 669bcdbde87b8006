# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest

from gemensam.calc.businesscase.ramp import monthly
from gemensam.calc.forecast import in_effect, with_plan


def test_a_move_takes_effect_as_in_the_savings_case() -> None:
    share = [0.0, 1.0, *[1.0] * 20]
    found = in_effect(share)
    assert found[0] == 0
    assert found[1:13] == pytest.approx(monthly(12)[0])
    assert found[13:] == pytest.approx(np.ones(9))


def test_two_moves_add_up() -> None:
    one, other = [0.4] * 18, [0.0] * 5 + [0.6] * 13
    both = in_effect(np.add(one, other))
    assert both == pytest.approx(in_effect(one) + in_effect(other))
    assert in_effect([]) == pytest.approx(np.zeros(0))


def test_the_plan_adds_what_is_not_registered_yet() -> None:
    moved = [0.2, 0.5, 0.5, 0.5]
    planned = [0.3, 0.6, 0.7, 1.0]
    found = with_plan(moved, planned, known=2)
    assert found == pytest.approx([0.2, 0.5, 0.6, 0.9])
    # What is registered beyond the plan holds; nothing moves twice.
    assert with_plan([0.2, 0.5, 0.8, 0.8], planned, known=2)[2:] == pytest.approx(
        [0.8, 0.9]
    )
    assert with_plan([0.8] * 4, planned, known=2)[3] == 1.0
    assert with_plan(moved, planned, known=0) == pytest.approx(moved)
    assert with_plan(moved, planned, known=4) == pytest.approx(moved)
