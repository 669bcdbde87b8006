# SPDX-License-Identifier: EUPL-1.2
import numpy as np
import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.taylor import power_law

ROWS, CELLS = 6, 40


def cells(seed: int):
    rng = np.random.default_rng(seed)
    row = np.repeat(np.arange(ROWS), CELLS)
    return rng, row, np.exp(rng.normal(3, 1.2, len(row)))


@pytest.mark.parametrize("power", [0.3, 1.0, 1.7])
def test_power_and_scales_are_found_again(power: float) -> None:
    """Variances seen are themselves far off: each a square of one stray."""
    found = []
    for seed in range(20):
        rng, row, fit = cells(seed)
        scale = np.arange(1, ROWS + 1)[row]
        seen = scale * fit**power * rng.standard_normal(len(row)) ** 2
        law = power_law(seen, fit, row=row, rows=ROWS)
        found.append(law.power)
        ratio = law.of(row, fit) / (scale * fit**power)
        assert 0.4 < np.exp(np.log(ratio).mean()) < 2.2
    assert np.mean(found) == pytest.approx(power, abs=0.08)


@given(st.integers(0, 10_000))
def test_each_row_keeps_its_sum_of_variances(seed: int) -> None:
    rng, row, fit = cells(seed)
    seen = rng.exponential(size=len(row)) * (row != 2)
    law = power_law(seen, fit, row=row, rows=ROWS)
    kept = np.bincount(row, law.of(row, fit))
    assert np.allclose(kept, np.bincount(row, seen))
    assert kept[2] == 0


def test_what_is_measured_in_is_no_matter() -> None:
    rng, row, fit = cells(5)
    seen = fit * rng.exponential(size=len(row))
    one = power_law(seen, fit, row=row, rows=ROWS)
    other = power_law(seen * 1e8, fit * 1e4, row=row, rows=ROWS)
    assert one.power == pytest.approx(other.power)
    assert np.allclose(other.of(row, fit * 1e4), 1e8 * one.of(row, fit))
