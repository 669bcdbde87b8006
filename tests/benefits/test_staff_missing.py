# SPDX-License-Identifier: EUPL-1.2
"""A staff register that has not come: who was employed is not known, which is not nobody."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.test import Client

import pytest
from tests.benefits.suspected import cut, hired, months

from gemensam.benefits.actions.verifying import (
    NothingToVerify,
    StaffUnknown,
    verify_saving,
)
from gemensam.benefits.models import SavingVerified, SourceDuty
from gemensam.benefits.queries.in_brief import InBrief
from gemensam.benefits.queries.months import compared
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.shared import left_out, stages_facts
from gemensam.benefits.queries.realised.made import (
    ON_POSTS,
    Realised,
    realised,
    realised_as_json,
    rows_of,
)
from gemensam.benefits.queries.realised.positions import positions
from gemensam.benefits.queries.realised.registers import Register, registers_owed
from gemensam.benefits.queries.suspicions.left import cost_left
from gemensam.benefits.queries.suspicions.roles import posts_grown
from gemensam.calc.realised import Light, Reason, Stage
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.documents import Paragraph
from gemensam.costing.models import StaffRow
from gemensam.group.models import Authority, LegalEntity, Person, Unit

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("lindby")
YEAR, ENERGY = 2026, "Lindby Energi AB"
PAGE, FILE = "/resultat/hemtaget/", "/resultat/hemtaget/tjanster/fil/"


def now() -> Realised:
    made = realised()
    assert made is not None
    return made


def without(year: int = YEAR, employer: str = "") -> list[int]:
    """The register, or an employer's, has not come. What was there, to bring it back."""
    rows = StaffRow.objects.filter(year=year, superseded_at=None)
    if employer:
        rows = rows.filter(legal_entity__name=employer)
    held = list(rows.values_list("pk", flat=True))
    assert held
    rows.update(superseded_at=clock.now())
    return held


def come(held: list[int]) -> None:
    StaffRow.objects.filter(pk__in=held).update(superseded_at=None)


def owner() -> Person:
    """Who is set to see to the register."""
    who = Person.objects.order_by("pk")[3]
    SourceDuty.objects.create(source="staff", due_day=8, owner=who, made_at=clock.now())
    return who


def of_energy() -> Authority:
    return Authority.objects.get(name=f"Styrelsen för {ENERGY}")


@pytest.mark.parametrize("year", [YEAR, YEAR - 1])
def test_without_a_years_register_nobody_has_ended_and_nothing_is_gone(
    year: int,
) -> None:
    before, held = now(), without(year)
    made = now()
    assert before.total[Stage.BUDGET_MOVED] > 0
    assert all(one.capacity_gone is None for one in made.evidence.values())
    assert [made.total[stage] for stage in ON_POSTS] == [0, 0, 0]
    assert [made.told[stage] for stage in ON_POSTS] == [None, None, None]
    assert made.alone[Stage.CAPACITY_GONE] is None
    for stage in (Stage.PROMISED, Stage.DELIVERED):
        assert made.told[stage] == before.total[stage] > 0
        assert made.alone[stage] == before.alone[stage]
    for stage in (Stage.BUDGET_MOVED, Stage.VERIFIED):
        assert made.alone[stage] == before.alone[stage], (
            "decided and signed all the same"
        )
    assert (made.unverified, made.unbooked) == ({}, 0)
    assert made.missing() == {Register(year)}
    told = realised_as_json()
    assert told is not None
    assert told["delivered"] is not None
    assert [told[stage] for stage in ON_POSTS] == [None, None, None]
    lights = {(row.light, row.reason) for row in rows_of(made)}
    assert (Light.YELLOW, Reason.NOT_KNOWN) in lights
    assert Reason.NOT_MOVED not in {reason for _light, reason in lights}
    come(held)
    assert now() == before


