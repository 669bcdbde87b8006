# SPDX-License-Identifier: EUPL-1.2
"""Present value and payback: domain guide, appendix A."""

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.businesscase.cash import capitalised, npv, payback

FLOWS = np.array([-12.0, -6, 4, 9, 11, 13])


def test_the_present_value_of_the_guide() -> None:
    assert round(float(npv(FLOWS, 0.03)), 3) == 15.169
    assert round(float(npv(FLOWS, 0.05)), 3) == 12.924


def test_the_payback_of_the_guide() -> None:
    assert round(float(payback(FLOWS)), 2) == 3.45
    assert round(float(payback(FLOWS, 0.03)), 2) == 3.60


def test_what_is_never_covered_has_no_payback() -> None:
    assert np.isnan(payback(np.array([-5.0, 1, 1])))
    assert payback(np.array([2.0, -1, -3])) == 0


def test_several_rows_at_once() -> None:
    rows = np.stack([FLOWS, -FLOWS, np.array([-10.0, 5, 5, 0, 0, 0])])
    assert [round(one, 2) for one in payback(rows).tolist()] == [3.45, 0, 2]


@given(
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=12),
    st.integers(0, 20),
)
def test_the_present_value_against_decimals(flows: list[int], percent: int) -> None:
    getcontext().prec = 40
    rate = Decimal(percent) / 100
    wanted = sum(Decimal(flow) / (1 + rate) ** t for t, flow in enumerate(flows))
    found = float(npv(np.array(flows, dtype=float), percent / 100))
    assert found == pytest.approx(float(wanted), abs=1e-6)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=8), st.integers(1, 10))
def test_capital_cost_writes_off_all_that_was_spent(
    spent: list[int], years: int
) -> None:
    cost = capitalised(spent, years=years, interest=0.0)
    assert cost.sum() == pytest.approx(sum(spent))
    dearer = capitalised(spent, years=years, interest=0.02)
    assert (dearer >= cost - 1e-9).all()


def test_capital_cost_by_hand() -> None:
    """100 over two years at 10 %: 50 + 10, then 50 + 5."""
    found = capitalised([100, 0, 0, 0], years=2, interest=0.1)
    assert found.tolist() == pytest.approx([0, 60, 55, 0])
