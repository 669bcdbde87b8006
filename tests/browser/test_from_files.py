# SPDX-License-Identifier: EUPL-1.2
"""From files to a frozen baseline, a locked savings case and a report, through the pages
alone: what a new controller does in the first days. Each step is a function."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import served
from tests.browser.visitor import Visitor
from tests.rig.databases import Databases

SEND = "main form:not([action]) button[type=submit]"
VISION = "Samma goda stöd till alla."
TWENTY_MINUTES = 20 * 60
MINUTES = 60_000  # milliseconds; a job waits for its turn on a busy machine


@dataclass(frozen=True, slots=True)
class Controller:
    """Somebody at the pages of a municipality that has only files."""

    visitor: Visitor
    files: Path

    @property
    def page(self) -> Page:
        return self.visitor.page

    def goes_on(self) -> None:
        """To the pre-study, and to what it says is next."""
        self.opens("Förstudie")
        self.page.locator(".lead-panel .btn-primary").click()

    def opens(self, name: str) -> None:
        """One of the places of the menu."""
        self.page.locator(".shell-side nav").get_by_role("link", name=name).click()

    def uploads(self, name: str) -> None:
        """Choose a file, see the report, decide to import it."""
        self.page.locator("input[type=file]").set_input_files(self.files / name)
        self.page.get_by_role("button", name="Läs filen").click()
        decide = self.page.locator("button[value=commit]")
        decide.click(timeout=MINUTES)
        expect(self.page.locator(".page-head .badge")).to_have_text("Importerad")

    def brings(self, kind: str, name: str) -> None:
        """Find the kind of file among all that there are."""
        self.opens("Filer")
        self.page.get_by_role("link", name=re.compile(f"^{kind}")).click()
        self.uploads(name)

    def maps_everything(self) -> None:
        """Accept what is sure and likely, then the guesses; put it in force."""
        self.page.locator("button[name=all]").last.click()
        expect(self.page.locator("#total")).to_contain_text("100,0", timeout=MINUTES)
        self.page.locator("button[value=force]").click()
        expect(self.page.locator(".notice-success")).to_contain_text("1")

    def computes(self) -> None:
        """Ask for the baseline, wait until the job is done, look at it."""
        self.page.locator("form[method=post] button", has_text="Räkna fram").click()
        self.page.locator("#job a.btn-primary").click(timeout=3 * MINUTES)
        expect(self.page.locator("h1")).to_have_text("Nollmätning")

    def freezes(self) -> None:
        """Sign what nothing stands in the way of, look it over, freeze it."""
        for field, words in (
            ("method", "Huvudböcker, personalregister, tidsstudie i oktober, volymer."),
            ("on_behalf_of", "Kommunstyrelsen"),
            ("words", "Stämmer med huvudböckerna på öret."),
        ):
            self.page.locator(f"[name={field}]").fill(words)
        self.page.locator("main form[method=post] button[type=submit]").click()
        expect(self.page.locator("h1")).to_contain_text("Frys")
        self.page.locator("input[name=step] ~ .actions button").click()
        expect(self.page.locator(".notice-success")).to_be_visible(timeout=MINUTES)

    def says_what_is_wanted(self) -> None:
        """A vision, and a goal with its measure."""
        self.page.locator("textarea[name=text]").fill(VISION)
        self.page.locator("form[action$='/vision/'] button").click()
        expect(self.page.locator("main")).to_contain_text(VISION)
        self.page.locator("main a[href='/program/mal/nytt/']").click()
        self.page.locator("#id_measure").select_option("cost")
        self.page.locator("#id_target").fill("-15")
        self.page.locator("#id_due").fill("2030-12-31")
        self.page.locator("#id_owner").select_option(index=1)
        self.page.locator(SEND).click()
        expect(self.page.locator("main table").first).to_contain_text("−15,0")

    def makes_and_locks_a_case(self) -> None:
        """What the field suggests is enough to begin with."""
        self.page.locator("main a[href='/program/kalkyl/ny/']").first.click()
        self.page.locator("[name=name]").fill("Första kalkylen")
        self.page.locator(SEND).click()
        expect(self.page.locator("h1")).to_have_text("Första kalkylen", timeout=MINUTES)
        self.page.locator("form[action$='/las/'] button").click()
        expect(self.page.locator("main")).to_contain_text("Version 1", timeout=MINUTES)

    def reports(self) -> None:
        """The paper on the screen, then as a file."""
        self.opens("Förstudie")
        self.page.get_by_role("link", name="Underlag till styrgruppen").click()
        self.page.locator("[name=decision]").fill("Gå vidare till design.")
        self.page.locator("[name=meeting]").fill("2027-01-15")
        self.page.locator(SEND).click()
        expect(self.page.locator("h1")).to_contain_text("Förstudie", timeout=MINUTES)
        expect(self.page.locator("article")).to_contain_text(VISION)
        self.looks()
        with self.page.expect_download() as fetched:
            self.page.get_by_role("link", name="Hämta som PDF").click()
        assert fetched.value.path().read_bytes().startswith(b"%PDF-1.7")

    def looks(self) -> None:
        """Nothing on the page is in anybody's way, on a telephone either."""
        assert self.visitor.barriers() == []
        self.page.set_viewport_size({"width": 360, "height": 800})
        assert self.visitor.overflow() <= 0
        self.page.set_viewport_size({"width": 1280, "height": 900})


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
    ledgers = sorted(controller.files.glob("sie/*_2025.se"))
    assert len(ledgers) == 4
    page = controller.page

    controller.goes_on()
    for number, path in enumerate(ledgers):
        if number:
            page.get_by_role("link", name="En fil till av samma slag").click()
        controller.uploads(f"sie/{path.name}")
    controller.goes_on()
    controller.uploads("personal_2025.xlsx")
    controller.brings("Leveranser", "leveranser.csv")
    controller.brings("Volymer", "volymer_2025.csv")

    controller.goes_on()
    controller.maps_everything()
    controller.opens("Förstudie")
    page.get_by_role("link", name="Vem gör vad").click()
    expect(page.locator("h1")).to_have_text("Standardandelar per befattning")
    controller.looks()
    controller.brings("Tidsstudie", "tidsstudie_2025-10.csv")

    controller.goes_on()
    expect(page.locator("main .badge", has_text="saknas")).to_have_count(0)
    controller.computes()
    expect(page.locator("main")).to_contain_text("stämmer till öret")
    controller.looks()

    controller.goes_on()
    expect(page.locator(".facts dd").nth(2)).not_to_have_text(re.compile("^0,00"))
    controller.freezes()
    controller.goes_on()
    controller.says_what_is_wanted()
    controller.goes_on()
    controller.makes_and_locks_a_case()
    controller.reports()

    controller.opens("Förstudie")
    expect(page.locator(".road .badge", has_text="Klart")).to_have_count(8)
    controller.looks()
    assert controller.visitor.complaints == []
    assert time.monotonic() - began < TWENTY_MINUTES
