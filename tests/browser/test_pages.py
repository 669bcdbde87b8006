# SPDX-License-Identifier: EUPL-1.2
"""Every page, in both languages and both lights: usable, quiet, and no wider than a phone."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

import pytest
from tests.browser.visitor import ROLES, Visitor

Visit = Callable[..., Visitor]

# URL name → who sees most of it, and where it is; {case} and the like are looked up.
PAGES: dict[str, tuple[str, str]] = {
    "account_login": ("", "/konto/logga-in/"),
    "account_logout": ("controller", "/konto/logga-ut/"),
    "account_change_password": ("controller", "/konto/losenord/"),
    "site:start": ("steering", "/"),
    "site:accessibility": ("steering", "/tillganglighet/"),
    "site:imports": ("administrator", "/filer/"),
    "site:upload": ("administrator", "/filer/nu/ledger/"),
    "site:import": ("administrator", "/filer/{import}/"),
    "site:folder": ("administrator", "/filer/mapp/"),
    "telephony:queues": ("controller", "/telefoni/"),
    "site:presence": ("centre_manager", "/narvaro/"),
    "site:organisation": ("administrator", "/organisation/"),
    "catalogue:services": ("unit_manager", "/tjanster/"),
    "desk:mine": ("unit_manager", "/arenden/"),
    "desk:queue": ("agent_it", "/arenden/ko/"),
    "desk:late": ("centre_manager", "/arenden/over-loftet/"),
    "desk:order": ("unit_manager", "/arenden/bestall/H04/"),
    "desk:case": ("agent_it", "{case}"),
    "desk:logs": ("controller", "/arenden/loggar/"),
    "desk:log": ("controller", "{log}"),
    "desk:situation": ("controller", "/arenden/lage/"),
    "desk:part": ("controller", "{part}"),
    "desk:categories": ("controller", "/arenden/lage/kategorier/"),
    "desk:branches": ("controller", "/arenden/lage/avdelningar/"),
    "costing:baseline": ("controller", "/ekonomi/"),
    "costing:service": ("controller", "/ekonomi/tjanst/I14/"),
    "costing:parts": ("controller", "/ekonomi/tjanst/I14/delar/"),
    "costing:unmapped": ("controller", "/ekonomi/omappat/"),
    "costing:mapping": ("controller", "/ekonomi/mappning/?show=all"),
    "costing:mapping_rules": ("controller", "/ekonomi/mappning/regler/"),
    "costing:new_rule": ("controller", "/ekonomi/mappning/regler/ny/"),
    "costing:one_rule": ("controller", "{rule}"),
    "costing:mapping_changes": ("controller", "/ekonomi/mappning/forandringar/"),
    "costing:tie": ("controller", "{tie}"),
    "costing:cell": ("controller", "{cell}"),
    "costing:step_down": ("controller", "/ekonomi/nedfordelning/"),
    "costing:capacity": ("controller", "/ekonomi/kapacitet/"),
    "costing:times": ("controller", "/ekonomi/kapacitet/tider/"),
    "costing:service_time": ("controller", "/ekonomi/kapacitet/tider/F02/"),
    "costing:capacity_year": ("controller", "/ekonomi/kapacitet/ar/"),
    "costing:kolada": ("controller", "/ekonomi/kolada/"),
    "costing:freezing": ("controller", "/ekonomi/frysning/"),
    "costing:frozen": ("controller", "/ekonomi/fryst/1/"),
    "costing:adjustments": ("controller", "/ekonomi/fryst/1/justeringar/"),
    "costing:versions": ("controller", "/ekonomi/versioner/"),
    "costing:ledgers": ("controller", "/ekonomi/huvudbok/"),
    "costing:ledger": ("controller", "{ledger}"),
    "costing:rows": ("controller", "{ledger}rader/"),
    "costing:voucher": ("controller", "{voucher}"),
    "costing:standards": ("controller", "/ekonomi/standardandelar/"),
    "costing:standard_new": ("controller", "/ekonomi/standardandelar/ny/"),
    "costing:standard": ("controller", "/ekonomi/standardandelar/0/"),
    "costing:who_does_what": ("controller", "/ekonomi/vem-gor-vad/"),
    "costing:ask": ("controller", "/ekonomi/vem-gor-vad/fraga/"),
    "costing:silence": ("controller", "/ekonomi/vem-gor-vad/tystnad/1/"),
    "costing:disposal": ("controller", "/ekonomi/vem-gor-vad/gallring/"),
    "costing:my_units": ("unit_manager", "/ekonomi/mina-medarbetare/"),
    "costing:my_people": ("unit_manager", "{mine}"),
    "costing:my_parts": ("steering", "/ekonomi/min-del/"),
    "costing:confirmations": ("controller", "/ekonomi/bekraftelser/"),
    "surveys:rounds": ("controller", "/enkat/"),
    "benefits:result": ("controller", "/resultat/"),
    "benefits:own": ("company_ceo", "/resultat/eget/?of=company"),
    "benefits:compute": ("controller", "/resultat/rakna/"),
    "benefits:quality": ("controller", "/resultat/kvalitet/"),
    "benefits:evidence": ("centre_manager", "/resultat/kvalitet/arenden/on_time/"),
    "benefits:efficiency": ("controller", "/resultat/effektivitet/"),
    "benefits:followed": ("controller", "/resultat/budget/"),
    "benefits:followed-row": ("controller", "/resultat/budget/programme/"),
    "benefits:forecast": ("controller", "/resultat/prognos/"),
    "benefits:moved": ("controller", "/resultat/flyttade/"),
    "benefits:month": ("controller", "/resultat/manad/"),
    "benefits:duties": ("controller", "/resultat/manad/kallor/"),
    "benefits:duty": ("controller", "/resultat/manad/kallor/volumes/"),
    "benefits:budget": ("controller", "/resultat/ramvaxling/"),
    "benefits:budget_move": ("controller", "/resultat/ramvaxling/3/"),
    "benefits:realised": ("controller", "/resultat/hemtaget/"),
    "benefits:packs": ("controller", "/resultat/rapporter/"),
    "benefits:pack": ("unit_manager", "{pack}"),
    "benefits:suspicions": ("controller", "/resultat/misstankar/"),
    "benefits:suspicion": ("controller", "{suspicion}"),
    "benefits:bridge": ("controller", "/resultat/brygga/"),
    "benefits:service-bridge": ("controller", "/resultat/brygga/tjanst/F02/"),
    "benefits:variation": ("controller", "/resultat/variation/"),
    "benefits:service-variation": (
        "controller",
        "/resultat/variation/I06/?version=actual",
    ),
    "costing:rough": ("controller", "/ekonomi/grov/"),
    "programme:road": ("programme_manager", "/program/"),
    "programme:reports": ("programme_manager", "/program/underlag/"),
    "programme:report": ("steering", "{report}"),
    "programme:goals": ("steering", "/program/mal/"),
    "programme:goal": ("controller", "/program/mal/nytt/?measure=cost"),
    "programme:cases": ("programme_manager", "/program/kalkyl/"),
    "programme:new_case": ("programme_manager", "/program/kalkyl/ny/"),
    "programme:version": ("steering", "/program/kalkyl/version/1/"),
    "programme:case": ("programme_manager", "/program/kalkyl/1/"),
    "programme:terms": ("programme_manager", "/program/kalkyl/1/villkor/"),
    "programme:assumptions": ("controller", "/program/kalkyl/1/antaganden/"),
    "programme:narrow": ("controller", "/program/kalkyl/1/antaganden/nytt/"),
    "programme:assumption": ("controller", "/program/kalkyl/1/antaganden/1/"),
    "programme:costs": ("controller", "/program/kalkyl/1/kostnader/"),
    "programme:strategies": ("controller", "/program/kalkyl/1/strategi/"),
    "programme:simulation": ("controller", "/program/kalkyl/1/simulering/"),
}
NO_PAGES = {
    "site:health",
    "site:language",
    "site:theme",
    "site:decide",
    "site:correct",
    "site:look",
    "telephony:tie",
    "programme:report-pdf",  # test_from_files
    "benefits:pack-pdf",  # tests/benefits/test_packs.py
    "desk:do",
    "desk:tie",
    "desk:tie-service",
    "costing:accept",
    "costing:settle",
    "costing:do_rule",
    "demo_sign_in",
    "programme:vision",
    "programme:copy",
    "programme:renew",
    "programme:lock",
    "programme:forget",
    "programme:tie",
    "programme:spend",
    "programme:choose",
    "costing:my_part",  # only while a version is open: tests/site/test_confirmations
    "benefits:efficiency-file",  # tests/benefits/test_efficiency_pages.py
    "benefits:positions-file",  # tests/benefits/test_positions.py
    "benefits:budget-file",  # tests/benefits/test_origins.py
    "benefits:forecast-file",  # tests/benefits/test_forecast.py
    "benefits:bridge-file",  # tests/benefits/test_bridge_pages.py
    "costing:standards_file",
    "costing:change_standards",
    "surveys:round",  # test_survey
    "surveys:answer",  # test_survey
    "surveys:answer_for",  # test_survey
    "surveys:do",
    "surveys:links",
    "surveys:addresses",
    "costing:withdrawing",  # needs an adjustment
    "costing:one_capacity",  # needs a support unit of five people
}
# Where the first link to such a page is found: page, and what the link begins with.
FOUND = {
    "{mine}": ("/ekonomi/mina-medarbetare/", "/ekonomi/mina-medarbetare/"),
    "{import}": ("/filer/", "/filer/"),
    "{case}": ("/arenden/ko/", "/arenden/SC-"),
    "{part}": ("/arenden/lage/", "/arenden/lage/del/"),
    "{log}": ("/arenden/loggar/", "/arenden/loggar/"),
    "{ledger}": ("/ekonomi/huvudbok/", "/ekonomi/huvudbok/"),
    "{rule}": ("/ekonomi/mappning/regler/", "/ekonomi/mappning/regler/"),
    "{tie}": ("/ekonomi/mappning/?year=2026", "/ekonomi/mappning/ansvar/"),
    "{cell}": ("/ekonomi/tjanst/I14/", "/ekonomi/tjanst/I14/enhet/"),
    "{pack}": ("/resultat/rapporter/", "/resultat/rapporter/"),
    "{report}": ("/program/underlag/", "/program/underlag/"),
    "{suspicion}": ("/resultat/misstankar/", "/resultat/misstankar/"),
    "{voucher}": ("/ekonomi/huvudbok/1/rader/", "/ekonomi/verifikation/"),
}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from names(one.url_patterns, prefix + space)
        else:
            yield f"{prefix}{one.name}"


def test_no_page_is_left_out() -> None:
    """Before Chromium: the addresses of the product are the ones listed here."""
    assert set(names(get_resolver().url_patterns)) == PAGES.keys() | NO_PAGES


def address(visitor: Visitor, path: str) -> str:
    for hole, (where, beginning) in FOUND.items():
        if hole in path or (hole == "{import}" and "{import}" in path):
            visitor.goes(where)
            draft = visitor.page.locator("button[value='open']")
            if hole == "{rule}" and draft.count():
                draft.click()
            # Waited for: a click is over before the page it leads to has come.
            link = visitor.page.locator(f"main table a[href^='{beginning}']").first
            found = link.get_attribute("href")
            assert found is not None
            return found if hole == "{import}" else path.replace(hole, found)
    return path


def looked_at(visitor: Visitor, path: str, *, language: str = "sv") -> None:
    """In light, then in dark, where only the colours are others, as they are the same in
    all languages; then narrow."""
    where = address(visitor, path)
    assert visitor.goes(where) == 200
    if visitor.page.locator("[data-chart]").count():
        visitor.page.wait_for_selector(".chart-drawing svg")
    if language == "sv":
        assert visitor.barriers() == []
        visitor.darkens()
        assert visitor.barriers_of_colours() == []
    else:
        assert visitor.barriers_without_colours() == []
    visitor.page.set_viewport_size({"width": 320, "height": 700})
    assert visitor.overflow() <= 0
    assert visitor.complaints == []


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page(look: Visit, name: str, language: str) -> None:
    role, path = PAGES[name]
    looked_at(look(role, language=language), path, language=language)


@pytest.mark.parametrize("name", ["site:start", "benefits:bridge", "desk:case"])
def test_a_page_asked_for_in_dark(look: Visit, name: str) -> None:
    """What the server and the charts make of that choice."""
    role, path = PAGES[name]
    looked_at(look(role, theme="dark"), path)


def test_a_barrier_would_be_found(visit: Visit) -> None:
    visitor = visit("")
    visitor.goes("/konto/logga-in/")
    visitor.page.evaluate("document.documentElement.removeAttribute('lang')")
    (found,) = visitor.barriers()
    assert found.startswith("html-has-lang")


def test_a_colour_would_be_found_in_dark(visit: Visit) -> None:
    visitor = visit("")
    visitor.goes("/konto/logga-in/")
    visitor.darkens()
    visitor.page.evaluate("document.querySelector('h1').style.color = '#222'")
    (found,) = visitor.barriers_of_colours()
    assert found.startswith("color-contrast")


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("style.color = '#ddd'", 1),
        ("style.opacity = 0.4", 1),
        ("style.backgroundColor = '#777'", 1),
        ("parentElement.style.backgroundColor = '#777'", 3),  # name, first figure, last
    ],
)
def test_one_word_of_hundreds_that_cannot_be_read_is_found(
    look: Visit, fault: str, found: int
) -> None:
    """Contrast is asked about twice for each look: such a word has one of its own."""
    visitor = look("controller")
    visitor.goes("/ekonomi/")
    row = visitor.page.locator("main table tbody tr").last
    row.locator("td").first.evaluate(f"cell => cell.{fault}")
    told = visitor.barriers()
    assert [one.split(":")[0] for one in told] == ["color-contrast"] * found


@pytest.mark.parametrize("role", [role for role in ROLES if role != "steering"])
def test_the_start_page_of_each_role(look: Visit, role: str) -> None:
    looked_at(look(role), "/")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_that_is_not_there(visit: Visit, language: str) -> None:
    visitor = visit("agent_hr", language=language)
    assert visitor.goes("/ekonomi/") == 404
    assert visitor.barriers() == []
    assert visitor.goes("/det-finns-inte/") == 404
    assert visitor.barriers() == []


@pytest.mark.parametrize("name", ["site:start", "desk:queue", "costing:baseline"])
def test_a_page_at_phone_width(visit: Visit, name: str) -> None:
    """As small it is another page: the menu folds, tables become lists."""
    role, path = PAGES[name]
    visitor = visit(role, width=360)
    assert visitor.goes(path) == 200
    assert visitor.barriers() == []
    visitor.page.locator(".menu > summary").click()
    assert visitor.page.locator("nav[aria-label] a").first.is_visible()
    assert visitor.barriers() == []


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/resultat/", "every-service"),
        ("/resultat/rapporter/", "of-unit"),
        ("/resultat/manad/kallor/", "every-source"),
    ],
)
def test_a_long_table_on_a_phone_shows_ten_and_the_rest_at_a_touch(
    visit: Visit, path: str, section: str
) -> None:
    visitor = visit("controller", width=360)
    visitor.goes(path)
    rows = visitor.page.locator(f"#{section} tbody tr")
    more = visitor.page.locator(f"#{section} .show-rest a")
    many = rows.count()
    assert many > 10
    assert sum(row.is_visible() for row in rows.all()) == 10
    assert str(many) in more.inner_text()
    more.click()
    assert sum(row.is_visible() for row in rows.all()) == many
    assert not more.is_visible()
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.goes(path)
    assert rows.last.is_visible()
    assert not more.is_visible()
