# SPDX-License-Identifier: EUPL-1.2
"""From the baseline to the target: nothing is lost on the way."""

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.calc.businesscase.cases import EVERY, case, cell

from gemensam.calc.businesscase.levers import ORDER
from gemensam.calc.businesscase.model import Cell
from gemensam.calc.businesscase.plain import at_likely
from gemensam.calc.businesscase.ramp import end_of_year
from gemensam.calc.businesscase.waterfall import Index, together, waterfall

money = st.integers(0, 10**12)
amounts = st.lists(
    st.tuples(money, money, st.sampled_from("xyz")), min_size=1, max_size=6
)
VALUES: dict[str, Any] = {
    **{str(lever): 0.01 * (place + 3) for place, lever in enumerate(ORDER)},
    "cashed": 0.9, "running": 0.012, "efficiency": 0.04, "dip": 0.15, "delay": 1.3,
}  # fmt: skip


def cells(told: list[tuple[int, int, str]]) -> list[Cell]:
    return [
        cell(
            area=area,
            labour=labour,
            other=other,
            effects=EVERY,
            waves=(0.3, 0.7),
            vat=0.4,
        )
        for labour, other, area in told
    ]


@settings(max_examples=40)
@given(amounts, st.integers(1, 5))
def test_every_ore_is_accounted_for_in_every_part(
    told: list[tuple[int, int, str]], year: int
) -> None:
    one = case(*cells(told), values=VALUES, starts=(0, 4))
    parts = waterfall(one, end_of_year(year), by=lambda cell: cell.area)
    whole = together(list(parts.values()))
    alone = waterfall(one, end_of_year(year), by=lambda _cell: "")[""]
    assert whole == alone
    assert whole.baseline == sum(labour + other for labour, other, _ in told)
    assert whole.target == whole.baseline + sum(whole.steps.values())


def test_the_target_is_the_models() -> None:
    """Less what VAT adds, which the model keeps apart, within an öre a cell."""
    one = case(
        *cells([(90_000_00, 12_345_67, "x"), (8, 1, "y")]), values=VALUES, starts=(0, 4)
    )
    for year, place in zip((1, 2, 3, 4, 5), one.pace_windows, strict=True):
        whole = waterfall(one, end_of_year(year), by=lambda _cell: "")[""]
        share = float(
            at_likely(one, lambda cell: cell.area).pace[0, place - one.years - 1]
        )
        left = whole.target - whole.steps["vat"]
        assert left == pytest.approx(one.ore * (1 - share), abs=2)


def test_wages_and_prices_lift_the_level_first() -> None:
    one = case(cell())
    told = waterfall(
        one, end_of_year(1), by=lambda _cell: "", index=Index(wage=1.03, price=1.02)
    )[""]
    assert told.steps["index"] == round(0.03 * 80_000_00 + 0.02 * 20_000_00)
    assert told.target == round(0.9 * (1.03 * 80_000_00 + 1.02 * 20_000_00))
