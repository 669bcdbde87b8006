# SPDX-License-Identifier: EUPL-1.2
"""Road B as somebody new walks it: an installation with nothing in it, one export."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import served
from tests.browser.visitor import Visitor
from tests.rig.databases import ROOT, Databases

from gemensam.demo.foreign.tickets import History, branch_table

PHRASE = "en lång fras 9 till"
HALF_AN_HOUR = 30 * 60
AT, LATER = datetime(2025, 12, 20, 12), datetime(2026, 1, 19, 12)


@pytest.fixture
def ankeborg(databases: Databases) -> Iterator[str]:
    """The address of a new installation, made and served as an operator does."""
    name = databases.copy("migrated")
    environment = databases.environment(name)
    subprocess.run(
        [
            sys.executable, "-P", "-m", "gemensam", "start", "--no-serve", "--name",
            "Ankeborg", "--admin-name", "Anna Ank", "--admin-email", "anna@ankeborg.se",
            "--password-stdin",
        ],
        cwd=ROOT, env=environment, input=PHRASE + "\n", text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    with served(databases, name) as address:
        yield address


@pytest.fixture
def anna(chromium: Browser, ankeborg: str) -> Iterator[Visitor]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, locale="sv-SE"
    )
    page = context.new_page()
    page.goto(f"{ankeborg}/konto/logga-in/")
    page.get_by_label("E-post").fill("anna@ankeborg.se")
    page.locator("input[type=password]").fill(PHRASE)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"{ankeborg}/")
    yield Visitor(page, ankeborg)
    context.close()


def takes_in(visitor: Visitor, file: Path) -> None:
    """Choose the file on the page one stands on, wait for its report, import it."""
    page: Page = visitor.page
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    decided = page.locator("button[value=commit]")
    expect(decided).to_be_visible(timeout=30_000)
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []
    decided.click()
    expect(page.get_by_role("status").first).to_be_visible()


@pytest.mark.slow
def test_one_export_gives_an_answer_and_the_next_needs_no_click(
    anna: Visitor, tmp_path: Path
) -> None:
    began = time.monotonic()
    history = History(seed=11, begins=datetime(2025, 1, 1), days=395)
    export, table, later = (
        tmp_path / name for name in ("Export 2025.csv", "Filialer.csv", "Januari.csv")
    )
    export.write_bytes(history.export("topdesk", AT))
    table.write_bytes(branch_table(history))
    later.write_bytes(history.export("topdesk", LATER))
    page = anna.page

    anna.goes("/arenden/loggar/")
    page.get_by_role("link", name="Så står det till").click()
    page.get_by_role("link", name="Läs in en export").click()
    takes_in(anna, export)
    page.get_by_role("link", name="Visa det som kom in").click()
    expect(page.locator("h1")).to_have_text("Så står det till")
    expect(page.locator(".lead-sentence")).to_contain_text("i tid")
    assert anna.overflow() <= 0
    assert anna.barriers() == []

    # Skipping is allowed; a table of branches turns them into administrations.
    page.get_by_role("link", name="Knyt dem om du vill").click()
    assert anna.overflow() <= 0
    assert anna.barriers() == []
    page.get_by_role("link", name="Läs in en tabell med avdelningar").click()
    takes_in(anna, table)
    anna.goes("/arenden/lage/")
    expect(page.locator("h2").filter(has_text="Barn- och utbildning")).to_be_visible()
    page.locator("main table a").first.click()
    assert anna.barriers() == []
    assert anna.overflow() <= 0

    anna.goes("/filer/nu/tickets/")
    takes_in(anna, later)
    page.get_by_role("link", name="Visa det som kom in").click()
    truth = history.truth(LATER)
    closed = sum(truth.closed.values())
    said = page.locator(".lead-sentence").inner_text().replace("\u00a0", " ")
    assert f"{closed:,}".replace(",", " ") + " ärenden avslutade" in said
    assert anna.complaints == []
    assert time.monotonic() - began < HALF_AN_HOUR
