# SPDX-License-Identifier: EUPL-1.2
"""A krona that two say they saved."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.suspicion.twice import (
    Claim,
    Cut,
    beyond_delivered,
    price_without_cost,
    same_decision,
)

MONTHS = [date(2026, number, 1) for number in range(1, 11)]
ORE = st.integers(min_value=0, max_value=10**10)


def claim(
    key: int, ore: int, *, reference: str = "", begins: date = MONTHS[0]
) -> Claim:
    held = {month: ore // 12 for month in MONTHS if month >= begins}
    return Claim(
        key=key,
        place="BUN",
        reference=reference or f"KF § {key}",
        decided_ore=ore,
        begins=begins,
        is_permanent=True,
        ore=held,
    )


def test_the_same_decision_written_otherwise_is_the_same() -> None:
    first = claim(1, 1200, reference="KF § 41/2026")
    again = claim(3, 1200, reference="kf §41 / 2026", begins=MONTHS[4])
    other = claim(2, 1200, reference="KF § 42/2026", begins=MONTHS[2])
    (found,) = same_decision([again, other, first])
    assert (found.first, found.again) == (first, (again,))
    assert sum(found.ore.values()) == 6 * 100


def test_other_kronor_another_place_or_once_are_other_decisions() -> None:
    first = claim(1, 1200, reference="KF § 41")
    more = claim(2, 2400, reference="KF § 41")
    assert same_decision([first, more]) == []


@given(st.lists(ORE, min_size=1, max_size=6), st.lists(ORE, min_size=10, max_size=10))
def test_what_is_beyond_is_what_is_claimed_less_what_was_saved(
    claimed: list[int], saved: list[int]
) -> None:
    claims = [claim(number, ore) for number, ore in enumerate(claimed)]
    delivered = dict(zip(MONTHS, saved, strict=True))
    found = beyond_delivered("BUN", claims, delivered)
    total = sum(one.total for one in claims)
    if found is None:
        return
    beyond = total - sum(saved)
    assert sum(found.ore.values()) == beyond > found.noise
    assert sum(one.beyond for one in found.claims) == beyond
    assert sum(one.ore for one in found.claims) == sum(saved)
    bare = [one.beyond for one in found.claims]
    after_first = bare[next(i for i, one in enumerate(bare) if one) :]
    covered = [one.ore for one in found.claims][len(bare) - len(after_first) + 1 :]
    assert not any(covered), "what came first is covered first"


@given(st.lists(ORE, min_size=1, max_size=6))
def test_no_more_than_was_saved_is_never_suspected(claimed: list[int]) -> None:
    claims = [claim(number, ore) for number, ore in enumerate(claimed)]
    a_month = sum(ore // 12 for ore in claimed)
    assert beyond_delivered("BUN", claims, dict.fromkeys(MONTHS, a_month)) is None


def test_what_months_differ_by_themselves_is_no_suspicion() -> None:
    saved = [100, 900, 200, 800, 100, 900, 200, 800, 100, 900]
    delivered = dict(zip(MONTHS, saved, strict=True))
    assert beyond_delivered("BUN", [claim(1, 600 * 12)], delivered) is None
    assert beyond_delivered("BUN", [claim(1, 6000 * 12)], delivered) is not None
    steady = dict.fromkeys(MONTHS, 500)
    assert beyond_delivered("BUN", [claim(1, 600 * 12)], steady) is not None


def test_before_noise_is_known_nothing_is_said() -> None:
    two = dict.fromkeys(MONTHS[:2], 0)
    assert beyond_delivered("BUN", [claim(1, 10**9)], two) is None


def cut(now: int) -> Cut:
    volume = dict.fromkeys(MONTHS[5:], 100.0)
    return Cut(place="BUN", begins=MONTHS[5], was=1000, now=now, volume=volume)


def test_a_price_that_follows_the_cost_is_no_suspicion() -> None:
    cost = {month: 1000.0 if month < MONTHS[5] else 800.0 for month in MONTHS}
    assert price_without_cost(cut(800), cost) is None


def test_a_price_that_fell_further_than_the_cost_is() -> None:
    cost = {month: 1000.0 if month < MONTHS[5] else 990.0 for month in MONTHS}
    found = price_without_cost(cut(800), cost)
    assert found is not None
    assert (found.taken_off, found.fell) == (200 * 500, 10 * 500)
    assert sum(found.ore.values()) == 190 * 500
    assert price_without_cost(cut(989), cost) is None
