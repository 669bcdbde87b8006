# SPDX-License-Identifier: EUPL-1.2
"""From files to a frozen baseline, a locked savings case and a report, through the pages
alone: what a new controller does in the first days. Each step is a function."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import served
from tests.browser.visitor import Visitor
from tests.rig.databases import Databases

MINUTES = 60_000  # milliseconds; a job waits for its turn on a busy machine


@dataclass(frozen=True, slots=True)
class Controller:
    """Somebody at the pages of a municipality that has only files."""

    visitor: Visitor
    files: Path

    def uploads(self, kind: str, name: str, **answers: str) -> None:
        """Choose a file, see the report, decide to import it."""
        page = self.visitor.page
        self.visitor.goes(f"/filer/nu/{kind}/")
        page.locator("input[type=file]").set_input_files(self.files / name)
        for field, answer in answers.items():
            page.locator(f"[name={field}]").fill(answer)
        page.get_by_role("button", name="Läs filen").click()
        decide = page.locator("button[value=commit]")
        decide.wait_for(timeout=MINUTES)
        decide.click()
        expect(page.locator(".page-head .badge")).to_contain_text(
            re.compile("Importerad|Inläst"), timeout=MINUTES
        )

    def maps_everything(self, year: int) -> None:
        """Accept what is sure and likely, then the guesses; put it in force."""
        page = self.visitor.page
        self.visitor.goes(f"/ekonomi/mappning/?year={year}")
        page.locator("button[name=all]").last.click()
        expect(page.locator("#total")).to_contain_text("100,0", timeout=MINUTES)
        page.locator("button[value=force]").click()
        expect(page.locator(".notice-success")).to_contain_text("1")

    def computes(self, year: int) -> None:
        """Ask for the baseline and wait until the job is done."""
        page = self.visitor.page
        self.visitor.goes(f"/resultat/rakna/?year={year}")
        page.locator("form[method=post] button", has_text="Räkna fram").click()
        page.locator("#job a.btn-primary").wait_for(timeout=3 * MINUTES)
        page.locator("#job a.btn-primary").click()

    def freezes(self) -> None:
        """Sign what nothing stands in the way of, look it over, freeze it."""
        page = self.visitor.page
        self.visitor.goes("/ekonomi/frysning/")
        for field, words in (
            ("method", "Huvudböcker, personalregister, tidsstudie i oktober, volymer."),
            ("on_behalf_of", "Kommunstyrelsen"),
            ("words", "Stämmer med huvudböckerna på öret."),
            ("out_of_scope", "Lindby Parkering AB, som har egen ekonomi."),
        ):
            page.locator(f"[name={field}]").fill(words)
        page.locator("main form[method=post] button[type=submit]").click()
        expect(page.locator("h1")).to_contain_text("Frys")
        page.locator("input[name=step] ~ .actions button").click()
        expect(page.locator(".notice-success")).to_be_visible(timeout=MINUTES)

    def sets_a_vision(self) -> None:
        page = self.visitor.page
        self.visitor.goes("/program/mal/")
        page.locator("textarea[name=text]").fill("Samma goda stöd till alla.")
        page.locator("form[action$='/vision/'] button").click()
        expect(page.locator("main")).to_contain_text("Samma goda stöd till alla.")

    def makes_and_locks_a_case(self) -> None:
        """What the field suggests is enough to begin with."""
        page = self.visitor.page
        self.visitor.goes("/program/kalkyl/ny/")
        page.locator("[name=name]").fill("Första kalkylen")
        page.locator("main form[method=post] button").click()
        expect(page.locator("h1")).to_contain_text("Första kalkylen", timeout=MINUTES)
        page.locator("form[action$='/las/'] button").click()
        expect(page.locator("main")).to_contain_text("Version 1", timeout=MINUTES)

    def reports(self) -> None:
        page = self.visitor.page
        self.visitor.goes("/program/underlag/")
        page.locator("[name=decision]").fill("Gå vidare till design.")
        page.locator("[name=meeting]").fill("2099-01-15")
        page.locator("main form[method=post] button").click()
        expect(page.locator("h1")).to_contain_text("Förstudie", timeout=MINUTES)
        expect(page.locator("article")).to_contain_text("Samma goda stöd till alla.")
        assert self.visitor.barriers() == []
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Hämta som PDF").click()
        assert fetched.value.path().read_bytes().startswith(b"%PDF-1.7")


@pytest.fixture(scope="module")
def controller(chromium: Browser, databases: Databases) -> Iterator[Controller]:
    """The controller of a Lindby that has its organisation, its people, and files."""
    name = databases.copy("files")
    files = databases.var("files") / "demo" / "files"
    with served(databases, name) as address:
        context = chromium.new_context(locale="sv-SE")
        visitor = Visitor(context.new_page(), address)
        visitor.goes("/konto/logga-in/")
        people = visitor.page.locator("form[action$='/demo/'] button")
        people.filter(has_text="Controller").first.click()
        visitor.page.wait_for_url(f"{address}/")
        yield Controller(visitor, files)
        context.close()


@pytest.mark.slow
def test_from_files_to_a_decision(controller: Controller) -> None:
    """The baseline agrees to the öre, is frozen, and a case on it is locked; well within
    the twenty minutes a person would have."""
    began = time.monotonic()
    year = 2025
    ledgers = sorted((controller.files / "sie").glob(f"*_{year}.se"))
    assert len(ledgers) == 4
    for path in ledgers:
        controller.uploads("ledger", f"sie/{path.name}")
    controller.uploads("deliveries", "leveranser.csv")
    controller.uploads("staff", f"personal_{year}.xlsx")
    controller.uploads("survey", f"tidsstudie_{year}-10.csv")
    controller.uploads("volumes", f"volymer_{year}.csv")
    controller.maps_everything(year)
    controller.computes(year)
    page = controller.visitor.page
    expect(page.locator("h1")).to_contain_text("Nollmätning")
    expect(page.locator("main")).to_contain_text("till öret")
    controller.freezes()
    controller.sets_a_vision()
    controller.makes_and_locks_a_case()
    controller.reports()
    controller.visitor.goes("/program/")
    expect(page.locator(".road .badge", has_text="Klart")).to_have_count(7)
    assert controller.visitor.barriers() == []
    assert controller.visitor.complaints == []
    assert time.monotonic() - began < 20 * 60
