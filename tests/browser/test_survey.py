# SPDX-License-Identifier: EUPL-1.2
"""From where a survey matters to a baseline that uses it: as the controller, an employee
with a phone, and a mail server would see it."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.visitor import Visitor
from tests.rig.mailbox import Mailbox

pytestmark = pytest.mark.slow
Visit = Callable[..., Visitor]


def phone(chromium: Browser, site: str, *, script: bool) -> Visitor:
    """Somebody without an account, at 360 px."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740},
        java_script_enabled=script,
        locale="sv-SE",
    )
    return Visitor(context.new_page(), site)


def waited(post: Mailbox, count: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while len(post.mails) < count and time.monotonic() < until:
        time.sleep(0.2)
    assert len(post.mails) >= count


def test_ask_answer_remind_close_and_use(
    visit: Visit, chromium: Browser, site: str, post: Mailbox, unasked_site: None
) -> None:
    controller = visit("controller")
    page = controller.page
    controller.goes("/ekonomi/vem-gor-vad/")
    assert controller.barriers() == []
    page.get_by_role("link", name=re.compile("^Fråga")).first.click()
    page.get_by_label("Vad enkäten heter").fill("Vem gör vad i höst?")
    page.get_by_label("Vem som svarar på frågor").fill("Controllern, 0123-45 67 89")
    page.get_by_label("Varje enhetschef svarar för sina medarbetare").check()
    assert controller.barriers() == []
    page.get_by_role("button", name="Gör omgången").click()
    page.get_by_role("button", name="Öppna omgången").click()
    expect(page.locator(".notice-error")).to_contain_text("19 § MBL")
    page.get_by_label("Vad facken fick veta").fill("Vi frågar om arbetstid i november.")
    page.get_by_role("button", name="Anteckna").click()
    page.get_by_role("button", name="Öppna omgången").click()
    assert controller.barriers() == []
    round_ = page.url
    page.get_by_role("button", name="Skicka länkarna med e-post").click()
    waited(post, 1)
    link = re.search(r"/enkat/svar/\S+", post.mails[0].get_content())
    assert link is not None

    someone = phone(chromium, site, script=True)
    assert someone.goes(link[0]) == 200
    if someone.page.locator("table").count():
        someone.page.locator("tbody a").first.click()
    assert someone.overflow() <= 0
    assert someone.barriers() == []
    someone.page.get_by_text("Ledning och annat arbete").wait_for()
    fields = someone.page.locator("input[data-part]:visible")
    fields.nth(0).fill("60")
    expect(someone.page.locator("[data-total]")).to_have_text("Summan är 60 %")
    other = someone.page.get_by_label(re.compile("^Allt annat arbete"))
    other.fill("35")
    someone.page.get_by_role("button", name=re.compile("mitt svar")).click()
    expect(someone.page.locator(".notice-error")).to_contain_text("Summan är 95 %")
    assert someone.barriers() == []
    other.fill("40")
    someone.page.get_by_role("button", name=re.compile("mitt svar")).click()
    expect(someone.page.locator(".notice-success")).to_contain_text("Tack!")
    assert someone.complaints == [] or all("422" in c for c in someone.complaints)

    page.goto(round_)
    page.get_by_role("button", name="Stäng och ta in svaren").click()
    expect(page.locator(".notice-success")).to_contain_text("stängd")
    assert someone.goes(link[0]) == 404
    expect(someone.page.locator("h1")).to_contain_text("inte till någon öppen enkät")
    page.get_by_role("link", name="Vad tystnaden betyder").click()
    assert controller.barriers() == []
    controller.goes("/ekonomi/vem-gor-vad/")
    expect(page.locator("table").first).to_contain_text("Tillfrågade utan svar")


def test_the_form_works_without_script(
    visit: Visit, chromium: Browser, site: str, unasked_site: None
) -> None:
    controller = visit("controller")
    page = controller.page
    page.goto(f"{site}/ekonomi/vem-gor-vad/fraga/")
    page.locator("input[name=lines]").first.check()
    page.get_by_label("Vad enkäten heter").fill("Utan skript")
    page.get_by_label("Vem som svarar på frågor").fill("Controllern")
    page.get_by_role("button", name="Gör omgången").click()
    page.get_by_label("Vad facken fick veta").fill("Vi frågar.")
    page.get_by_role("button", name="Anteckna").click()
    page.get_by_role("button", name="Öppna omgången").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Lista med länkar att dela ut").click()
    listed = coming.value.path().read_text(encoding="utf-8-sig")
    link = re.search(r"/enkat/svar/[^;/]+/", listed)
    assert link is not None
    someone = phone(chromium, site, script=False)
    assert someone.goes(link[0]) == 200
    assert someone.overflow() <= 0
    visible = someone.page.locator("input[data-part]:visible")
    visible.nth(0).fill("97")
    someone.page.get_by_role("button", name="Skicka mitt svar").click()
    expect(someone.page.locator(".notice-error")).to_contain_text("Summan är 97 %")
    assert visible.nth(0).input_value() == "97"
    visible.nth(0).fill("100")
    someone.page.get_by_role("button", name="Skicka mitt svar").click()
    expect(someone.page.locator(".notice-success")).to_contain_text("Tack!")


def test_a_manager_corrects_on_a_phone(visit: Visit, unasked_site: None) -> None:
    manager = visit("unit_manager", width=360)
    manager.goes("/ekonomi/mina-medarbetare/")
    assert manager.barriers() == []
    manager.page.locator("tbody a").first.click()
    assert manager.overflow() <= 0
    assert manager.barriers() == []
    if manager.page.locator("fieldset").count() == 0:
        manager.page.get_by_role("link", name=re.compile("^Visa")).click()
    manager.page.locator("fieldset input").first.fill("25")
    manager.page.get_by_role("button", name="Spara").click()
    expect(manager.page.locator(".notice-success")).to_contain_text("Sparat")
