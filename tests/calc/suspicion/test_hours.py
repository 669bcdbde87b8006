# SPDX-License-Identifier: EUPL-1.2
"""Time that the units' own people still give to what has moved."""

from gemensam.calc.suspicion.hours import Asked, hours_stayed


def asked(now: int, *, people: int, before: int = 0, first: int = 0) -> Asked:
    """`now` and `before` each, of so many people."""
    each = [f"p{first + number}" for number in range(people)]
    return Asked(before=dict.fromkeys(each, before), now=dict.fromkeys(each, now))


def test_a_whole_post_of_five_people_is_told() -> None:
    (found,) = hours_stayed({"BUN": asked(200, people=5, before=300)})
    assert (found.places, found.people) == (("BUN",), 5)
    assert (found.before, found.now) == (1500, 1000)
    assert hours_stayed({"BUN": asked(199, people=5, before=300)}) == []


def test_a_tenth_of_what_there_was_is_what_a_move_leaves() -> None:
    assert hours_stayed({"BUN": asked(200, people=5, before=2000)}) == []
    assert len(hours_stayed({"BUN": asked(201, people=5, before=2000)})) == 1
    assert len(hours_stayed({"BUN": asked(200, people=5)})) == 1, "nothing before"


def test_fewer_than_five_are_told_with_others_or_not_at_all() -> None:
    few, more = asked(400, people=3), asked(400, people=2, first=10)
    assert hours_stayed({"BUN": few}) == []
    (found,) = hours_stayed({"BUN": few, "VON": more, "KUN": asked(0, people=9)})
    assert (found.places, found.people, found.now) == (("BUN", "VON"), 5, 2000)


def test_who_does_the_work_no_more_is_nobody_behind_it() -> None:
    gone = asked(0, people=4, before=500, first=10)
    still = asked(400, people=4, before=500)
    both = Asked(before={**gone.before, **still.before}, now={**gone.now, **still.now})
    assert hours_stayed({"BUN": both}) == []
