# SPDX-License-Identifier: EUPL-1.2
"""Heads answer through the pages; who prepares the baseline sees who has not."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.test import Client

import pytest
from tests.site.people import someone

from gemensam.benefits.actions import build_baseline
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.models import Confirmation
from gemensam.costing.queries.confirmations import Said, said_of
from gemensam.group.enums import RoleKind, UnitKind
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion

SignIn = Callable[..., Client]
ALL = "/ekonomi/bekraftelser/"


@pytest.fixture
def asked(as_someone: SignIn) -> list[Said]:
    """The parts of an open version whose head can sign in, companies last."""
    del as_someone
    build_baseline([date(2025, 1, 1)], by=CONSOLE, at=clock.now())
    made = ScenarioVersion.objects.get(kind=ScenarioKind.BASELINE, number=2)
    found = [
        one
        for one in said_of(made, clock.today())
        if one.heads and one.heads[0].account
    ]
    return sorted(found, key=lambda one: one.part.unit.kind == UnitKind.COMPANY)


def head_of(one: Said) -> Client:
    account = one.heads[0].account
    assert account is not None
    client = Client(SERVER_NAME="localhost")
    client.force_login(account)
    return client


def address(one: Said) -> str:
    return f"/ekonomi/min-del/{one.part.unit.pk}/"


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1][:64]


def test_a_head_sees_their_part_answers_and_is_seen(
    as_someone: SignIn, asked: list[Said]
) -> None:
    mine, other = asked[:2]
    client = head_of(mine)
    assert mine.part.unit.name in client.get("/ekonomi/min-del/").text
    shown = client.get(address(mine)).text
    assert "konfidentiella HR-tjänster, tillsammans" in shown
    assert client.get(address(other)).status_code == 404
    assert client.post(address(other), {"verdict": "right"}).status_code == 404
    given = {"verdict": "wrong", "words": "", "seen": seen(shown)}
    assert "Skriv vad som är fel" in client.post(address(mine), given).text
    given |= {"words": "Hyran för Ekskolan är dubbel."}
    assert client.post(address(mine), given).status_code == 302
    kept = Confirmation.objects.get(superseded_at=None, scenario__number=2)
    assert (kept.said_by, kept.verdict) == (mine.heads[0], "wrong")
    controller = as_someone("CONTROLLER")
    told = controller.get(ALL).text
    assert "Hyran för Ekskolan är dubbel." in told
    assert told.count("Har inte svarat") >= 2
    freezing = controller.get("/ekonomi/frysning/").text
    assert "Hyran för Ekskolan är dubbel." in freezing
    assert f"Inte bekräftat: {mine.part.unit.name}" in freezing.replace(
        "&#x27;", "'"
    ) or (mine.part.unit.name in freezing.split("Inte bekräftat: ")[1])


def test_figures_that_moved_are_not_confirmed(asked: list[Said]) -> None:
    client = head_of(asked[0])
    given = {"verdict": "right", "words": "Bra.", "seen": "00" * 32}
    answer = client.post(address(asked[0]), given)
    assert "räknades om medan du läste" in answer.text
    assert "Bra." in answer.text, "what was written stays"
    assert not Confirmation.objects.filter(scenario__number=2).exists()
    for nonsense in ("", "zz", "å"):
        assert (
            "räknades om"
            in client.post(address(asked[0]), given | {"seen": nonsense}).text
        )
    assert (
        client.post(address(asked[0]), given | {"seen": seen(answer.text)}).status_code
        == 302
    )


def test_the_frozen_page_says_who_confirmed(
    as_someone: SignIn, asked: list[Said]
) -> None:
    mine = asked[0]
    client = head_of(mine)
    given = {"verdict": "right", "seen": seen(client.get(address(mine)).text)}
    assert client.post(address(mine), given).status_code == 302
    controller = as_someone("CONTROLLER")
    signed = {
        "price_level": "2025", "method": "Som förra.", "step": "freeze",
        "on_behalf_of": "Kommunstyrelsen", "words": "Stämmer.",
    }  # fmt: skip
    assert controller.post("/ekonomi/frysning/", signed).status_code == 302
    page = as_someone("STEERING").get("/ekonomi/fryst/2/").text
    assert "Bekräftad" in page
    assert "Har inte svarat" in page
    assert mine.heads[0].name in page
    assert client.get(address(mine)).status_code == 404, "nothing more to answer"
    assert "Inget att svara på nu" in client.get("/ekonomi/min-del/").text


def test_a_companys_head_sees_the_company_and_nothing_of_the_group(
    as_someone: SignIn, asked: list[Said]
) -> None:
    """The baseline's total and its interval are the whole group's."""
    company = asked[-1]
    assert company.part.unit.kind == UnitKind.COMPANY
    chief = company.heads[0]
    chief.roles.filter(role=RoleKind.STEERING).update(
        valid_to=clock.today() - timedelta(days=1)
    )
    client = head_of(company)
    for closed in ("/ekonomi/", "/ekonomi/tjanst/H04/", ALL):
        assert client.get(closed).status_code == 404, closed
    assert client.get(address(company)).status_code == 200
    menu = client.get("/ekonomi/huvudbok/")
    assert menu.status_code == 200
    assert 'href="/ekonomi/"' not in menu.text
    others = [one for one in asked if one.part.unit != company.part.unit]
    assert all(client.get(address(one)).status_code == 404 for one in others)


def test_who_leads_a_school_is_asked_nothing(
    as_someone: SignIn, asked: list[Said]
) -> None:
    del asked
    assert someone("UNIT_MANAGER").standing.manages
    page = as_someone("UNIT_MANAGER").get("/ekonomi/min-del/").text
    assert "Inget att svara för" in page


STARTS = (
    "/ekonomi/", "/ekonomi/tjanst/H04/", "/ekonomi/fryst/1/", ALL,
    "/ekonomi/versioner/", "/ekonomi/kapacitet/", "/ekonomi/kolada/",
    "/ekonomi/nedfordelning/", "/ekonomi/vem-gor-vad/",
)  # fmt: skip


@pytest.mark.parametrize("role", ["UNION_REP", "CENTRE_MANAGER"])
def test_no_page_of_cost_leads_where_one_may_not_go(
    as_someone: SignIn, role: str
) -> None:
    """Who follows the group, with ledgers or without, has no link that answers 404."""
    client, tried = as_someone(role), set()
    for start in STARTS:
        page = client.get(start)
        if page.status_code == 200:
            tried |= shapes(page.text.split("<main", 1)[1])
    assert len(tried) > 5
    for link in sorted(tried):
        assert client.get(link).status_code == 200, link


def shapes(page: str) -> set[str]:
    """Where the page leads; of addresses that differ by number or code only, one each."""
    found: dict[str, str] = {}
    for part in page.split('href="')[1:]:
        link = part.split('"', 1)[0].replace("&amp;", "&")
        if link.startswith("/"):
            found.setdefault(re.sub(r"\d+|tjanst/\w+", "1", link), link)
    return set(found.values())
