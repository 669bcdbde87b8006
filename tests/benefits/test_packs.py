# SPDX-License-Identifier: EUPL-1.2
"""A closed month as it is told: what stands in it, that it stays, and who sees it."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.test import Client

import pytest
from pypdf import PdfReader
from tests.benefits.suspected import cut
from tests.site.people import someone

from gemensam.agreements.queries import prices_on
from gemensam.benefits.actions import close_month, reopen_month
from gemensam.benefits.actions.packs import file_pdf, make_packs
from gemensam.benefits.enums import PackKind, PackReader
from gemensam.benefits.invariants import packs_are_unchanged
from gemensam.benefits.models import MonthClose, Pack
from gemensam.benefits.queries import closed_through
from gemensam.benefits.queries.months import compared, month_before, newest
from gemensam.benefits.queries.packs import ground
from gemensam.benefits.queries.packs.evidence import evidence_of
from gemensam.benefits.queries.packs.ground import Ground, ground_of
from gemensam.benefits.queries.packs.lower import advice
from gemensam.benefits.queries.packs.steering import steering_page
from gemensam.benefits.queries.packs.unit import units_told
from gemensam.benefits.queries.realised.made import realised
from gemensam.calc.realised import Stage, stages
from gemensam.catalogue.enums import Confidentiality
from gemensam.catalogue.models import Service
from gemensam.core import clock, files
from gemensam.core.by import CONSOLE
from gemensam.core.documents import Block, Bullets, Figures, Stamp, Table, from_json
from gemensam.group.models import Authority, Person, RoleAssignment, Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import Cell, ProtectedCell
from gemensam.ui.templatetags.figures import kr, month as month_name, whole_kr

SignIn = Callable[..., Client]
POINTS = 72 / 25.4  # to a millimetre


def month() -> date:
    found = closed_through()
    assert found is not None
    return found


def packs(**of: Any) -> Any:
    return Pack.objects.filter(month=month(), **of)


def kept(pack: Pack) -> Mapping[str, str | None]:
    return {one["key"]: one["value"] for one in pack.figures}


def blocks(pack: Pack) -> tuple[Block, ...]:
    return from_json(pack.content).blocks


def words(pack: Pack) -> str:
    return str(pack.content)


def untold() -> MonthClose:
    """A closed month before the packs of the demo began."""
    found = MonthClose.objects.filter(packs=None).order_by("-month").first()
    assert found is not None
    return found


def ground_now() -> Ground:
    found = ground_of(month(), at=clock.now())
    assert found is not None
    return found


def paper(pack: Pack) -> PdfReader:
    filed = file_pdf(pack, by=CONSOLE, at=clock.now())
    assert filed.pdf is not None
    with files.opened(filed.pdf) as source:
        return PdfReader(io.BytesIO(source.read()))


def charged_otherwise(unit: int, more: int) -> None:
    """A corrected volume, as the grain keeps it: a row beside the one that stood."""
    cell = Cell.objects.filter(
        scenario=newest(ScenarioKind.ACTUAL), month=month(), unit=unit,
        source="agreements", superseded_at=None,
        service__confidentiality=Confidentiality.OPEN,
    ).order_by("pk")[0]  # fmt: skip
    cell.superseded_at = clock.now()
    cell.save(update_fields=["superseded_at"])
    cell.pk, cell.superseded_at = None, None
    cell.charge_ore = (cell.charge_ore or 0) + more
    cell.recorded_at = clock.now()
    cell.save(force_insert=True)


def closed_again(reason: str = "Rättad volym") -> MonthClose:
    reopen_month(month_ := month(), reason=reason, by=CONSOLE, at=clock.now())
    close = close_month(month_, by=CONSOLE, at=clock.now())
    assert make_packs(close, by=CONSOLE, at=clock.now())
    return close


# ------------------------------------------------------------------- what it says


@pytest.mark.usefixtures("lindby")
def test_units_make_their_administration_to_the_ore() -> None:
    """By an oracle of its own: the cells, added up under each administration."""
    above = administrations(tree_at(month()))
    rows = Cell.objects.filter(
        scenario=newest(ScenarioKind.ACTUAL), month=month(), superseded_at=None
    ).values_list("unit")
    charges = {unit: int(ore or 0) for unit, ore in rows.annotate(Sum("charge_ore"))}
    pages = packs(kind=PackKind.ADMINISTRATION, reader=PackReader.OWN)
    assert pages.count() == 9
    for page in pages:
        below = [unit for unit, top in above.items() if top == page.unit_id]
        units = packs(kind=PackKind.UNIT, reader=PackReader.OWN, unit__in=below)
        told = sum(int(kept(one)["charge"] or 0) for one in units)
        assert told == int(kept(page)["charge"] or 0)
        assert told == sum(charges.get(unit, 0) for unit in below) > 0


@pytest.mark.usefixtures("lindby")
def test_every_unit_with_support_is_told_and_hr_stands_together() -> None:
    hidden = Service.objects.filter(confidentiality=Confidentiality.HR)
    codes = set(hidden.values_list("code", flat=True))
    cells = Cell.objects.filter(
        scenario=newest(ScenarioKind.ACTUAL), month=month(), superseded_at=None
    ).exclude(unit__kind__in=("centre", "group"))
    own = packs(kind=PackKind.UNIT, reader=PackReader.OWN)
    wanted = set(cells.filter(volume__gt=0).values_list("unit", flat=True))
    assert set(own.values_list("unit", flat=True)) >= wanted
    bundled = 0
    for pack in own:
        keys = {key.partition(":")[2] for key in kept(pack)}
        assert keys.isdisjoint(codes)
        told = cells.filter(unit=pack.unit_id, service__in=hidden)
        charge = told.aggregate(ore=Sum("charge_ore"))["ore"]
        if charge:
            assert kept(pack)["charge:hr"] == str(charge)
            bundled += 1
    assert bundled > 5


@pytest.mark.usefixtures("lindby")
def test_nothing_of_fewer_than_five_is_told_to_others() -> None:
    protected = ProtectedCell.objects.filter(
        scenario=newest(ScenarioKind.ACTUAL), month=month(), service__isnull=False
    ).values_list("unit", "service__code")
    found = 0
    group = {
        one.unit_id: kept(one)
        for one in packs(kind=PackKind.UNIT, reader=PackReader.GROUP)
    }
    own = {
        one.unit_id: kept(one)
        for one in packs(kind=PackKind.UNIT, reader=PackReader.OWN)
    }
    for unit, code in protected:
        assert f"charge:{code}" not in group.get(unit, {})
        found += f"charge:{code}" in own.get(unit, {})
    assert found > 20, "there is something that could leak"


@pytest.mark.usefixtures("lindby")
def test_what_is_hidden_never_looks_like_a_change() -> None:
    """To others a service is held against the month before only where all of it is seen
    in both: its changes are then those that the cells themselves show."""
    above, before = administrations(tree_at(month())), month_before(month())
    seen_changes = 0
    for page in packs(kind=PackKind.ADMINISTRATION, reader=PackReader.GROUP):
        tables = [one for one in blocks(page) if isinstance(one, Table)]
        changes = [one for one in tables if one.headers[-1] == "Skillnad" and len(one.headers) == 4]  # fmt: skip
        for name, was, now, _more in (row for one in changes for row in one.rows):
            below = [unit for unit, top in above.items() if top == page.unit_id]
            cells = Cell.objects.filter(
                scenario=newest(ScenarioKind.ACTUAL), superseded_at=None,
                unit__in=below, service__name_sv=name,
            )  # fmt: skip
            for told, of in ((was, before), (now, month())):
                sums = cells.filter(month=of).aggregate(ore=Sum("charge_ore"))
                assert told == kr(sums["ore"] or 0), name
                seen_changes += 1
        (tiles,) = [one for one in blocks(page) if isinstance(one, Figures)]
        assert tiles.figures[0].note == "av det som visas"
    assert seen_changes > 20


@pytest.mark.usefixtures("lindby")
def test_a_cheaper_way_is_told_with_what_it_comes_to() -> None:
    """The oracle: volume × the difference of the two prices in force."""
    told, prices = 0, prices_on(month())
    now, tree = ground_now(), tree_at(month())
    dear = Service.objects.get(code="F03")
    cheap = Service.objects.get(code="F02")
    for unit, lines in now.seen[PackReader.OWN].now.items():
        volume = lines.get(dear.pk, {}).get("volume")
        if not volume or now.people.get(unit, 0) < 5:
            continue
        path = tree.path(unit)
        each = [
            next(prices[one.pk, node] for node in path if (one.pk, node) in prices)
            for one in (dear, cheap)
        ]
        ore = round(Decimal(volume) * (each[0] - each[1]))
        said = [
            one for one in advice(now, unit, PackReader.OWN) if one.service == dear.pk
        ]
        if said:
            assert said[0].ore == ore
            assert whole_kr(ore) in said[0].text
            told += 1
        else:
            best = advice(now, unit, PackReader.OWN)
            assert ore < 5000 or len(best) == 3
    assert told


@pytest.mark.usefixtures("lindby")
def test_no_advice_where_fewer_than_five_work() -> None:
    now = ground_now()
    everyone = {
        unit: advice(now, unit, PackReader.OWN) for unit in now.seen[PackReader.OWN].now
    }
    assert any(everyone.values())
    few = replace(now, people=dict.fromkeys(now.people, 4))
    assert not any(advice(few, unit, PackReader.OWN) for unit in everyone)


@pytest.mark.usefixtures("lindby")
def test_without_a_baseline_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(compared(), baseline=None, baseline_months=())
    monkeypatch.setattr(ground, "compared", lambda: found)
    now = ground_now()
    assert now.year_ago is None
    notes = []
    for page in units_told(now, PackReader.OWN).values():
        (tiles,) = [one for one in page.blocks if isinstance(one, Figures)]
        notes.append(tiles.figures[1].note)
    judged = [note for note in notes if note != "inget ärende blev klart"]
    assert len(judged) > 5
    assert all(note.endswith("nollmätning saknas") for note in judged)


@pytest.mark.usefixtures("lindby")
def test_decembers_page_is_the_report_of_the_year() -> None:
    now, known = ground_now(), evidence_of(month())
    told = steering_page(now, known)
    december = replace(now, month=month().replace(month=12))
    of_year = steering_page(december, known)
    assert told.title == f"Till styrgruppen, {month_name(month())}"
    assert of_year.title == f"Till styrgruppen, året {month().year}"
    assert of_year.blocks[0] == told.blocks[0]


# ----------------------------------------------------------------------- it stays


@pytest.mark.usefixtures("lindby")
def test_what_is_told_stays_as_it_was_told() -> None:
    pack = packs(kind=PackKind.UNIT, reader=PackReader.OWN).order_by("pk")[0]
    before = (pack.content, pack.figures, pack.digest)
    text = "\n".join(page.extract_text() for page in paper(pack).pages)
    charged_otherwise(pack.unit_id, 12345)
    Unit.objects.filter(pk=pack.unit_id).update(name="Någon Annanstans")
    assert not make_packs(pack.close, by=CONSOLE, at=clock.now()), "made once"
    again = Pack.objects.get(pk=pack.pk)
    assert (again.content, again.figures, again.digest) == before
    assert "\n".join(page.extract_text() for page in paper(again).pages) == text
    assert "Någon Annanstans" not in text
    changes: list[dict[str, Any]] = [{"content": {}}, {"digest": "0" * 64}, {"pdf": None}]  # fmt: skip
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Pack.objects.filter(pk=pack.pk).update(**change)
    assert list(packs_are_unchanged()) == []


@pytest.mark.usefixtures("lindby")
def test_a_month_closed_again_is_told_in_a_new_edition() -> None:
    first = packs(kind=PackKind.UNIT, reader=PackReader.OWN).order_by("pk")[0]
    same = packs(kind=PackKind.UNIT, reader=PackReader.OWN).exclude(unit=first.unit_id)[
        0
    ]
    before = {one.pk: (one.digest, one.content) for one in packs()}
    charged_otherwise(first.unit_id, 12345)
    close = closed_again()
    second = packs(kind=first.kind, unit=first.unit_id, reader=first.reader, edition=2)
    new = second.get()
    assert new.close == close
    assert int(kept(new)["charge"] or 0) == int(kept(first)["charge"] or 0) + 12345
    assert new.differs is True
    stamps = [
        one.text for one in from_json(new.content).blocks if isinstance(one, Stamp)
    ]
    assert stamps
    assert "Rättad volym" in stamps[0]
    assert "Det som skiljer: Kostnad totalt: " in words(new)
    other = packs(
        kind=same.kind, unit=same.unit_id, reader=same.reader, edition=2
    ).get()
    assert other.differs is False
    assert "Ingen siffra skiljer sig" in words(other)
    for pk, held in before.items():
        told = Pack.objects.get(pk=pk)
        assert (told.digest, told.content) == held
    assert packs(edition=1).count() == packs(edition=2).count()


@pytest.mark.usefixtures("lindby")
def test_a_decision_changes_its_month_and_no_pack_told_before_it() -> None:
    """Registered and booked after the packs of two months were made, from the last."""
    earlier = untold()
    assert make_packs(earlier, by=CONSOLE, at=clock.now())
    before = {
        one.pk: (one.digest, one.content, one.figures) for one in Pack.objects.all()
    }
    assert {one.month for one in Pack.objects.all()} >= {earlier.month, month()}
    was = realised()
    assert was is not None
    authority = min(
        one for (one, at), told in was.evidence.items()
        if at == month() and stages(told)[Stage.CAPACITY_GONE] > 0 == told.budget_moved
    )  # fmt: skip
    cut(Authority.objects.get(pk=authority), 10**11, "KF § 70", begins=month())
    for close in MonthClose.objects.exclude(packs=None):
        assert make_packs(close, by=CONSOLE, at=clock.now()) == 0, "made once"
    closed_again("Ramväxlat")
    for pk, held in before.items():
        told = Pack.objects.get(pk=pk)
        assert (told.digest, told.content, told.figures) == held
    assert list(packs_are_unchanged()) == []
    first, second = packs(kind=PackKind.STEERING).order_by("edition")
    moved = [int(kept(one)["stage:budget_moved"] or 0) for one in (first, second)]
    last = dict(was.by_month(authority))[month()]
    assert moved[1] - moved[0] == last[Stage.CAPACITY_GONE]
    assert "Ramväxlat" in words(second)
    now = realised(earlier.month)
    assert now is not None
    assert now.total == {
        stage: sum(stages(told)[stage] for (_who, at), told in was.evidence.items() if at <= earlier.month)
        for stage in Stage
    }  # fmt: skip


@pytest.mark.usefixtures("lindby")
def test_a_month_of_before_is_told_as_of_that_month() -> None:
    close = untold()
    assert close.month < month()
    assert make_packs(close, by=CONSOLE, at=clock.now())
    page = Pack.objects.get(close=close, kind=PackKind.STEERING)
    last = packs(kind=PackKind.STEERING).get()
    assert kept(page)["saving"] != kept(last)["saving"]
    assert int(kept(page)["stage:promised"] or 0) < int(
        kept(last)["stage:promised"] or 0
    )
    opened = MonthClose.objects.filter(packs=None, reopened_at=None).first()
    assert opened is not None
    reopen_month(opened.month, reason="Öppen", by=CONSOLE, at=clock.now())
    assert make_packs(opened, by=CONSOLE, at=clock.now()) == 0, "it is not closed"


# ----------------------------------------------------------------------- on paper


@pytest.mark.usefixtures("lindby")
def test_half_a_page_is_half_a_page_and_a_page_is_one() -> None:
    told = packs(kind=PackKind.UNIT, reader=PackReader.OWN)
    busy = max(told, key=lambda one: int(kept(one)["charge"] or 0))
    charged_otherwise(busy.unit_id or 0, 100)
    closed_again("En lång förklaring som tar sin plats: " + "fakturan låg fel, " * 15)
    own = packs(edition=2).exclude(reader=PackReader.GROUP, kind=PackKind.UNIT)
    tried = set()
    for pack in [
        *own.filter(kind=PackKind.UNIT)[:6],
        *own.exclude(kind=PackKind.UNIT).order_by("-kind", "pk")[:6],
    ]:
        pdf = paper(pack)
        assert len(pdf.pages) == 1, pack.title
        box = pdf.pages[0].mediabox
        tall = 148.5 if pack.kind == PackKind.UNIT else 297
        assert abs(float(box.width) - 210 * POINTS) < 0.1
        assert abs(float(box.height) - tall * POINTS) < 0.1
        packet = pdf.xmp_metadata.rdf_root.toxml() if pdf.xmp_metadata else ""
        assert "<pdfuaid:part>1</pdfuaid:part>" in packet
        assert "<pdfaid:part>2</pdfaid:part>" in packet
        root: Any = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/Lang"] == "sv"
        tried.add(pack.kind)
    assert tried == set(PackKind.values)


# ---------------------------------------------------------------------- who sees it


def seen(person: Person) -> set[tuple[str, str]]:
    told = Pack.objects.visible_to(person).values_list("kind", "reader")
    return set(told)


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("role", ["STEERING", "CONTROLLER", "CENTRE_MANAGER", "PROGRAMME_MANAGER"])  # fmt: skip
def test_who_leads_sees_all_of_it_merged(role: str) -> None:
    assert seen(someone(role)) == {(kind, "group") for kind in PackKind.values}


@pytest.mark.usefixtures("lindby")
def test_a_union_representative_sees_all_but_the_promise() -> None:
    person = someone("UNION_REP")
    assert seen(person) == {("unit", "group"), ("administration", "group")}


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("role", ["customer", "AGENT", "TEAM_LEADER", "ADMINISTRATOR"])
def test_others_see_none(role: str) -> None:
    assert not Pack.objects.visible_to(someone(role)).exists()


@pytest.mark.usefixtures("lindby")
def test_a_unit_manager_sees_ones_own_and_no_others() -> None:
    person = someone("UNIT_MANAGER")
    units = set(Pack.objects.visible_to(person).values_list("unit", flat=True))
    assert units
    assert units <= person.standing.manages
    assert {reader for _kind, reader in seen(person)} == {"own"}
    assert packs(unit__in=person.standing.manages, reader="own").count() == (
        Pack.objects.visible_to(person).filter(month=month()).count()
    )


@pytest.mark.usefixtures("lindby")
def test_a_company_ceo_sees_the_company() -> None:
    """In Lindby they sit in the steering group too; here not."""
    person = someone("COMPANY_CEO")
    RoleAssignment.objects.filter(person=person, role="steering").update(
        valid_to=clock.today()
    )
    person = Person.objects.get(pk=person.pk)
    mine = Pack.objects.visible_to(person)
    assert {one.unit.legal_entity_id for one in mine if one.unit} == set(
        person.standing.entities
    )
    assert seen(person) == {("unit", "own"), ("administration", "own")}


@pytest.mark.usefixtures("lindby")
def test_pages_are_ones_own(as_someone: SignIn) -> None:
    manager, client = someone("UNIT_MANAGER"), as_someone("UNIT_MANAGER")
    mine = Pack.objects.visible_to(manager).filter(month=month()).order_by("-kind")[0]
    listed = client.get("/resultat/rapporter/").content.decode()
    assert f"/resultat/rapporter/{mine.pk}/" in listed
    assert "Vilka som fått e-post" not in listed
    page = client.get(f"/resultat/rapporter/{mine.pk}/")
    assert page.status_code == 200
    assert mine.digest in page.content.decode()
    first = client.get(f"/resultat/rapporter/{mine.pk}/pdf/")
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    again = client.get(f"/resultat/rapporter/{mine.pk}/pdf/")
    assert again.content == first.content
    for other in Pack.objects.exclude(pk__in=Pack.objects.visible_to(manager))[::20]:
        for path in (f"/resultat/rapporter/{other.pk}/", f"/resultat/rapporter/{other.pk}/pdf/"):  # fmt: skip
            assert client.get(path).status_code == 404
    start = client.get("/").content.decode()
    assert f'href="/resultat/rapporter/{mine.pk}/"' in start
    assert "Din halva sida för" in start
    assert as_someone("customer").get("/resultat/rapporter/").status_code == 404


@pytest.mark.usefixtures("lindby")
def test_the_first_edition_leads_to_the_next(as_someone: SignIn) -> None:
    first = packs(kind=PackKind.STEERING).get()
    closed_again()
    second = packs(kind=PackKind.STEERING, edition=2).get()
    client = as_someone("STEERING")
    page = client.get(f"/resultat/rapporter/{first.pk}/").content.decode()
    assert "Det finns en nyare utgåva, nummer 2." in page
    assert f"/resultat/rapporter/{second.pk}/" in page
    assert any(isinstance(one, Bullets) for one in from_json(second.content).blocks)
