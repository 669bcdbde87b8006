# SPDX-License-Identifier: EUPL-1.2
"""Road B as somebody new walks it: an installation with nothing in it, one export."""

import io
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader
from tests.browser.newcomer import newcomer, takes_in
from tests.browser.visitor import Visitor
from tests.rig.databases import Databases

from gemensam.demo.foreign.tickets import History, branch_table

HALF_AN_HOUR = 30 * 60
AT, LATER = datetime(2025, 12, 20, 12), datetime(2026, 1, 19, 12)


@pytest.fixture
def anna(chromium: Browser, databases: Databases) -> Iterator[Visitor]:
    with newcomer(chromium, databases, to="Ankeborg") as visitor:
        yield visitor


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
    halves = page.locator(".half-page").count()
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    each = [one.extract_text().count("Hälften klara inom") for one in printed]
    assert each[1:-1] == [2] * (len(each) - 2), "two halves make a page"
    assert sum(each[1:]) == halves > 3
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