def test_a_booked_cut_is_not_hemtagen_and_no_one_signs_until_the_register_has_come() -> (
    None
):
    before = now()
    moved = {one.authority_id for one in SavingVerified.objects.all()}
    authority = Authority.objects.get(
        pk=min(
            one
            for one in before.authorities - moved
            if before.of([one])[Stage.CAPACITY_GONE]
        )
    )
    who, held = owner(), without()
    cut(authority, 10**11, "KF § 1", begins=before.months[0])
    assert now().of([authority.pk])[Stage.BUDGET_MOVED] == 0
    signed = SavingVerified.objects.count()
    with pytest.raises(StaffUnknown) as refused:
        verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())
    told = refused.value.message(str)
    assert authority.name in told
    assert f"staff register of {YEAR} has not come" in told
    assert told.endswith(f"{who.name} owes it.")
    assert SavingVerified.objects.count() == signed
    come(held)
    assert now().of([authority.pk])[Stage.BUDGET_MOVED] > 0
    assert verify_saving(authority, words="Sett", by=CONSOLE, at=clock.now())


@pytest.mark.usefixtures("nothing_in_brief")
def test_the_pages_and_the_file_say_which_register_is_missing_and_who_owes_it(
    as_someone: SignIn,
) -> None:
    who = owner()
    without()
    page = as_someone("STEERING").get(PAGE)
    notice = page.text.partition('id="registers"')[2].partition("</div>")[0]
    assert f"Personalregistret för {YEAR} saknas." in notice
    assert f"{who.name} ska lämna det." in notice
    stages = page.text.partition('id="stages"')[2].partition("</section>")[0]
    assert stages.count("redovisas inte") == 4
    posts = page.text.partition('id="posts"')[2].partition("</section>")[0]
    assert f"Personalregistret för {YEAR} saknas." in posts
    assert "<table" not in posts
    assert "färre än fem" not in posts
    text = as_someone("STEERING").get(FILE).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Vad"] == f"okänt: personalregistret för {YEAR} saknas"
    assert row["Heltidstjänster"] == ""
    start = as_someone("STEERING").get("/")
    assert f">{YEAR}</a> saknas, så det är inte känt vilka tjänster" in start.text
    assert f"{who.name} ska lämna det" in start.text
    assert "Inget är inhämtat ännu" not in start.text
    controller = as_someone("CONTROLLER").get("/")
    assert f"{who.name} ska lämna det" in controller.text


def test_packs_say_so_and_tell_no_kronor_of_what_is_not_known() -> None:
    who = owner()
    without()
    held = evidence_of(months()[-1])
    assert held.realised is not None
    facts = {one.key: one.value for one in stages_facts(held.realised.told)}
    assert [facts[f"stage:{stage}"] for stage in ON_POSTS] == [None, None, None]
    (said,) = left_out(held.realised, held.realised.authorities)
    assert isinstance(said, Paragraph)
    assert f"{YEAR}" in said.text
    assert who.name in said.text


def test_an_employers_register_is_waited_for_by_itself() -> None:
    """One file holds all of Lindby's employers; each is looked for in it."""
    before, energy = now(), of_energy()
    was = positions(before.posts, before.months[-1])
    held = without(employer=ENERGY)
    made = now()
    register = Register(YEAR, LegalEntity.objects.get(name=ENERGY).pk, ENERGY)
    assert made.missing() == made.missing(energy.pk) == {register}
    for place, evidence in made.evidence.items():
        if place[0] == energy.pk:
            assert evidence.capacity_gone is None
            assert before.evidence[place].capacity_gone is not None
    assert made.told_of([energy.pk])[Stage.CAPACITY_GONE] is None
    others = made.authorities - {energy.pk}
    assert made.told == {
        stage: made.told_of(others)[stage] if stage in ON_POSTS else before.total[stage]
        for stage in Stage
    }
    told = positions(made.posts, made.months[-1])
    assert told.gap.now == {register}
    gone = before.posts.by_authority[energy.pk]
    assert (was.ended, told.filled) == ((told.ended or 0) + gone.ended, was.filled)
    assert not any(one.post.employer == register.employer for one in made.posts.changes)
    owed = registers_owed(months())
    assert owed is not None
    assert owed.which == f"{YEAR} ({ENERGY})"
    with pytest.raises(StaffUnknown):
        verify_saving(energy, words="x", by=CONSOLE, at=clock.now())
    with pytest.raises(NothingToVerify):
        verify_saving(
            Authority.objects.get(name="Kultur- och fritidsnämnden"),
            words="x",
            by=CONSOLE,
            at=clock.now(),
        )
    come(held)
    assert now() == before


