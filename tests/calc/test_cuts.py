# SPDX-License-Identifier: EUPL-1.2
"""Which decisions a lower budget shows: each cut one, or several that are one together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, strategies as st

from gemensam.calc.cuts import Cut, Decision, shown

MONTHS = [date(2026, month, 1) for month in (7, 10, 11)]
JULY, OCTOBER, NOVEMBER = MONTHS
BUDGETS = st.lists(  # of each file: öre in the months from July, October and November
    st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=6
)
DECIDED = st.lists(
    st.tuples(
        st.sampled_from(MONTHS),
        st.sampled_from([1, 2, 3, 3, 4, -1, -3]),
        st.booleans(),
    ),
    max_size=7,
)


def decisions(*told: tuple[date, int] | tuple[date, int, bool]) -> list[Decision]:
    return [
        Decision(key=key, month=month, ore=ore, is_confirmed=bool(confirmed))
        for key, (month, ore, *confirmed) in enumerate(told)
    ]


def cuts_of(budgets: Sequence[Sequence[int]]) -> list[Cut]:
    """As files tell them: from each month on to the year's end."""
    sums = [[sum(one[place:]) for place in range(len(MONTHS))] for one in budgets]
    return [
        {
            month: was - now
            for month, was, now in zip(MONTHS, before, after, strict=True)
            if was != now
        }
        for before, after in pairwise(sums)
    ]


def booked(told: Sequence[Decision], cuts: Sequence[Cut]) -> set[int]:
    return {one.key for one in told if one.is_confirmed} | shown(told, cuts).keys()


# ---------------------------------------------------------------------- by examples


def test_one_cut_shows_one_decision_the_oldest() -> None:
    told = decisions((JULY, 600), (JULY, 600))
    assert shown(told, [{JULY: 600}]) == {0: 0}
    assert shown(told, [{JULY: 600}, {JULY: 600}]) == {0: 0, 1: 1}


def test_what_is_confirmed_by_hand_takes_its_cut_first() -> None:
    told = decisions((JULY, 600), (JULY, 600, True))
    assert shown(told, [{JULY: 600}]) == {1: 0}
    assert shown(decisions((JULY, 600, True), (JULY, 600)), [{JULY: 600}]) == {0: 0}


def test_a_confirmed_one_of_another_size_leaves_the_cut_alone() -> None:
    assert shown(decisions((JULY, 900, True), (JULY, 600)), [{JULY: 600}]) == {1: 0}


def test_one_cut_from_november_is_not_that_of_october_as_well() -> None:
    cut = {OCTOBER: 500, NOVEMBER: 500}
    told = decisions((OCTOBER, 500), (NOVEMBER, 500))
    assert shown(told, [cut]) == {0: 0}
    assert shown(decisions((OCTOBER, 500), (NOVEMBER, 500, True)), [cut]) == {1: 0}
    assert shown(decisions((OCTOBER, 500, True), (NOVEMBER, 500)), [cut]) == {0: 0}


def test_who_can_have_another_cut_makes_room() -> None:
    told = decisions((OCTOBER, 500), (NOVEMBER, 500))
    both = [{OCTOBER: 500, NOVEMBER: 500}, {OCTOBER: 500}]
    assert shown(told, both) == {0: 1, 1: 0}


def test_a_larger_or_smaller_cut_shows_nothing() -> None:
    assert shown(decisions((JULY, 600)), [{JULY: 601}, {JULY: 599}]) == {}


def test_several_that_are_one_cut_together_are_shown_also_after_another_came() -> None:
    told = decisions((JULY, 600), (JULY, 300), (JULY, 50))
    assert shown(told, [{JULY: 900}]) == {0: 0, 1: 0}
    first = [{JULY: 600}, {JULY: 350}]
    assert shown(told, first) == {0: 0, 1: 1, 2: 1}, "the first has one of its own"
    full = decisions((JULY, 600), (JULY, 300), (JULY, 900))
    assert shown(full, [{JULY: 900}]) == {0: 0, 1: 0}, "and the cut is theirs"
    known = decisions((JULY, 600, True), (JULY, 300))
    assert shown(known, [{JULY: 900}]) == {0: 0, 1: 0}, "one of them by hand as well"


def test_a_cut_that_a_later_file_gives_back_is_gone() -> None:
    told = decisions((JULY, 600), (JULY, 600))
    gone = [{JULY: 600}, {JULY: -600}]
    assert shown(told, gone) == {}
    assert shown(told, [*gone, {JULY: 600}]) == {0: 2}, "the same krona, once"
    assert shown(told, [{JULY: 600}, {JULY: -599}]) == {0: 0}, "more, of another kind"


def test_what_a_decision_takes_back_leaves_the_first_shown() -> None:
    told = decisions((JULY, 600), (JULY, -600))
    assert shown(told, [{JULY: 600}, {JULY: -600}]) == {0: 0, 1: 1}
    told = decisions((JULY, 600), (OCTOBER, -300))
    later = {JULY: -300, OCTOBER: -300}
    assert shown(told, [{JULY: 600, OCTOBER: 300}, later]) == {0: 0, 1: 1}


# --------------------------------------------------------------------- whatever comes


@given(DECIDED, BUDGETS)
def test_what_a_file_shows_is_never_more_than_its_cut(
    told: list[tuple[date, int, bool]], budgets: list[list[int]]
) -> None:
    given_, cuts = decisions(*told), cuts_of(budgets)
    by_file: dict[int, list[Decision]] = defaultdict(list)
    for key, place in shown(given_, cuts).items():
        by_file[place].append(given_[key])
    for place, those in by_file.items():
        (month,) = {one.month for one in those}
        assert sum(one.ore for one in those) == cuts[place][month]


@given(DECIDED, BUDGETS, st.data())
def test_to_confirm_one_never_books_another(
    told: list[tuple[date, int, bool]], budgets: list[list[int]], data: st.DataObject
) -> None:
    given_, cuts = decisions(*told, (JULY, 3)), cuts_of(budgets)
    one = data.draw(st.sampled_from(given_))
    after = [replace(it, is_confirmed=True) if it is one else it for it in given_]
    assert booked(after, cuts) <= booked(given_, cuts) | {one.key}
    assert len(shown(after, cuts)) == len(shown(given_, cuts))


@given(DECIDED, BUDGETS, st.sampled_from(MONTHS), st.integers(1, 4), st.booleans())
def test_another_decision_books_no_earlier_one_but_what_it_is_one_cut_with(
    told: list[tuple[date, int, bool]],
    budgets: list[list[int]],
    month: date,
    ore: int,
    confirmed: bool,
) -> None:
    before, cuts = decisions(*told), cuts_of(budgets)
    after = decisions(*told, (month, ore, confirmed))
    one, places = after[-1], shown(after, cuts)
    place = places.get(one.key)
    those = {key for key, at in places.items() if at == place is not None}
    if len(those) < 2:
        assert booked(after, cuts) <= booked(before, cuts) | {one.key}
    else:
        assert sum(after[key].ore for key in those) == cuts[place or 0][month]
