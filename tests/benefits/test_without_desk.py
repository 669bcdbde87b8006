# SPDX-License-Identifier: EUPL-1.2
"""With our own desk unused, cases that come as another system's monthly exports give the
same figures as the desk's own history: in the report, on the pages, in the sentences."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

import pytest
from tests.rig.connected import connected, undone
from tests.rig.databases import Databases
from tests.site.people import someone

from gemensam.benefits.queries import summary
from gemensam.benefits.queries.bridge import Organised, View
from gemensam.benefits.queries.bridge.report import report_of
from gemensam.benefits.queries.budget import budget_moved
from gemensam.benefits.queries.efficiency import efficiency_as_json
from gemensam.benefits.queries.forecast import forecast_as_json
from gemensam.benefits.queries.realised.made import realised_as_json
from gemensam.benefits.queries.routine.missing import missing_as_json
from gemensam.core import clock
from gemensam.desk.models import Case
from gemensam.outcomes.models import Cell

pytestmark = pytest.mark.slow
PAGES = {
    "CONTROLLER": ("/resultat/", "/resultat/kvalitet/", "/resultat/brygga/", "/resultat/hemtaget/", "/resultat/flyttade/"),
    "CENTRE_MANAGER": ("/", "/resultat/kvalitet/"),
    "STEERING": ("/", "/resultat/variation/"),
    "UNIT_MANAGER": ("/", "/resultat/", "/resultat/kvalitet/"),
    "COMPANY_CEO": ("/", "/resultat/"),
    "UNION_REP": ("/",),
    "TEAM_LEADER": ("/",),
}  # fmt: skip
MEASURES = ("opened", "resolved", "judged", "on_time", "reopened", "first_right",
            "lead_minutes", "lead_squared", "rated", "rating", "backlog")  # fmt: skip


def report() -> dict[str, Any]:
    """What `report --json` prints."""
    return {
        **summary().as_json(),
        "budget_moved": budget_moved(today=clock.today()),
        "realised": realised_as_json(),
        **efficiency_as_json(),
        "forecast": forecast_as_json(),
        "missing_sources": missing_as_json(today=clock.today()),
        **{
            f"bridge {one.value}": report_of(View(organised=one, known_at=None))
            for one in Organised
        },
    }


def cells() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Every cell that cases gave the grain."""
    rows = Cell.objects.filter(source="desk", superseded_at=None)
    names = ("scenario__kind", "month", "service__code", "unit__code", "provider")
    return {
        tuple(row[:5]): tuple(row[5:]) for row in rows.values_list(*names, *MEASURES)
    }


def shown(role: str, address: str) -> str:
    """The words and figures of a page, without what is of the moment."""
    client = Client(SERVER_NAME="localhost")
    account = someone(role).account
    assert account is not None
    client.force_login(account)
    answer = client.get(address)
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<ul class="chips".*?</ul>', "", main, flags=re.DOTALL)  # choices
    told = re.sub(r"\s+", " ", strip_tags(re.sub(r"<input[^>]*>", "", main)))
    # Whose desk a case lies on is known of our own desk only: exports tell no agents.
    return (
        told.partition("På ditt bord")[0].removesuffix("Beställ eller fråga ").strip()
    )


def told() -> dict[str, Any]:
    return {
        "report": report(),
        "cells": cells(),
        **{
            f"{role} {address}": shown(role, address)
            for role, addresses in PAGES.items()
            for address in addresses
        },
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
    assert len(ours["cells"]) > 500
    assert ours["report"]["missing_sources"] == []
    for name, value in ours.items():
        assert theirs[name] == value, name
