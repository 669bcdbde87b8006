# SPDX-License-Identifier: EUPL-1.2
"""What comes in turn is told from what comes by chance."""

from collections.abc import Callable

import numpy as np
import pytest

from gemensam.calc.costing.delivered import delivered_in
from gemensam.calc.costing.dispersion import BELIEVED, dispersion
from gemensam.calc.costing.evidence import (
    Asked,
    Catalogue,
    Employment,
    RoundEvidence,
    Uses,
)
from gemensam.calc.costing.frame import Frame

MONTHS = 12


def catalogue(*, standing: bool = False) -> Catalogue:
    """Of one service."""
    return Catalogue(
        services=(1,),
        areas=("hr",),
        minutes=np.ones(1),
        standing=np.array([standing]),
    )


def used(counts: np.ndarray, *, by: int | None = None) -> list[Uses]:
    """`counts` (months, units), delivered by unit `by`."""
    units = range(counts.shape[1])
    return [
        Uses.of((0, 10 + unit, by, float(month[unit])) for unit in units if month[unit])
        for month in counts
    ]


def told(counts: np.ndarray, *, standing: bool = False) -> float:
    (found,) = dispersion(used(counts), catalogue(standing=standing))
    return float(found)


def by_chance(seed: int, units: int = 60) -> np.ndarray:
    rng = np.random.default_rng(seed)
    season = rng.uniform(0.3, 2.0, MONTHS)
    return rng.poisson(season[:, None] * rng.lognormal(0.0, 0.7, units))


def in_turn(seed: int, units: int = 60) -> np.ndarray:
    """As many as by chance, never more than one from where the plan has them."""
    rng = np.random.default_rng(seed)
    season = rng.uniform(0.3, 2.0, MONTHS)
    mean = season[:, None] * rng.lognormal(0.0, 0.7, units)
    total = np.floor(mean.cumsum(axis=0) + rng.random(units))
    return np.diff(total, axis=0, prepend=0)


def test_by_chance_is_taken_for_it_and_in_turn_is_not() -> None:
    chance = [told(by_chance(seed)) for seed in range(40)]
    turn = [told(in_turn(seed)) for seed in range(40)]
    assert np.mean(chance) == pytest.approx(0.92, abs=0.04)  # never told over 1
    assert min(chance) > 0.55
    assert max(turn) < 0.3


def test_of_units_alike_it_is_pearsons() -> None:
    """χ² of a table of halves × units, by hand: each row's expected counts are its sum
    over the units."""
    first = [4, 5, 5, 4, 6, 5, 3, 5]
    halves = np.array([first, [10 - one for one in first]])
    expected = halves.sum(axis=1) / len(first)  # 4.625 and 5.375
    chi2 = sum(
        (halves[half, unit] - expected[half]) ** 2 / expected[half]
        for half in range(2)
        for unit in range(len(first))
    )
    assert chi2 == pytest.approx(2.363, abs=0.001)
    counts = np.zeros((MONTHS, len(first)))
    counts[2], counts[8] = halves
    wanted = (BELIEVED + chi2) / (BELIEVED + len(first) - 1)
    assert told(counts) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("units", [1, 2])
def test_few_units_tell_little(units: int) -> None:
    assert told(in_turn(3, units)) > 0.7


def test_one_unit_that_is_nearly_all_counts_as_few() -> None:
    counts = in_turn(5)
    counts[:, 0] *= 10_000
    assert told(counts) > 0.9


def test_what_tells_nothing_is_taken_for_chance() -> None:
    assert told(in_turn(1)[:0]) == told(in_turn(1)[:1]) == 1.0
    assert told(np.zeros((MONTHS, 3))) == 1.0
    only_later = in_turn(1)
    only_later[: MONTHS // 2] = 0
    assert told(only_later) == 1.0
    assert told(np.tile(np.arange(1, 61), (MONTHS, 1)), standing=True) == 1.0


def test_what_strays_more_than_chance_is_no_more_than_chance() -> None:
    counts = by_chance(2)
    counts[:6, ::2], counts[6:, 1::2] = 0, 0  # half of the units came, half went
    assert told(counts) == 1.0


@pytest.mark.parametrize("made", [by_chance, in_turn])
def test_what_is_delivered_strays_by_so_much(
    made: Callable[[int], np.ndarray],
) -> None:
    counts = made(4)
    units = {10 + unit: 3 for unit in range(counts.shape[1])}
    frame = Frame(
        parents={3: None, 5: 3, **units},
        kinds={3: "administration", 5: "support", **dict.fromkeys(units, "unit")},
        centres={(1, "500"): 5},
        tops={3: 3, 5: 3, **units},
    )
    asked = Asked(
        people=("a",), shares=np.zeros((1, 3)), answered=np.ones(1, dtype=bool)
    )
    jobs = [Employment("a", "HR-specialist", "", 1, "500", 1.0, 1.0)]
    evidence = RoundEvidence(
        asked=asked, employed=jobs, frame=frame, uses=used(counts, by=5)
    )
    chance = delivered_in(evidence, jobs, catalogue()).chance
    assert chance == pytest.approx(np.array([[told(counts) / counts.sum()]]))
