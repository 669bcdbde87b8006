# SPDX-License-Identifier: EUPL-1.2
"""Cost that was merely moved to another coding."""

import numpy as np
from hypothesis import given, strategies as st
from numpy.typing import NDArray

from gemensam.calc.suspicion.moved import Coding, moves

COUNT, AT = 22, 16
INDEX = [1.03] * COUNT
FLAT = np.full(COUNT, 1000.0)


def coding(key: str, ore: NDArray[np.float64], *where: str) -> Coding:
    return Coding(key=key, ore=ore, where=frozenset(where or {key}))


def step(before: float, after: float, at: int = AT) -> NDArray[np.float64]:
    return np.where(np.arange(COUNT) < at, before, after)


def found(
    support: Coding, *other: Coding, reorganised: set[tuple[str, int]] | None = None
) -> list[str]:
    held = moves(
        [support], other, first=12, index=INDEX, reorganised=reorganised or set()
    )
    return [str(one.other.key) for one in held]


SUPPORT = coding("lön", step(1000, 0))


def test_what_appears_elsewhere_in_the_same_month_is_found_with_its_kronor() -> None:
    other = coding("projekt", step(0, 980))
    (one,) = moves([SUPPORT], [other], first=12, index=INDEX)
    assert (one.at, one.ore) == (AT, (980,) * (COUNT - AT))


def test_a_fall_without_a_rise_is_a_saving() -> None:
    assert found(SUPPORT, coding("hyra", FLAT)) == []


def test_a_rise_of_another_size_or_month_is_another_matter() -> None:
    assert found(SUPPORT, coding("litet", step(0, 890))) == []
    assert found(SUPPORT, coding("stort", step(0, 1110))) == []
    assert found(SUPPORT, coding("senare", step(0, 1000, AT + 2))) == []


def test_what_wages_rose_by_is_no_rise() -> None:
    """At 12 360 before in today's prices a rise of 1 000 is less than a tenth."""
    assert found(SUPPORT, coding("lärarlöner", step(12_000, 13_360))) == []
    assert found(SUPPORT, coding("vikarier", step(5_000, 6_150))) == ["vikarier"]


def test_prices_that_rise_after_the_change_do_not_make_a_rise_of_it() -> None:
    """An income that fell by less than a tenth, and a new year after the change."""
    income = coding("avgifter", step(-12_000, -11_500))
    support = coding("lön", step(1580, 0))
    index = [1.03] * (COUNT - 2) + [1.09] * 2
    assert moves([support], [income], first=12, index=index) == []
    assert moves([support], [income], first=12, index=[1.09] * COUNT), "it could be"
    ore = step(-12_000, -10_500)
    ore[-1] = -12_800  # worse than before at the prices of the change
    support = coding("lön", step(1477, 0))
    assert moves([support], [coding("hyror", ore)], first=12, index=index) == []
    better = np.where(ore < -12_500, -12_300, ore)
    assert moves([support], [coding("hyror", better)], first=12, index=index)


def test_what_is_lost_in_the_noise_is_not_found() -> None:
    noisy = np.where(np.arange(COUNT) % 2, 0.0, 3000.0) + step(0, 1000)
    assert found(SUPPORT, coding("inköp", noisy)) == []


def test_a_reorganisation_of_either_in_that_month_explains_it() -> None:
    support = coding("lön", step(1000, 0), "IT", "BUF")
    other = coding("projekt", step(0, 1000), "Gatan", "SBF")
    assert found(support, other) == ["projekt"]
    for unit in ("IT", "Gatan"):
        assert found(support, other, reorganised={(unit, AT)}) == []
    assert found(support, other, reorganised={("IT", AT - 5)}) == ["projekt"]
    assert found(support, other, reorganised={("Badet", AT)}) == ["projekt"]


def test_no_coding_is_in_two_pairs() -> None:
    twin = coding("pension", step(990, 0))
    other = coding("projekt", step(0, 1000))
    held = moves([SUPPORT, twin], [other], first=12, index=INDEX)
    assert [one.support.key for one in held] == ["lön"]


@given(
    st.integers(12, COUNT - 3),
    st.floats(0, 0.05),
    st.integers(0, 2**32 - 1),
    st.floats(1e4, 1e9),
)
def test_what_moved_is_found_whenever_it_is_clear_of_the_noise(
    at: int, noise: float, seed: int, size: float
) -> None:
    rng = np.random.default_rng(seed)
    ore = size * rng.uniform(1 - noise, 1 + noise, COUNT)
    late = np.arange(COUNT) >= at
    held = moves(
        [coding("lön", np.where(late, 0, ore))],
        [coding("projekt", np.where(late, ore, 0))],
        first=12,
        index=INDEX,
    )
    assert len(held) == 1
    assert held[0].at == at
    assert sum(held[0].ore) == sum(round(float(one)) for one in ore[at:])
