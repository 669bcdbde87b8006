# SPDX-License-Identifier: EUPL-1.2
"""An auditor's walk: from the report of a month down to what its figures rest on, in four
clicks at most, and to a file from which a spreadsheet gives the same öre."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from tests.benefits import redone
from tests.benefits.redone import amount, column, in_ore
from tests.browser.visitor import Visitor
from tests.rig.databases import ROOT, Databases

Visit = Callable[..., Visitor]
MOST = 4


@pytest.fixture(scope="module")
def published(databases: Databases, site: str, site_database: str) -> dict[str, Any]:
    """What `report --json` tells of the served site: whole öre."""
    del site
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gemensam", "report", "--json"],
        cwd=ROOT,
        env=databases.environment(site_database),
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


class Walk:
    """A visitor that counts its clicks, from the steering group's report on."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.clicks = visitor, visitor.page, 0
        visitor.goes("/resultat/rapporter/")
        self.page.get_by_role("link", name="Hela koncernen", exact=True).click()
        expect(self.page.locator("h1")).to_contain_text("Till styrgruppen")

    def follows(self, link: Locator) -> None:
        address = link.get_attribute("href") or ""
        link.click()
        self.page.wait_for_url(lambda url: url.endswith(address.partition("#")[0]))
        self.visitor.arrives()
        self.clicks += 1
        assert self.clicks <= MOST

    def links(self, within: str) -> list[str]:
        """Addresses on the page that begin so, each once."""
        found = self.page.locator(f"main a[href^='{within}']").all()
        return list(dict.fromkeys(str(one.get_attribute("href")) for one in found))

    def to(self, address: str) -> None:
        self.follows(self.page.locator(f"main a[href='{address}']").first)

    def back(self) -> None:
        self.page.go_back()
        self.visitor.arrives()
        self.clicks -= 1


def test_down_to_a_formula_and_a_voucher(visit: Visit) -> None:
    walk = Walk(visit("controller"))
    services = walk.links("/resultat/brygga/tjanst/")
    assert services
    for service in services:
        walk.to(service)
        assert re.search(r"kr ÷ .* × \(", walk.page.locator("main").inner_text())
        if found := ledger_of(walk):
            walk.to(found)
            walk.follows(
                walk.page.locator("main a[href^='/ekonomi/verifikation/']").first
            )
            expect(walk.page.locator("h1")).to_contain_text("erifikation")
            assert walk.clicks == MOST
            assert walk.visitor.complaints == []
            return
        walk.back()
    pytest.fail("no service led to a voucher")


def ledger_of(walk: Walk) -> str | None:
    """Into the first cell of the service that opens to a ledger's rows."""
    cells = [one for one in walk.links("/ekonomi/tjanst/") if "actual" in one]
    for cell in cells[:4]:
        walk.to(cell)
        if rows := walk.links("/ekonomi/huvudbok/"):
            return rows[0]
        walk.back()
    return None


def test_down_to_a_case_with_its_clock(visit: Visit) -> None:
    walk = Walk(visit("centre_manager"))
    walk.to("/resultat/kvalitet/arenden/on_time/")
    told = int(walk.page.locator(".figure-value").inner_text().replace("\u00a0", ""))
    cases = walk.page.locator("tbody a")
    assert 0 < cases.count() <= told
    walk.follows(cases.first)
    assert walk.page.url.startswith(f"{walk.visitor.site}/arenden/")
    expect(walk.page.locator(".promise")).to_be_visible()
    assert walk.visitor.complaints == []


def test_down_to_a_decision(visit: Visit) -> None:
    walk = Walk(visit("controller"))
    walk.to("/resultat/hemtaget/")
    walk.to("/resultat/ramvaxling/")
    moves = walk.links("/resultat/ramvaxling/")
    walk.to(next(one for one in moves if re.fullmatch(r".*/\d+/", one)))
    assert "§" in walk.page.locator("main").inner_text()


def test_the_file_of_the_bridge_is_the_report_to_the_ore(
    visit: Visit, published: dict[str, Any]
) -> None:
    walk = Walk(visit("controller"))
    report = walk.page.locator("article.document").inner_text()
    walk.to("/resultat/brygga/")
    with walk.page.expect_download() as waiting:
        walk.page.locator("main a[href^='/resultat/brygga/fil/']").first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    lines = redone.lines_in(text)
    frozen, actual = (
        in_ore(column(name, lines)) for name in ("Fryst nollmätning", "Utfall")
    )
    parts = redone.told(lines)
    assert frozen + sum(parts.values()) == actual, "to the öre"
    beside = published["bridge_beside"]
    assert (frozen, actual) == (beside["frozen_ore"], beside["actual_ore"])
    assert parts == published["bridge"]
    assert redone.price(lines) == published["bridge"]["price"]
    for name, ore in {
        "Nollmätning": frozen,
        **{redone.NAMES[part]: ore for part, ore in parts.items()},
        "Utfall": actual,
    }.items():
        shown = re.search(rf"{name}\s+([-−]?[\d\s]+)tkr", report)
        assert shown is not None, name
        assert round(ore / 100_000) == amount(shown[1]), name


def test_a_spreadsheet_redoes_every_part_of_the_bridge(visit: Visit) -> None:
    """From what the file says of a service at an administration in a month."""
    visitor = visit("controller")
    visitor.goes("/resultat/brygga/")
    with visitor.page.expect_download() as waiting:
        visitor.page.locator("main a[href^='/resultat/brygga/fil/']").first.click()
    lines = redone.lines_in(waiting.value.path().read_text(encoding="utf-8-sig"))
    assert redone.differing(lines) == []
