# SPDX-License-Identifier: EUPL-1.2
"""Cost that stayed where the work moved away."""

from dataclasses import replace
from datetime import date

from hypothesis import assume, example, given, strategies as st

from gemensam.calc.suspicion.left import Provided, left

MONTHS = [date(2026, number, 1) for number in range(1, 11)]


def place(moved: list[int], after: list[int], *, before: int = 1000) -> Provided:
    return Provided(
        place="SBF-EK",
        before=dict.fromkeys(MONTHS, before),
        moved=dict(zip(MONTHS, moved, strict=True)),
        after=dict(zip(MONTHS, after, strict=True)),
        since=next((m for m, ore in zip(MONTHS, moved, strict=True) if ore), None),
    )


def test_a_department_that_keeps_everybody_is_named_with_what_was_to_go() -> None:
    found = left(place([0] * 4 + [800] * 6, [1000] * 10))
    assert found is not None
    assert found.ore == dict.fromkeys(MONTHS[4:], 800)


def test_one_that_shrank_as_it_should_is_not() -> None:
    assert left(place([0] * 4 + [800] * 6, [1000] * 4 + [200] * 6)) is None


def test_what_is_gone_by_the_last_month_has_not_stayed() -> None:
    after = [1000] * 9 + [200]
    assert left(place([0] * 4 + [800] * 6, after)) is None


def test_what_a_place_never_bought_before_is_found_once_the_centre_delivers() -> None:
    new = place([0] * 10, [0] * 6 + [500] * 4, before=0)
    assert left(new) is None, "nothing of its has moved"
    found = left(replace(new, since=MONTHS[5]))
    assert found is not None
    assert found.ore == dict.fromkeys(MONTHS[6:], 500)


def test_what_the_survey_cannot_tell_is_no_suspicion() -> None:
    """Draws of the months belong together: they do not cancel out."""
    held = place([0] * 4 + [800] * 6, [1000] * 4 + [500] * 6)
    assert left(held) is not None
    sure = {month: [30.0, -30.0] for month in MONTHS}
    assert left(replace(held, doubt=sure)) is not None
    unsure = {month: [110.0, -110.0] for month in MONTHS}
    assert left(replace(held, doubt=unsure)) is None


def test_three_months_are_needed() -> None:
    assert left(place([0] * 8 + [800] * 2, [1000] * 10)) is None
    assert left(place([0] * 7 + [800] * 3, [1000] * 10)) is not None


def test_a_tenth_of_what_moved_is_no_suspicion() -> None:
    assert left(place([0] * 4 + [800] * 6, [1000] * 4 + [280] * 6)) is None
    assert left(place([0] * 4 + [800] * 6, [1000] * 4 + [281] * 6)) is not None


def test_what_months_differ_by_themselves_is_no_suspicion() -> None:
    uneven = [1000] * 4 + [300, 900, 220, 700, 240, 900]
    assert left(place([0] * 4 + [800] * 6, uneven)) is None


@given(
    st.lists(st.integers(0, 1000), min_size=10, max_size=10),
    st.lists(st.integers(900, 1100), min_size=10, max_size=10),
)
@example(  # 1 083 öre against 1 082.6
    [0, 0, 0, 0, 0, 0, 0, 165, 241, 592], [900] * 7 + [1031, 980, 1074]
)
def test_what_stayed_is_what_it_costs_less_what_it_ought_to(
    moved: list[int], after: list[int]
) -> None:
    held = place(moved, after)
    found = left(held)
    assume(found is not None)
    assert found is not None
    run = sorted(found.ore)
    assert run == MONTHS[-len(run) :]
    for month in run:
        assert found.ore[month] == held.after[month] - held.expected(month) > 0
    assert sum(found.ore.values()) > found.noise
