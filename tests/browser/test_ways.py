# SPDX-License-Identifier: EUPL-1.2
"""Keyboard, language, light, print, and what works without script."""

import io
import re
from collections.abc import Callable

from playwright.sync_api import expect
from pypdf import PdfReader
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_the_first_tab_skips_to_the_content(visit: Visit) -> None:
    visitor = visit("agent_it")
    visitor.goes("/arenden/ko/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(":focus")).to_have_class("skip-link")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(":focus")).to_have_id("main")


def test_letters_move_only_those_who_stand_in_the_queue(visit: Visit) -> None:
    visitor = visit("agent_it")
    visitor.goes("/arenden/ko/")
    links = visitor.page.locator("[data-open]")
    visitor.page.keyboard.press("j")
    expect(links.first).not_to_be_focused()
    links.first.focus()
    visitor.page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    visitor.page.keyboard.press("k")
    expect(links.first).to_be_focused()


def test_the_language_is_chosen_where_one_stands(visit: Visit) -> None:
    visitor = visit("agent_it", script=False)
    visitor.goes("/arenden/ko/?show=mine")
    visitor.page.get_by_role("button", name="English").click()
    assert visitor.page.url.endswith("/arenden/ko/?show=mine")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.page.locator("h1")).to_have_text("Queue")
    visitor.page.get_by_role("button", name="Dark").click()
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_sorting_filtering_and_paging_need_no_script(visit: Visit) -> None:
    visitor = visit("controller", script=False)
    page = visitor.page
    rows = page.locator("tbody tr")
    visitor.goes("/ekonomi/huvudbok/1/rader/")
    first = rows.first.inner_text()
    page.get_by_role("link", name="Nästa").click()
    expect(rows.first).not_to_have_text(first, use_inner_text=True)
    amount = page.get_by_role("columnheader", name="Kronor")
    for direction in ("ascending", "descending"):
        amount.get_by_role("link").click()
        expect(amount).to_have_attribute("aria-sort", direction)
        visitor.arrives()
        seen = [_number(text) for text in rows.locator("td.num").all_inner_texts()]
        assert len(set(seen)) > 1
        assert seen == sorted(seen, reverse=direction == "descending")
    visitor.goes("/ekonomi/huvudbok/1/rader/")
    page.get_by_label("Konto").fill("5020")
    page.get_by_role("button", name="Visa").click()
    page.wait_for_url("**account=5020**")
    expect(rows).not_to_have_count(0)
    assert all("5020" in text for text in rows.all_inner_texts())


def _number(text: str) -> float:
    return float(re.sub(r"\s|kr", "", text).replace("−", "-").replace(",", "."))


def test_a_chart_has_its_figures_as_a_table(visit: Visit) -> None:
    visitor = visit("controller", script=False)
    visitor.goes("/resultat/")
    visitor.page.locator(".chart-table summary").click()
    names = visitor.page.locator(".chart-table tbody tr > :first-child")
    expect(names).to_have_text(["Ekonomi", "HR och lön", "IT", "Utan tjänst"])


def on_paper(visitor: Visitor) -> list[str]:
    """The texts of the A4 pages that the browser prints."""
    made = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True)))
    sizes = {
        (round(one.mediabox.width), round(one.mediabox.height)) for one in made.pages
    }
    assert sizes == {(595, 842)}
    return [one.extract_text().replace("\xa0", " ") for one in made.pages]


def test_paper_has_whole_tables_and_no_menus(visit: Visit) -> None:
    visitor = visit("controller")
    visitor.goes("/resultat/")
    pages = on_paper(visitor)
    text = " ".join("\n".join(pages).split())
    assert "Logga ut" not in text
    rows = visitor.page.locator(".table.stack tbody tr")
    for row in rows.all_inner_texts():
        assert " ".join(row.split()) in text, "in one line, as on a wide screen"
    assert all("Nollmätning" in page for page in pages[:-1]), "the headers come again"


def test_paper_is_white_and_says_that_the_rough_is_rough(visit: Visit) -> None:
    visitor = visit("controller")
    visitor.goes("/ekonomi/grov/")
    visitor.darkens()
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator(".shell-side").is_visible()
    ink = "getComputedStyle(document.querySelector('main .explain')).color"
    assert visitor.page.evaluate(ink) == "rgb(75, 90, 87)"
    assert "kan inte frysas" in on_paper(visitor)[0]