def test_without_the_centres_register_nobody_has_ended_anywhere() -> None:
    """Who moved to the centre has not ended, and would seem to."""
    without(employer="Lindby kommun")
    made = now()
    assert {who for who, _month in made.unknown} == made.authorities
    assert made.posts.changes == ()


def test_a_company_that_is_no_more_owes_no_register() -> None:
    energy = of_energy()
    without(employer=ENERGY)
    assert now().missing() != frozenset()
    units = Unit.objects.filter(legal_entity__name=ENERGY)
    units.update(valid_to=date(YEAR, 1, 1))
    made = now()
    assert made.missing() == frozenset()
    assert made.posts.by_authority[energy.pk].ended > 0


def test_employers_whose_first_registers_were_read_apart_are_both_a_history() -> None:
    """The municipality's of the year was read in January, the company's in November."""
    then = datetime(YEAR, 8, 15, tzinfo=UTC)
    was = realised(known_at=then)
    assert was is not None
    (early, _late) = (
        StaffRow.objects.filter(year=year)[0].from_import for year in (YEAR - 1, YEAR)
    )
    own = StaffRow.objects.filter(year=YEAR, legal_entity__name="Lindby kommun")
    again = list(own)
    own.update(superseded_at=early.committed_at)
    for one in again:
        one.pk, one.from_import = None, early
    StaffRow.objects.bulk_create(again)
    made = realised(known_at=then)
    assert made is not None
    assert made.missing() == frozenset()
    assert made.evidence == was.evidence


def test_no_register_accuses_or_acquits_of_posts_that_grew() -> None:
    unit, last = Unit.objects.get(code="BUF-107"), months()

    def found() -> list[int]:
        return [one.authority for one in posts_grown(last, compared())]

    hired(unit, 6, "Ekonomiassistent", begins=last[-4])
    assert found() == [unit.authority_id]
    held = without(YEAR - 1)
    assert found() == [], "everyone would be new"
    assert registers_owed(months()) is not None
    come(held)
    company = without(YEAR - 1, "Lindbybostäder AB")
    assert found() == [unit.authority_id], "the municipality's has come"
    come(company)
    without()
    assert found() == []


def test_how_many_stayed_in_a_department_is_not_told_as_nobody() -> None:
    (before,) = cost_left(months(), compared())
    without()
    (one,) = cost_left(months(), compared())
    assert before.values["people"] != one.values["people"] == "not known"
    assert one.is_small, "told as what concerns few, as long as it may"
    assert one.ore == before.ore


def test_the_suspicions_say_on_what_they_say_nothing(as_someone: SignIn) -> None:
    who, page = owner(), "/resultat/misstankar/"
    assert 'id="registers"' not in as_someone("CONTROLLER").get(page).text
    without(employer=ENERGY)
    text = as_someone("CONTROLLER").get(page).text
    notice = text.partition('id="registers"')[2].partition("</div>")[0]
    assert f"Personalregistret för {YEAR} ({ENERGY}) saknas." in notice
    assert who.name in notice


@pytest.mark.usefixtures("nothing_in_brief")
def test_in_brief_it_is_told_with_the_owner() -> None:
    assert InBrief().realised is not None
    without()
    who = owner()
    told = InBrief().realised
    assert told is not None
    assert told.missing is not None
    assert (told.missing.which, told.missing.owner) == (str(YEAR), who.name)
    assert (told.gone, told.unmoved) == (None, None)
