# SPDX-License-Identifier: EUPL-1.2
"""From an order to a promise kept, and opened again: as two people would do it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("script", [True, False])
def test_order_handle_reopen(visit: Visit, script: bool) -> None:
    customer = visit("unit_manager", script=script)
    page = customer.page
    customer.goes("/tjanster/?q=lön")
    page.get_by_role("link", name="Lönerättelse, retroaktiv").click()
    promise = page.locator(".promise").first.inner_text()
    assert re.search(r"\d\d:\d\d", promise), promise
    assert "kr" in promise
    page.get_by_label("Vad gäller det?").fill("OB saknas i oktober")
    body = page.locator("form textarea").first
    body.fill("Två pass natten mot den 17 oktober.")
    page.get_by_role("button", name="Beställ").click()
    expect(page.locator("h1")).to_have_text("OB saknas i oktober")
    case = page.url.removeprefix(customer.site)
    price = re.search(r"[\d,]+\skr", promise)
    assert price is not None
    assert price[0].strip() in page.locator(".promise").inner_text()

    agent = visit("agent_hr", script=script)
    agent.goes(f"/arenden/ko/?q={case.strip('/').split('/')[-1]}")
    agent.goes(case)
    agent.page.get_by_role("button", name="Ta ärendet").click()
    agent.page.locator("#id_text").fill("Kolla med Maria om passet.")
    agent.page.get_by_role("button", name="Spara som anteckning").click()
    agent.page.locator("#id_text").fill("Vilken avdelning gällde det?")
    agent.page.get_by_role("button", name="Fråga och vänta").click()
    expect(agent.page.locator(".page-head .badge")).to_contain_text("Väntar på kund")

    page.reload()
    assert "Vilken avdelning" in page.locator(".timeline").inner_text()
    assert "Maria" not in page.content()
    page.locator("#id_text").fill("Avdelning 3.")
    page.get_by_role("button", name="Skicka").click()

    agent.page.reload()
    expect(agent.page.locator(".page-head .badge")).to_contain_text("Pågår")
    agent.page.locator("#id_text").fill("Rättat, betalas ut på fredag.")
    agent.page.get_by_role("button", name="Klart").click()
    expect(agent.page.locator(".page-head .badge")).to_contain_text("Klart")

    page.reload()
    page.locator("#id_reason").fill("Ett pass saknas fortfarande.")
    page.get_by_role("button", name="Öppna igen").click()
    expect(page.locator(".page-head .badge")).to_contain_text("Pågår")
    assert customer.complaints == []
    assert agent.complaints == []


def test_another_units_case_cannot_be_read(visit: Visit) -> None:
    agent = visit("agent_it")
    agent.goes("/arenden/ko/")
    case = agent.page.locator("[data-open]").first.get_attribute("href")
    assert visit("union_rep").goes(str(case)) == 404
    assert visit("agent_hr").goes(str(case)) == 404
