# SPDX-License-Identifier: EUPL-1.2
"""With our own desk unused, cases that come as another system's monthly exports give the
same figures as the desk's own history: in the report, the grain, the packs, the files and on
the pages. Two parts differ by what there is: whose desk a case lies on, and the file."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

import pytest
from tests.rig.connected import connected, undone
from tests.rig.databases import Databases
from tests.site.people import someone

from gemensam.benefits.models import Pack
from gemensam.cli.report import _figures
from gemensam.desk.models import Case
from gemensam.outcomes.models import Cell

pytestmark = pytest.mark.slow
PAGES = {
    "CONTROLLER": (
        "/", "/resultat/", "/resultat/kvalitet/", "/resultat/brygga/", "/resultat/brygga/fil/",
        "/resultat/hemtaget/", "/resultat/flyttade/", "/resultat/prognos/", "/resultat/prognos/fil/",
        "/resultat/budget/", "/resultat/misstankar/", "/resultat/manad/", "/resultat/rapporter/",
    ),
    "CENTRE_MANAGER": ("/", "/resultat/kvalitet/"),
    "STEERING": ("/", "/resultat/variation/"),
    "UNIT_MANAGER": ("/", "/resultat/", "/resultat/kvalitet/"),
    "COMPANY_CEO": ("/", "/resultat/"),
    "UNION_REP": ("/",),
    "TEAM_LEADER": ("/",),
}  # fmt: skip
ORGANISED = ("now", "then")
MEASURES = ("opened", "resolved", "judged", "on_time", "reopened", "first_right",
            "lead_minutes", "lead_squared", "rated", "rating", "backlog",
            "cost_ore", "labour_ore", "volume", "persons")  # fmt: skip
# The month's routine has a source more: the file by which the other system's cases come.
THEIR_FILE = re.compile(
    r"<tr\b(?:(?!</tr>).)*Ärenden från annat system topdesk.*?</tr>", re.DOTALL
)
HOW_MANY_SOURCES = re.compile(r"(?<=\b[Aa]lla )\d+ (?=källor)|\d+ (?=filer ska\b)")
TIME_OF_DAY = re.compile(r"(?<=\d{4}-\d\d-\d\d) \d\d:\d\d")  # when a file came


def cells() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Every cell there is, and how many persons it concerns, which settles who sees it."""
    rows = Cell.objects.filter(superseded_at=None)
    names = ("scenario__kind", "scenario__number", "month", "source", "service__code",
             "unit__code", "provider", "provided_by__code")  # fmt: skip
    return {
        tuple(row[: len(names)]): tuple(row[len(names) :])
        for row in rows.values_list(*names, *MEASURES)
    }


def packs() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What every report of a month says, in each reader's version."""
    names = ("month", "kind", "reader", "edition", "unit__code")
    return {
        tuple(row[:5]): tuple(row[5:])
        for row in Pack.objects.values_list(*names, "title", "content", "figures")
    }


def suspected(client: Client) -> list[str]:
    """The page of each suspicion."""
    listed = client.get("/resultat/misstankar/").content.decode()
    return sorted(set(re.findall(r'href="(/resultat/misstankar/[^"/]+/)"', listed)))


def signed_in(role: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    account = someone(role).account
    assert account is not None
    client.force_login(account)
    return client


def shown(client: Client, address: str) -> str:
    """The words and figures of a page, without what is of the moment; a file as it is."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    if answer["Content-Type"].startswith("text/csv"):
        return text
    main = text.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<ul class="chips".*?</ul>', "", main, flags=re.DOTALL)  # choices
    main = THEIR_FILE.sub("", main)
    told = re.sub(r"\s+", " ", strip_tags(re.sub(r"<input[^>]*>", "", main)))
    told = TIME_OF_DAY.sub("", HOW_MANY_SOURCES.sub("", told))
    # Whose desk a case lies on is known of our own desk only: exports tell no agents.
    return (
        told.partition("På ditt bord")[0].removesuffix("Beställ eller fråga ").strip()
    )


def told() -> dict[str, Any]:
    clients = {role: signed_in(role) for role in PAGES}
    controller = clients["CONTROLLER"]
    return {
        **{f"report {organised}": _figures(organised, None) for organised in ORGANISED},
        "cells": cells(),
        "packs": packs(),
        **{
            f"{role} {address}": shown(clients[role], address)
            for role, addresses in PAGES.items()
            for address in addresses
        },
        "suspicions": [shown(controller, one) for one in suspected(controller)],
    }


@pytest.fixture
def both(
    databases: Databases, django_db_blocker: Any, static_files: None
) -> Callable[[], tuple[dict[str, Any], dict[str, Any]]]:
    del static_files

    def asked(template: str) -> dict[str, Any]:
        with connected(databases, databases.of(template)), undone():
            systems = set(Case.objects.values_list("system", flat=True))
            assert ("desk" in systems) == (template == "lindby")
            return told()

    def run() -> tuple[dict[str, Any], dict[str, Any]]:
        with django_db_blocker.unblock():
            return asked("lindby"), asked("monthly")

    return run


def test_the_figures_are_the_same(
    both: Callable[[], tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    ours, theirs = both()
    assert len(ours["cells"]) > 10_000
    assert len(ours["packs"]) > 100
    assert len(ours["suspicions"]) == ours["report now"]["suspicions"] == 1
    assert ours["report now"]["missing_sources"] == []
    assert all(ours.values())
    assert ours.keys() == theirs.keys()
    for name, value in ours.items():
        assert theirs[name] == value, name
