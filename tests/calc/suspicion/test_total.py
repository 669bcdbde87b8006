# SPDX-License-Identifier: EUPL-1.2
"""What is suspected in all: no krona twice, and judged while it weighs the same."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.suspicion.total import Suspected, a_month, still_holds, together

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
EACH = st.lists(
    st.builds(
        Suspected,
        kind=st.sampled_from(["twice", "left"]),
        place=st.sampled_from(["BUN", "VON"]),
        ore=st.dictionaries(st.sampled_from([MAY, JUNE]), st.integers(0, 10**12)),
    ),
    max_size=8,
)


def one(kind: str, place: str, ore: int) -> Suspected:
    return Suspected(kind=kind, place=place, ore={MAY: ore})


def test_two_kinds_of_one_place_are_counted_once() -> None:
    assert together([one("twice", "BUN", 70), one("left", "BUN", 100)]) == 100
    assert together([one("left", "BUN", 70), one("left", "BUN", 100)]) == 170
    assert together([one("left", "BUN", 70), one("twice", "VON", 100)]) == 170


@given(EACH)
def test_it_is_never_more_than_the_sum_nor_less_than_the_heaviest(
    each: list[Suspected],
) -> None:
    sums = [sum(held.ore.values()) for held in each]
    assert max(sums, default=0) <= together(each) <= sum(sums)


def test_more_months_of_the_same_weigh_the_same() -> None:
    assert a_month({MAY: 100}) == a_month({MAY: 100, JUNE: 100}) == 100
    assert still_holds(100, 120)
    assert still_holds(100, 80)
    assert not still_holds(100, 121)
    assert not still_holds(100, 79)
    assert still_holds(0, 0)
    assert not still_holds(0, 1)
