# SPDX-License-Identifier: EUPL-1.2
"""The report to the steering group: written from what is known, and kept as it was."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from django.test import Client
from django.utils.translation import override

import pytest
from pypdf import PdfReader
from tests.site.people import someone

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.documents import (
    Document,
    Figures,
    Picture,
    Stamp,
    Table,
    from_json,
    kept_pdf,
)
from gemensam.core.models import KeptDocument
from gemensam.costing.models import Ledger
from gemensam.group.models import LegalEntity, Person
from gemensam.outcomes.actions import set_vision
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries import Where, figures
from gemensam.outcomes.queries.versions import in_force, months_of
from gemensam.programme.actions.reporting import NothingToReport, make_report
from gemensam.programme.enums import StepState
from gemensam.programme.queries.report import Asked, reports, steering_document
from gemensam.programme.queries.road import before_a_report, next_step, road
from gemensam.programme.queries.summary import newest
from gemensam.site.setup import FirstAdministrator, set_up
from gemensam.ui.templatetags.figures import mnkr, percent, signed_percent

ASKED = Asked(
    decision="Gå vidare till design.\n\nAvsätt medel.",
    meeting=date(2026, 12, 9),
    risks="Kodplanen är inte gemensam.",
)


def manager() -> Person:
    return someone("PROGRAMME_MANAGER")


def document(language: str = "sv") -> Document:
    with override(language):
        return steering_document(ASKED, manager(), at=clock.now())


def blocks(told: Document, kind: type[Any]) -> list[Any]:
    return [one for one in told.blocks if isinstance(one, kind)]


def test_the_cost_by_area_is_the_baseline(lindby: str) -> None:
    """An oracle of its own: the grain's sum, as the reader may see it."""
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    where = Where(months=months_of(baseline), sources=["costing"])
    (row,) = figures(manager(), baseline.pk, where)
    with override("sv"):
        total = mnkr(int(row["cost_ore"]))
    told = document()
    tables = [one for one in blocks(told, Table) if one.headers[0] == "Område"]
    assert tables[0].total
    assert tables[0].rows[-1][1] == total
    assert blocks(told, Figures)[0].figures[0].value == total


def test_the_saving_is_the_locked_one(lindby: str) -> None:
    found = newest()
    assert found is not None
    assert found.version is not None
    forecast = found.version.content["result"]["forecast"]
    potential = blocks(document(), Figures)[1].figures
    with override("sv"):
        assert potential[0].value == signed_percent(-forecast["pace"][3][2])
        assert potential[1].value == percent(forecast["chances"]["15"], 0)


def test_the_parts_of_the_outlay_add_up(lindby: str) -> None:
    found = newest()
    assert found is not None
    assert found.version is not None
    likely = sum(row["ore"][1] for row in found.version.content["costs"])
    (table,) = [one for one in blocks(document(), Table) if one.headers[0] == "Slag"]
    with override("sv"):
        assert table.rows[-1][2] == mnkr(likely)


def test_what_is_kept_does_not_follow_what_comes_after(lindby: str) -> None:
    with override("sv"):
        kept = make_report(ASKED, person=manager(), by=CONSOLE, at=clock.now())
    before = kept_pdf(kept)
    Person.objects.filter(pk__in=[one.pk for one in Person.objects.all()]).update(
        name="Någon Annan"
    )
    found = KeptDocument.objects.get(pk=kept.pk)
    assert kept_pdf(found) == before
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(before)).pages
    )
    assert "Gå vidare till design." in text
    assert "Kodplanen är inte gemensam." in text
    assert "Någon Annan" not in text
    assert from_json(found.content) != document()


def test_a_case_that_is_not_locked_is_stamped(
    lindby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Utkast: besparingskalkylen är inte låst." not in stamps()
    found = newest()
    assert found is not None
    unlocked = replace(found, version=None)
    monkeypatch.setattr("gemensam.programme.queries.steering.newest", lambda: unlocked)
    assert "Utkast: besparingskalkylen är inte låst." in stamps()


def stamps() -> list[str]:
    return [one.text for one in blocks(document(), Stamp)]


def test_in_english_too(lindby: str) -> None:
    told = document("en")
    assert told.language == "en"
    assert told.title == "Pre-study: basis for decision"
    assert len(told.blocks) == len(document().blocks)
    assert len(blocks(told, Picture)) == 2


def test_nothing_is_reported_of_nothing(empty: str) -> None:
    with pytest.raises(NothingToReport):
        make_report(ASKED, person=Person(), by=CONSOLE, at=clock.now())
    assert not KeptDocument.objects.exists()


def test_reports_are_for_those_who_lead(lindby: str) -> None:
    assert reports(manager()).exists()
    assert reports(someone("STEERING")).exists()
    assert not reports(someone("UNIT_MANAGER")).exists()
    assert not reports(someone("UNION_REP")).exists()


def test_the_road_is_told_from_the_facts(lindby: str) -> None:
    """Lindby has come all the way; only what is optional stands open."""
    steps = road(someone("CONTROLLER"))
    assert {one.state for one in steps} <= {StepState.DONE, StepState.OPEN}
    assert [one.state for one in steps].count(StepState.DONE) == 8
    assert next_step(steps) is None
    assert all(one.url for one in steps)


def test_the_road_begins_with_the_files(own_empty: str) -> None:
    steps = road(_somebody())
    assert [one.state for one in steps[:2]] == [StepState.NOW, StepState.AHEAD]
    first = next_step(steps)
    assert first is not None
    assert (first.url, first.act_at) == ("/filer/", "/filer/nu/ledger/")


def test_without_a_baseline_the_page_asks_for_it_and_not_for_a_report(
    own_empty: str, static_files: None
) -> None:
    person = _somebody()
    client = Client(SERVER_NAME="localhost")
    assert person.account is not None
    client.force_login(person.account)
    page = client.get("/program/underlag/").content.decode()
    assert "/filer/nu/ledger/" in page
    assert 'name="decision"' not in page
    said = {"decision": "Ja.", "meeting": "2026-12-09"}
    assert client.post("/program/underlag/", said).status_code == 200
    assert not KeptDocument.objects.exists()
    ledger = Ledger.objects.create(
        legal_entity=LegalEntity.objects.get(),
        year_from=date(2025, 1, 1),
        year_to=date(2026, 1, 1),
        through=date(2025, 12, 1),
    )
    assert ledger.pk
    page = client.get("/program/underlag/").content.decode()
    assert 'href="/resultat/rakna/"' in page
    assert 'name="decision"' not in page


def test_only_who_may_compute_is_sent_to_it(
    lindby: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemensam.programme.queries.road.newest", lambda _: None)
    lacking = before_a_report(someone("CONTROLLER"))
    assert lacking is not None
    assert lacking.url == "/resultat/rakna/"
    told = before_a_report(manager())
    assert told is not None
    assert (told.title, told.url, told.action) == (lacking.title, "", "")
    monkeypatch.undo()
    assert before_a_report(manager()) is None


def test_a_vision_without_a_goal_is_half_of_it(own_empty: str) -> None:
    person = _somebody()
    assert "Ingen har ännu sagt" in road(person)[6].says
    set_vision("Samma goda stöd.", by=CONSOLE, at=clock.now())
    assert road(person)[6].state is StepState.NOW
    assert "inget mål är satt ännu" in road(person)[6].says


def _somebody() -> Person:
    """The controller of an installation in which there is nothing yet."""
    set_up(
        "Prövby",
        FirstAdministrator(email="a@provby.se", name="A", password="en lång fras 42"),
    )
    return Person.objects.get()
