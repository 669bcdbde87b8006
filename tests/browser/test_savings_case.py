# SPDX-License-Identifier: EUPL-1.2
"""A programme manager goes from a baseline to a locked savings case, with the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
SEND = "main form:not([action]) button[type=submit]"


def chip(page: Page, part: str) -> None:
    page.locator(f".chips a[href$='/{part}']").click()


@pytest.mark.slow
def test_from_a_baseline_to_a_locked_case(visit: Visit) -> None:
    visitor = visit("programme_manager", width=360)
    page = visitor.page
    _sets_the_goal(visitor)

    visitor.goes("/program/kalkyl/")
    page.locator("main a[href='/program/kalkyl/ny/']").click()
    page.locator("#id_name").fill("Provvandring")
    page.locator(SEND).click()
    expect(page.locator("h1")).to_have_text("Provvandring")
    _nothing_is_in_the_way(visitor)

    chip(page, "antaganden/")
    page.get_by_role("link", name="Ändra Större skala").click()
    page.locator("#id_low").fill("12")
    page.locator(SEND).click()
    expect(page.get_by_role("alert").first).to_contain_text("12")
    page.locator("#id_low").fill("4,5")
    page.locator("#id_source").fill("Vår egen pilot, kv. 3")
    page.locator(SEND).click()
    expect(page.locator("main")).to_contain_text("Vår egen pilot, kv. 3")

    chip(page, "strategi/")
    areas = page.locator("form:has(input[value=areas]) button")
    areas.click()
    expect(page.locator(".notice-success")).to_be_visible()

    page.locator(".chips a").first.click()
    page.locator("form[action$='/las/'] button").click()
    expect(page.locator("h1")).to_contain_text("Provvandring")
    assert "/program/kalkyl/version/" in page.url
    _nothing_is_in_the_way(visitor)


def _sets_the_goal(visitor: Visitor) -> None:
    """A rise of cost is refused with the cure; a fall is the goal from now on."""
    page = visitor.page
    visitor.goes("/program/mal/")
    page.locator("main a[href='/program/mal/nytt/']").click()
    page.locator("#id_measure").select_option("cost")
    page.locator("#id_due").fill("2030-12-31")
    page.locator("#id_owner").select_option(index=1)
    page.locator("#id_target").fill("14")
    page.locator(SEND).click()
    expect(page.get_by_role("alert").first).to_contain_text("minus")
    page.locator("#id_target").fill("−14")
    page.locator(SEND).click()
    expect(page.locator("main table").first).to_contain_text("−14,0")


def _nothing_is_in_the_way(visitor: Visitor) -> None:
    assert visitor.barriers() == []
    assert visitor.overflow() == 0
    assert visitor.complaints == []
