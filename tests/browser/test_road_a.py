# SPDX-License-Identifier: EUPL-1.2
"""Road A as somebody new walks it: nothing is there, and they have two files."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.newcomer import newcomer, takes_in
from tests.browser.visitor import Visitor
from tests.rig.databases import Databases

from gemensam.demo.foreign import make_roster, write_ledger, write_roster

AN_HOUR = 60 * 60


@pytest.fixture
def lisa(chromium: Browser, databases: Databases) -> Iterator[Visitor]:
    with newcomer(chromium, databases, to="Lindhaga kommun") as visitor:
        yield visitor


@pytest.mark.slow
def test_two_files_give_an_answer_and_the_next_month_needs_no_click(
    lisa: Visitor, tmp_path: Path
) -> None:
    began = time.monotonic()
    roster = make_roster(seed=21, thousands=0.5)
    write_roster(tmp_path / "personal.xlsx", roster)
    ledger = write_ledger(tmp_path, roster, rows=4000, months=range(1, 12))
    page = lisa.page

    lisa.goes("/")
    assert lisa.barriers() == []
    assert lisa.overflow() <= 0
    page.get_by_role("link", name=re.compile("Ett års huvudbok.*Excel")).click()
    takes_in(lisa, ledger.paths[0])
    lisa.goes("/filer/nu/ledger_table/")
    takes_in(lisa, ledger.paths[1])
    lisa.goes("/")
    page.get_by_role("link", name=re.compile("Personallistan.*Excel")).click()
    takes_in(lisa, tmp_path / "personal.xlsx")
    shown = page.content()
    assert not any(number in shown for number in roster.numbers)
    assert not any(name in shown for name in roster.names)

    lisa.goes("/")
    page.get_by_role("link", name=re.compile("Svaret.*nollmätning")).click()
    expect(page.locator("h1")).to_have_text("Grov nollmätning")
    expect(page.locator(".page-head .badge")).to_have_text(
        "grov nollmätning – kan inte frysas"
    )
    sentences = page.locator(".lead-sentence")
    expect(sentences.nth(0)).to_contain_text("mnkr")
    expect(sentences.nth(1)).to_contain_text("utanför stödavdelningarna")
    expect(sentences.nth(2)).to_contain_text("15 % lägre")
    for department in ("Ekonomiavdelningen", "HR-avdelningen", "IT-avdelningen"):
        expect(page.get_by_role("cell", name=re.compile(department))).to_be_visible()
    expect(page.locator("main")).to_contain_text("0 bara i huvudboken")
    assert lisa.barriers() == []
    assert lisa.overflow() <= 0

    more = write_ledger(tmp_path, roster, rows=400, files=1, months=[12])
    lisa.goes("/filer/nu/ledger_table/")
    takes_in(lisa, more.paths[0])
    expect(page.locator("details.columns")).not_to_have_attribute("open", "")
    assert lisa.complaints == []
    assert time.monotonic() - began < AN_HOUR
