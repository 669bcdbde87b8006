# SPDX-License-Identifier: EUPL-1.2
"""The position list: by department and title group, down to five persons and no fewer."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.test import Client

import pytest

import gemensam.benefits.views.positions as views
from gemensam.benefits.enums import PostChange
from gemensam.benefits.queries.realised.made import Realised, realised
from gemensam.benefits.queries.realised.positions import Line, Positions, positions
from gemensam.benefits.queries.realised.posts import Change, Listed, Post
from gemensam.costing.enums import EmploymentForm
from gemensam.costing.models import StaffRow
from gemensam.group.models import Unit

SignIn = Callable[..., Client]
FILE = "/resultat/hemtaget/tjanster/fil/"
DEPARTMENT = "VOF-EK"  # enough others left its authority to be told together


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def told() -> Positions:
    made = now()
    return positions(made.posts, made.months[-1])


def left(unit: Unit, count: int, title: str, *, extent: Decimal = Decimal(1)) -> None:
    """Posts that were there all the year before, and are there no more."""
    employed(unit, count, title, year=now().months[-1].year - 1, extent=extent)


def employed(
    unit: Unit, count: int, title: str, *, year: int, extent: Decimal = Decimal(1)
) -> None:
    other = StaffRow.objects.filter(
        year=year, superseded_at=None, unit__isnull=False
    ).order_by("pk")[0]
    for number in range(count):
        StaffRow.objects.create(
            from_import=other.from_import,
            year=year,
            pseudonym=f"{title[-10:]}-{number}",
            form=EmploymentForm.MONTHLY,
            title=title,
            extent=extent,
            monthly_ore=32_000_00,
            hr_code=other.hr_code,
            unit=unit,
            cost_centre=other.cost_centre,
            legal_entity_id=other.legal_entity_id,
            employed_from=date(year, 1, 1),
        )


def lines_of(change: PostChange, department: Unit) -> list[Line]:
    return [
        one
        for one in told().lines
        if (one.change, one.department) == (change, department)
    ]


@pytest.mark.usefixtures("lindby")
def test_the_lines_add_up_to_what_is_gone() -> None:
    made, found = now(), told()
    held = made.posts.by_authority.values()
    assert found.ended == sum(one.ended for one in held) > 0
    assert found.filled == sum(one.filled for one in held) + made.posts.shared > 0
    for change, whole in (("ended", found.ended), ("filled", found.filled)):
        each = [one.extent for one in found.lines if one.change == change]
        assert sum(each) == whole
    assert found.net == sum(one.net for one in held) == found.ended - found.filled


@pytest.mark.usefixtures("lindby")
def test_nothing_is_told_of_fewer_than_five_and_nobody_is_told_twice() -> None:
    found = told()
    assert all(one.people >= 5 for one in found.lines)
    for change in PostChange:
        told_of = sum(one.people for one in found.lines if one.change == change)
        ended = change == PostChange.ENDED
        of = [one for one in now().posts.changes if one.has_ended is ended]
        assert told_of == len({one.post.person for one in of})


@pytest.mark.usefixtures("lindby")
def test_five_who_left_a_department_are_told_with_their_titles() -> None:
    unit, before = Unit.objects.get(code=DEPARTMENT), told()
    left(unit, 3, "Växeltelefonist", extent=Decimal("0.5"))
    left(unit, 2, "Telefonist")
    (one,) = lines_of(PostChange.ENDED, unit)
    assert one.titles == "Växeltelefonist", "the commonest of the group"
    assert one.authority == unit.authority
    assert (one.extent, one.people) == (3 * 500 + 2 * 1000, 5)
    after = told()
    assert before.ended is not None
    assert after.ended == before.ended + 3500


@pytest.mark.usefixtures("lindby")
def test_four_who_left_a_department_are_told_with_others() -> None:
    unit = Unit.objects.get(code=DEPARTMENT)
    left(unit, 4, "Växeltelefonist")
    assert lines_of(PostChange.ENDED, unit) == []
    (of,) = [
        one
        for one in told().lines
        if (one.change, one.authority) == (PostChange.ENDED, unit.authority)
    ]
    assert (of.department, of.titles) == (None, None)
    assert of.people >= 5


@pytest.mark.usefixtures("lindby")
def test_posts_that_are_filled_again_are_told_where_they_are() -> None:
    unit = Unit.objects.get(code="BUF-IT")
    employed(unit, 6, "IT-tekniker", year=now().months[-1].year)
    (one,) = lines_of(PostChange.FILLED, unit)
    assert (one.titles, one.extent, one.people) == ("IT-tekniker", 6000, 6)
    assert lines_of(PostChange.ENDED, unit) == []


def listed(*changes: tuple[bool, int, str]) -> Listed:
    """Of one authority, a department each: ended or not, its number, the person."""
    each = [
        Change(ended, 1000, Post(person, 1000, False, unit, "Ekonom", ""), 1)
        for ended, unit, person in changes
    ]
    return Listed(by_authority={}, shared=0, cost=1, changes=each)


@pytest.mark.usefixtures("lindby")
def test_fewer_than_five_in_all_are_not_told_nor_what_would_give_them_away() -> None:
    many = [(True, 1, f"ended-{one}") for one in range(6)]
    few = [(False, 1, f"filled-{one}") for one in range(4)]
    found = positions(listed(*many, *few), date(2026, 10, 1))
    assert (found.ended, found.filled, found.net) == (6000, None, None)
    assert [(one.change, one.people) for one in found.lines] == [("ended", 6)]
    none = positions(listed(), date(2026, 10, 1))
    assert (none.ended, none.filled, none.net, none.lines) == (0, 0, 0, [])


def test_the_page_has_the_list_and_the_file_has_the_same(as_someone: SignIn) -> None:
    unit, client = Unit.objects.get(code=DEPARTMENT), as_someone("STEERING")
    left(unit, 5, "Växeltelefonist")
    found = told()
    assert found.ended is not None
    assert found.filled is not None
    page = client.get("/resultat/hemtaget/")
    posts = page.context["posts"]
    assert [line for line, _full in posts["lines"]] == found.lines
    assert (posts["ended"], posts["filled"]) == (
        found.ended / 1000,
        found.filled / 1000,
    )
    assert posts["net"] == (found.ended - found.filled) / 1000
    section = page.text.partition('id="posts"')[2].partition("</section>")[0]
    assert section.count("<tr>") == 1 + len(found.lines)
    assert f'<td data-label="Avdelning">{unit}</td>' in section
    assert FILE in section
    answer = client.get(FILE)
    assert f"tjanstelista-{found.month:%Y-%m}.csv" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == len(found.lines)
    sums = {
        what: sum(
            Decimal(row["Heltidstjänster"].replace(",", "."))
            for row in rows
            if row["Vad"] == what
        )
        for what in ("slutat", "återbesatt")
    }
    assert sums["slutat"] - sums["återbesatt"] == Decimal(found.net or 0) / 1000
    (own,) = [row for row in rows if row["Avdelning"] == str(unit)]
    assert own["Nämnd"] == str(unit.authority)
    assert own["Titelgrupp"] == "Växeltelefonist"
    assert Decimal(own["Heltidstjänster"].replace(",", ".")) == 5


def test_the_file_has_its_heads_before_there_is_anything(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "realised_in", lambda _year: None)
    answer = as_someone("STEERING").get(FILE)
    assert answer.content.decode("utf-8-sig").strip() == (
        "Månad;Vad;Nämnd;Avdelning;Titelgrupp;Heltidstjänster"
    )
