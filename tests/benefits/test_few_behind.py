# SPDX-License-Identifier: EUPL-1.2
"""Fewer than five persons behind all posts that are gone: no figure counts back to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.test import Client

import pytest
from tests.benefits.suspected import cut
from tests.site.sentences.said import said

from gemensam.benefits.actions.verifying import verify_saving
from gemensam.benefits.queries import in_brief
from gemensam.benefits.queries.in_brief import InBrief, YearRealised
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.ground import ground_of
from gemensam.benefits.queries.packs.steering import steering_page
from gemensam.benefits.queries.realised.made import (
    ON_POSTS,
    Realised,
    realised,
    realised_as_json,
    rows_of,
)
from gemensam.benefits.queries.realised.positions import positions
from gemensam.benefits.queries.realised.registers import Register
from gemensam.calc.realised import Stage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import StaffRow
from gemensam.group.models import Authority
from gemensam.site.saying import kronor
from gemensam.ui.templatetags.figures import kr, tkr, whole_kr

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("lindby")
YEAR = 2026


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def left(gone: int) -> None:
    """The registers say that everyone of the year before works on, but for so many."""
    rows = StaffRow.objects.filter(superseded_at=None)
    rows.filter(year=YEAR).update(superseded_at=clock.now())
    held = rows.filter(year=YEAR - 1).select_related("unit").order_by("pk")
    steady = [
        one.pk
        for one in held
        if one.unit
        and one.unit.kind == "support"
        and one.employed_from <= date(YEAR - 1, 1, 1)
        and one.employed_to is None
    ]
    stay = [one for one in held if one.pk not in steady[:gone]]
    for one in stay:
        one.pk, one.year = None, YEAR
        one.employed_from = later(one.employed_from)
        one.employed_to = one.employed_to and later(one.employed_to)
    StaffRow.objects.bulk_create(stay)


def later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def secret() -> int:
    """Öre of what is gone, which rules reckon with and no reader is told."""
    return now().total[Stage.CAPACITY_GONE]


@pytest.mark.usefixtures("nothing_in_brief")
def test_what_four_are_behind_is_told_nowhere(as_someone: SignIn) -> None:
    left(4)
    made = now()
    assert made.few == set(made.months)
    assert positions(made.posts, made.months[-1]).net is None
    assert secret() > 0
    for one in Authority.objects.all():
        cut(one, 10**11, "KF § 1", begins=made.months[0])
    signed = Authority.objects.get(pk=max(now().unverified))
    verify_saving(signed, words="Sett", by=CONSOLE, at=clock.now())
    made, ore = now(), secret()
    assert made.total[Stage.BUDGET_MOVED] == ore > made.total[Stage.VERIFIED] > 0
    for readable in (made.told, *(row.told for row in rows_of(made))):
        assert [readable[stage] for stage in ON_POSTS] == [None, None, None]
    assert made.alone[Stage.CAPACITY_GONE] is made.alone[Stage.VERIFIED] is None
    assert made.alone[Stage.DELIVERED] is not None
    assert made.unbooked == 0
    told = realised_as_json()
    assert told is not None
    assert [told[stage] for stage in ON_POSTS] == [None, None, None]
    assert told["delivered"] == made.total[Stage.DELIVERED] / 100
    pages = {
        (role, page): as_someone(role).get(page).text
        for role, page in (
            ("STEERING", "/resultat/hemtaget/"),
            ("STEERING", "/"),
            ("CONTROLLER", "/"),
        )
    }
    waits = sum(made.unverified.values())
    for where, text in pages.items():
        for hidden in (ore, waits, made.total[Stage.VERIFIED]):
            for words in (kr(hidden), whole_kr(hidden), kronor(hidden)):
                assert f">{words}<" not in text, where
    stages, steering, controller = pages.values()
    assert 'id="few"' in stages
    assert stages.count("redovisas inte") >= 3 * len(rows_of(made)) + 5
    assert "färre än fem personer står bakom det" in steering
    assert "väntar på din verifiering" in controller


def test_the_pack_to_the_steering_group_tells_it_neither() -> None:
    left(4)
    month, ore = now().months[-1], secret()
    ground = ground_of(month, at=clock.now())
    assert ground is not None
    told = steering_page(ground, evidence_of(month))
    facts = {one.key: one.value for one in told.facts}
    assert [facts[f"stage:{stage}"] for stage in ON_POSTS] == [None, None, None]
    assert facts["stage:delivered"] is not None
    assert "färre än fem personer står bakom alla tjänster som slutat" in str(
        told.blocks
    )
    assert tkr(ore) not in str(told.blocks)


def test_what_five_are_behind_is_told() -> None:
    left(5)
    made = now()
    assert made.few == frozenset()
    assert made.told == made.total
    assert made.alone[Stage.CAPACITY_GONE] is not None
    assert InBrief().realised is not None


def test_months_of_few_are_left_out_of_those_that_are_told() -> None:
    made = now()
    assert made.few == frozenset()
    month = made.months[-1]
    few = replace(made, few=frozenset([month]))
    every = [one for who in made.authorities for one in made.by_month(who)]
    for stage in ON_POSTS:
        assert few.told[stage] == sum(at[stage] for one, at in every if one != month)
    assert few.told[Stage.CAPACITY_GONE] != made.told[Stage.CAPACITY_GONE]
    assert few.told[Stage.DELIVERED] == made.told[Stage.DELIVERED]
    assert few.total == made.total, "rules reckon with all of it"


def test_whom_nothing_is_known_of_cover_nobody() -> None:
    """What is told of a row is then the kronor of the others alone."""
    made = now()
    few, unknown, *others = sorted(made.authorities)
    concerned = {few: 2, unknown: 7, **dict.fromkeys(others, 9)}
    lacks = {(unknown, one): frozenset({Register(year=YEAR)}) for one in made.months}
    held = replace(made, concerned=concerned, unknown=lacks)
    rows = [{one.pk for one in row.authorities} for row in rows_of(held)]
    (row,) = [each for each in rows if few in each]
    assert sum(concerned[one] for one in row - {unknown}) >= 5
    assert {one for each in rows for one in each} == made.authorities


def test_those_of_whom_it_is_not_known_are_not_among_five() -> None:
    left(5)
    posts = now().posts
    assert not posts.is_few
    moved = replace(posts.changes[0], authority=0)
    listed = replace(posts, changes=[moved, *posts.changes[1:]])
    assert not listed.is_few
    assert replace(listed, unknown={0: frozenset({Register(year=YEAR)})}).is_few


@pytest.mark.usefixtures("nothing_in_brief")
@pytest.mark.parametrize("is_few", [False, True])
def test_nothing_is_gone_is_said_only_where_all_months_are_told(
    monkeypatch: pytest.MonkeyPatch, is_few: bool
) -> None:
    nothing = YearRealised(
        has_promise=True,
        at=dict.fromkeys(Stage, 0),
        unbooked=0,
        unverified={},
        is_few=is_few,
    )
    monkeypatch.setattr(in_brief, "_realised", lambda: nothing)
    told = said("STEERING")
    assert ("Inget är inhämtat ännu" in told.text) is not is_few
    if is_few:
        assert told.leads("en del av året") == "/resultat/hemtaget/#stages"
