# SPDX-License-Identifier: EUPL-1.2
"""The rough answer: exact where all is known, honest where it is not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from gemensam.calc.costing.titles import Range
from gemensam.calc.rough import (
    ASSUMPTIONS,
    Assumed,
    Centre,
    Person,
    Spread,
    area_of_account,
    match_centres,
    rough,
)
from gemensam.calc.rough.departments import departments

AREAS = ("finance", "hr", "it")


def sure(share: float) -> Range:
    return Range(low=share, likely=share, high=share)


def certain(**changes: Any) -> Assumed:
    """Everything known: the answer is then arithmetic."""
    one = Spread(1, 1, 1)
    known = replace(
        ASSUMPTIONS,
        on_cost=Spread(1.5, 1.5, 1.5),
        level=one,
        area=one,
        inside=one,
        unknown=Spread(0, 0, 0),
        other=one,
        named=one,
        workplace=Spread(0, 0, 0),
        draws=50,
    )
    return replace(known, **changes)


def someone(
    name: str, line: int | None, centre: str = "10", pay: int = 100, fte: float = 1.0
) -> Person:
    return Person(person=name, line=line, centre=centre, pay_ore=pay, fte=fte)


LINES = {
    0: {"finance": sure(1.0)},
    1: {"finance": sure(0.1), "hr": sure(0.3)},
    2: {"finance": sure(0.4), "LED": sure(0.6)},
}
DEPARTMENT = [someone(f"d{n}", 0, "90") for n in range(3)]


def test_the_work_of_titles_is_cost_by_share_and_on_cost() -> None:
    answer = rough([someone("a", 1)], {}, LINES, AREAS, certain())
    assert answer.areas["finance"].likely == pytest.approx(100 * 1.5 * 0.1)
    assert answer.areas["hr"].likely == pytest.approx(100 * 1.5 * 0.3)
    assert answer.total.low == answer.total.high == pytest.approx(60)
    assert answer.unmatched_pay_ore == 100


def test_the_ledger_says_what_people_cost_where_it_is_matched() -> None:
    centre = Centre(code="X", people_ore=160, other_ore=999)
    answer = rough([someone("a", 1)], {"10": centre}, LINES, AREAS, certain())
    assert answer.total.likely == pytest.approx(160 * 0.4)
    assert answer.other_ore == 0  # no department, so its other cost is not support
    assert answer.unmatched_pay_ore == 0


def test_a_ledger_that_cannot_be_the_same_people_is_not_believed() -> None:
    centre = Centre(code="X", people_ore=100_000, other_ore=0)
    answer = rough([someone("a", 1)], {"10": centre}, LINES, AREAS, certain())
    assert answer.total.likely == pytest.approx(60)


def test_a_department_is_known_by_its_people_and_has_its_other_cost() -> None:
    (found,) = departments(DEPARTMENT, LINES, AREAS, ASSUMPTIONS).values()
    assert (found.area, found.parts) == ("finance", {"finance": 1.0})
    assert departments(DEPARTMENT[:1], LINES, AREAS, ASSUMPTIONS) == {}
    centre = Centre(code="90", people_ore=450, other_ore=1000)
    answer = rough(DEPARTMENT, {"90": centre}, LINES, AREAS, certain())
    assert answer.areas["finance"].likely == pytest.approx(450 + 1000)
    assert answer.outside_pct.likely == 0


def test_accounts_that_speak_of_an_area_count_for_it_inside_and_outside() -> None:
    centre = Centre(code="90", people_ore=450, other_ore=1000)
    named = {"90": {"it": 400.0}, "10": {"it": 70.0}}
    answer = rough(DEPARTMENT, {"90": centre}, LINES, AREAS, certain(), named=named)
    assert answer.areas["it"].likely == pytest.approx(70 + 400)
    assert answer.areas["finance"].likely == pytest.approx(1450 - 400)


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Leasing persondatorer", "it"),
        ("Licenser ekonomisystem", "finance"),
        ("Lönesystem, timavlönade", "hr"),
        ("Annonsering vid rekrytering", "hr"),
        ("IT-konsulter", "it"),
        ("Avskrivningar datorer", None),
        ("Löner månadsavlönade", None),
        ("Hyra lokaler", None),
        ("Kapitalkostnader", None),
    ],
)
def test_accounts_are_known_by_their_names(name: str, area: str | None) -> None:
    assert area_of_account(name) == area


def test_leadership_of_support_belongs_to_the_department() -> None:
    people = [*DEPARTMENT, someone("chief", 2, "90")]
    answer = rough(people, {}, LINES, AREAS, certain())
    assert answer.areas["finance"].likely == pytest.approx(4 * 150)
    # Outside a department it follows the areas one works in.
    alone = rough([someone("chief", 2)], {}, LINES, AREAS, certain())
    assert alone.areas["finance"].likely == pytest.approx(150)


def test_other_titles_of_a_department_count_as_its_support() -> None:
    people = [*DEPARTMENT, someone("odd", None, "90")]
    answer = rough(people, {}, LINES, AREAS, certain(inside=Spread(0.5, 0.5, 0.5)))
    assert answer.areas["finance"].likely == pytest.approx(3.5 * 150)


def test_fragmentation_is_work_outside_by_those_who_do_it_little() -> None:
    people = [*DEPARTMENT, someone("a", 1), someone("b", 1, fte=0.5)]
    answer = rough(people, {}, LINES, AREAS, certain())
    work = 3 + 1.5 * 0.4
    assert answer.outside_pct.likely == pytest.approx(100 * 0.6 / work)
    assert answer.fragmentation_pct.likely == pytest.approx(100 * 0.15 / work)
    asked = replace(people[3], shares={"finance": 0.3})
    again = rough([*DEPARTMENT, asked], {}, LINES, AREAS, certain())
    assert again.fragmentation_pct.likely == 0
    assert again.outside_pct.likely == pytest.approx(100 * 0.3 / 3.3)


def test_the_widest_unknown_comes_first_and_alone_makes_its_width() -> None:
    lines = {0: {"finance": Range(low=0.0, likely=0.5, high=1.0)}, 1: {"hr": sure(0.5)}}
    people = [someone("a", 0, pay=1000), someone("b", 1, pay=1000)]
    answer = rough(people, {}, lines, AREAS, certain())
    assert [(one.what, one.line) for one in answer.narrowing] == [("line", 0)]
    assert answer.narrowing[0].width_ore == pytest.approx(answer.total.width)
    assert answer.narrowing[0].people == 1


def test_the_same_seed_gives_the_same_answer() -> None:
    people = [*DEPARTMENT, someone("a", 1), someone("b", None)]
    lines = {**LINES, 1: {"finance": Range(low=0.05, likely=0.1, high=0.3)}}
    first = rough(people, {}, lines, AREAS, ASSUMPTIONS)
    assert rough(people, {}, lines, AREAS, ASSUMPTIONS) == first
    assert rough(people, {}, lines, AREAS, replace(ASSUMPTIONS, seed=2)) != first


@given(
    pays=st.lists(st.integers(1, 10**8), min_size=1, max_size=12),
    lines=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=12, max_size=12),
    centres=st.lists(st.sampled_from(["90", "91", "92"]), min_size=12, max_size=12),
)
def test_support_never_costs_more_than_all_people(
    pays: list[int], lines: list[int | None], centres: list[str]
) -> None:
    people = [
        someone(str(at), lines[at], centres[at], pay) for at, pay in enumerate(pays)
    ]
    answer = rough(people, {}, LINES, AREAS, certain())
    total = sum(one.likely for one in answer.areas.values())
    assert total == pytest.approx(answer.total.likely)
    assert answer.total.likely <= sum(pays) * 1.5 * (1 + 1e-9)
    assert 0 <= answer.fragmentation_pct.likely <= answer.outside_pct.likely + 1e-9


# ------------------------------------------------------------------ matching


def test_cost_centres_are_matched_as_people_would() -> None:
    ledger = {
        "11000": "Ekonomi",
        "220": "Skolan",
        "33-10": "Hamnen",
        "44": "Två",
        "45": "Två",
    }
    roster = {
        "11000": [""],
        "0220": [""],
        "3310 Hamn": [""],
        "Hamnen": [""],
        "X1": ["Skolan"],
        "Två": [""],
        "999": [""],
    }
    found = match_centres(roster, ledger)
    assert found.pairs == {
        "11000": "11000",
        "0220": "220",
        "3310 Hamn": "33-10",
        "Hamnen": "33-10",
        "X1": "220",
    }
    assert found.only_roster == {"Två", "999"}  # two centres have that name
    assert found.only_ledger == {"44", "45"}
