# SPDX-License-Identifier: EUPL-1.2
"""A programme manager goes from a baseline to a locked savings case, with the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.slow
def test_from_a_baseline_to_a_locked_case(visit: Visit) -> None:
    visitor = visit("programme_manager", width=360)
    page = visitor.page
    visitor.goes("/program/mal/")
    page.get_by_role("link", name="Sätt ett mål").click()
    page.get_by_label("Mått").select_option("cost")
    page.get_by_label("Mål", exact=True).fill("15")
    page.get_by_label("Nått senast").fill("2030-12-31")
    page.get_by_label("Målets ägare").select_option(index=1)
    page.get_by_role("button", name="Sätt målet").click()
    expect(page.get_by_role("alert")).to_contain_text("minus")
    page.get_by_label("Mål", exact=True).fill("−15")
    page.get_by_role("button", name="Sätt målet").click()
    expect(page.locator("main")).to_contain_text("−15,0")

    visitor.goes("/program/kalkyl/")
    page.get_by_role("link", name="Nytt scenario").click()
    page.get_by_label("Scenariots namn").fill("Provvandring")
    page.get_by_role("button", name="Gör scenariot").click()
    expect(page.locator("h1")).to_have_text("Provvandring")
    assert visitor.barriers() == []
    assert visitor.overflow() == 0

    page.get_by_role("link", name="Antaganden").click()
    page.get_by_role("link", name="Ändra Större skala").click()
    page.get_by_label("Lågt").fill("12")
    page.get_by_role("button", name="Spara och räkna om").click()
    expect(page.get_by_role("alert")).to_contain_text("minsta först")
    page.get_by_label("Lågt").fill("4,5")
    page.get_by_label("Källa").fill("Vår egen pilot, kv. 3")
    page.get_by_role("button", name="Spara och räkna om").click()
    expect(page.locator("main")).to_contain_text("Vår egen pilot, kv. 3")

    page.get_by_role("link", name="Genomförande").click()
    page.get_by_role("button", name="Område för område").click()
    expect(page.locator("main")).to_contain_text("omräknad")

    page.get_by_role("link", name="I korthet").click()
    page.get_by_role("button", name="Lås en version till beslutet").click()
    expect(page.locator("h1")).to_contain_text("Provvandring, version")
    assert visitor.barriers() == []
    assert visitor.overflow() == 0
    assert visitor.complaints == []
