# SPDX-License-Identifier: EUPL-1.2
"""How often a page asks the database, and how long that takes. A list of a thousand rows
asks as often as one of ten."""

import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest

SignIn = Callable[..., Client]
SLOWEST = 1.5  # seconds, on a busy machine; in use it is a tenth
# Page → (role, queries at most). Raise a number only with a reason in the commit.
CEILINGS = {
    "/": ("CONTROLLER", 50),
    "/tjanster/": ("customer", 20),
    "/arenden/": ("UNIT_MANAGER", 20),
    "/arenden/ko/": ("AGENT", 22),
    "/arenden/over-loftet/": ("CENTRE_MANAGER", 20),
    "/arenden/loggar/": ("CONTROLLER", 16),
    "/arenden/lage/": ("CONTROLLER", 26),
    "/arenden/lage/avdelningar/": ("CONTROLLER", 20),
    "/arenden/bestall/H04/": ("UNIT_MANAGER", 60),
    "/ekonomi/": ("CONTROLLER", 30),
    "/ekonomi/tjanst/I14/": ("CONTROLLER", 30),
    "/ekonomi/tjanst/I14/delar/": ("CONTROLLER", 40),
    "/ekonomi/omappat/": ("CONTROLLER", 20),
    "/ekonomi/mappning/": ("CONTROLLER", 30),
    "/ekonomi/mappning/?show=all": ("CONTROLLER", 30),
    "/ekonomi/mappning/regler/": ("CONTROLLER", 20),
    "/ekonomi/mappning/regler/ny/": ("CONTROLLER", 20),
    "/ekonomi/mappning/forandringar/": ("CONTROLLER", 22),
    "/ekonomi/huvudbok/": ("CONTROLLER", 14),
    "/ekonomi/huvudbok/1/": ("CONTROLLER", 20),
    "/ekonomi/huvudbok/1/rader/": ("CONTROLLER", 18),
    "/resultat/": ("CONTROLLER", 38),
    "/resultat/rakna/": ("CONTROLLER", 45),
    "/resultat/kvalitet/": ("CONTROLLER", 34),
    "/resultat/effektivitet/": ("CONTROLLER", 20),
    "/resultat/hemtaget/": ("CONTROLLER", 46),
    "/resultat/prognos/": ("CONTROLLER", 40),
    "/resultat/budget/": ("CONTROLLER", 40),
    "/resultat/flyttade/": ("CONTROLLER", 20),
    "/resultat/variation/": ("CONTROLLER", 30),
    "/resultat/variation/I06/": ("CONTROLLER", 30),
    "/filer/": ("ADMINISTRATOR", 16),
    "/organisation/": ("ADMINISTRATOR", 20),
}


@pytest.mark.parametrize("path", CEILINGS)
def test_a_page_asks_seldom_and_answers_soon(as_someone: SignIn, path: str) -> None:
    role, ceiling = CEILINGS[path]
    client = as_someone(role)
    assert client.get(path).status_code == 200  # templates and charts are loaded now
    began = time.monotonic()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path)
    assert time.monotonic() - began < SLOWEST
    assert len(asked) <= ceiling, [one["sql"][:90] for one in asked.captured_queries]


# What a start page says of closed months is kept: of it only whether anything changed is
# asked. The first of the steering group answers for units too.
STARTS = {"STEERING": 56, "CENTRE_MANAGER": 32, "CONTROLLER": 50, "UNIT_MANAGER": 24}


@pytest.mark.parametrize("role", STARTS)
def test_a_start_page_asks_for_no_more_than_its_sentences_need(
    as_someone: SignIn, role: str
) -> None:
    client = as_someone(role)
    assert client.get("/").status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= STARTS[role], [one["sql"][:90] for one in asked]


def test_a_longer_queue_asks_no_more(as_someone: SignIn) -> None:
    from gemensam.desk.enums import CaseStatus
    from gemensam.desk.models import Case

    client = as_someone("AGENT")
    client.get("/arenden/ko/")
    with CaptureQueriesContext(connection) as few:
        client.get("/arenden/ko/")
    shown = Case.objects.filter(status=CaseStatus.RESOLVED, team__isnull=False)
    teams = shown.values_list("pk", flat=True)[:200]
    Case.objects.filter(pk__in=list(teams)).update(
        status=CaseStatus.TAKEN, resolved_at=None
    )
    with CaptureQueriesContext(connection) as many:
        answer = client.get("/arenden/ko/")
    assert answer.content.count(b"data-row") > 5
    assert len(many) <= len(few) + 1
