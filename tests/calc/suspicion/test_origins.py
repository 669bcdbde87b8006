# SPDX-License-Identifier: EUPL-1.2
"""One krona that two causes say they saved."""

from datetime import date

from hypothesis import given, strategies as st

from gemensam.calc.suspicion.origins import Overlap, is_covered, two_origins
from gemensam.calc.suspicion.twice import Claim, same_decision

MONTHS = [date(2026, number, 1) for number in range(1, 11)]
PROGRAMME, IMPROVEMENT, PRICE = "programme", "improvement", "price"


def claim(
    key: int,
    a_month: int,
    origin: str,
    *,
    subject: str | None = "F17",
    place: str = "BUN",
    since: int = 0,
    until: int = 10,
) -> Claim:
    return Claim(
        key=key,
        place=place,
        reference=f"KF § {key}",
        decided_ore=12 * a_month,
        begins=MONTHS[since],
        is_permanent=True,
        ore=dict.fromkeys(MONTHS[since:until], a_month),
        origin=origin,
        subject=subject,
    )


def one(*claims: Claim) -> Overlap:
    (found,) = two_origins(claims)
    return found


def test_the_smaller_of_two_origins_is_claimed_twice_in_the_months_of_both() -> None:
    large = claim(2, 900, PROGRAMME, since=3)
    small = claim(1, 400, IMPROVEMENT, until=6)
    found = one(small, large)
    assert found.first == large
    assert found.ore == dict.fromkeys(MONTHS[3:6], 400)
    assert found.claimed == 3 * (900 + 400)
    assert [(rest.key, rest.total) for rest in found.rest] == [(1, 3 * 400)]


def test_three_origins_of_one_krona_count_it_twice_too_often() -> None:
    each = [claim(1, 900, PROGRAMME), claim(2, 400, PRICE), claim(3, 300, IMPROVEMENT)]
    assert sum(one(*each).ore.values()) == 10 * (400 + 300)


def test_what_is_of_one_origin_another_service_place_or_time_is_no_overlap() -> None:
    first = claim(1, 900, PROGRAMME, until=5)
    for other in (
        claim(2, 900, PROGRAMME),
        claim(2, 900, IMPROVEMENT, subject="F18"),
        claim(2, 900, IMPROVEMENT, subject=None),
        claim(2, 900, IMPROVEMENT, place="VON"),
        claim(2, 900, IMPROVEMENT, since=5),
    ):
        assert two_origins([first, other]) == []


def test_as_much_as_was_saved_on_the_service_can_be_claimed_by_both() -> None:
    found = one(claim(1, 900, PROGRAMME, since=8), claim(2, 400, IMPROVEMENT))
    enough = dict.fromkeys(MONTHS[8:], 1300)
    assert is_covered(found, enough)
    assert not is_covered(found, {**enough, MONTHS[9]: 1299})
    assert not is_covered(found, dict.fromkeys(MONTHS[:8], 10**9)), "in other months"


def test_two_named_services_are_two_decisions_though_all_else_is_alike() -> None:
    first, other = claim(1, 900, PROGRAMME), claim(2, 900, PROGRAMME, subject="F18")
    assert same_decision([first, other]) == []
    unnamed = claim(2, 900, PROGRAMME, subject=None)
    assert len(same_decision([first, unnamed])) == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**9),
            st.sampled_from([PROGRAMME, IMPROVEMENT, PRICE]),
            st.integers(0, 9),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_more_is_suspected_than_is_claimed_besides_the_first(
    each: list[tuple[int, str, int]],
) -> None:
    claims = [
        claim(number, ore, origin, since=since)
        for number, (ore, origin, since) in enumerate(each)
    ]
    for found in two_origins(claims):
        again = [one for one, _ore in found.again]
        assert 0 < sum(found.ore.values()) <= sum(one.total for one in again)
        assert all(one.total >= 0 for one in found.rest)
        assert found.first.total >= max(one.total for one in again)
