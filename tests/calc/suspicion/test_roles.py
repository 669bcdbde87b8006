# SPDX-License-Identifier: EUPL-1.2
"""Support posts that came in the units."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.suspicion.roles import FEWEST, FULL, Held, grown

MONTHS = [date(2026, number, 1) for number in range(1, 11)]


def place(
    new: int, *, since: int = 6, extent: int = 500, name: str = "BUN"
) -> dict[date, Held]:
    """So many new persons of half a support post each, from a month on."""
    old = {f"{name}-{number}": 800 for number in range(10)}
    more = {f"{name}-new-{number}": extent for number in range(new)}
    return {
        month: Held(before=old, now={**old, **more} if number >= since else old)
        for number, month in enumerate(MONTHS)
    }


def test_five_new_are_named_with_what_they_are_together() -> None:
    (one,) = grown({"BUN": place(5)})
    assert (one.places, one.people) == (("BUN",), 5)
    assert one.extent == dict.fromkeys(MONTHS[6:], 2500)


def test_fewer_than_five_are_never_told_alone() -> None:
    assert grown({"BUN": place(4, extent=1000)}) == []


def test_fewer_than_five_are_told_together_with_others() -> None:
    held = {"BUN": place(4), "VON": place(3, name="VON"), "KFN": place(0, name="KFN")}
    (one,) = grown(held)
    assert (one.places, one.people) == (("BUN", "VON"), 7)
    assert set(one.extent.values()) == {3500}


def test_less_than_a_whole_post_is_a_fragment() -> None:
    assert grown({"BUN": place(5, extent=199)}) == []
    assert grown({"BUN": place(5, extent=200)}) != []


def test_three_months_are_needed() -> None:
    assert grown({"BUN": place(5, since=8)}) == []
    assert grown({"BUN": place(5, since=7)}) != []


def test_who_takes_another_post_than_one_that_ended_is_not_growth() -> None:
    before = {f"old-{number}": 800 for number in range(6)}
    now = {f"new-{number}": 800 for number in range(6)}
    held = {month: Held(before=before, now=now) for month in MONTHS}
    assert grown({"BUN": held}) == []


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 9), min_size=1),
    st.integers(1, FULL),
)
def test_nothing_is_told_of_fewer_than_five_and_nothing_twice(
    new: dict[str, int], extent: int
) -> None:
    found = grown(
        {name: place(count, extent=extent, name=name) for name, count in new.items()}
    )
    assert all(one.people >= FEWEST for one in found)
    told = [name for one in found for name in one.places]
    assert len(told) == len(set(told))
    for one in found:
        assert set(one.extent.values()) == {
            extent * sum(new[str(name)] for name in one.places)
        }
