# SPDX-License-Identifier: EUPL-1.2
"""The folder's page: what waits, what came of each file, and a look asked for."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

import pytest

from gemensam.core import clock
from gemensam.core.imports.pickup import taking
from gemensam.core.models import AuditEvent, Import, PickUp

SignIn = Callable[..., Client]


def looks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'core.pick_up'"
        )
        return int(cursor.fetchone()[0])


def test_a_look_is_asked_for_once_and_told(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    before = looks()
    for _time in range(2):
        answer = client.post("/filer/mapp/titta/", follow=True)
        assert answer.redirect_chain == [("/filer/mapp/", 302)]
    assert looks() - before <= 1
    asked = AuditEvent.objects.filter(action="pickup.asked").order_by("seq")
    assert [one.origin for one in asked] == ["web", "web"]


@pytest.mark.usefixtures("lindby")
def test_what_waits_is_told_with_its_reason(as_someone: SignIn) -> None:
    now = clock.now()
    record = Import.objects.filter(state="committed").order_by("pk")[0]
    waiting = Import.objects.create(
        kind="ledger",
        state="read",
        original_name="<b>okt.se",
        original_sha256="1" * 64,
        original_size=1,
        received_at=now,
    )
    for state, import_, name in (
        ("waiting", waiting, "<b>okt.se"),
        ("done", record, "sept.se"),
    ):
        PickUp.objects.create(
            kind="ledger",
            name=name,
            place="1:1",
            size=1,
            changed_ns=1,
            still_since=now,
            first_seen_at=now,
            state=state,
            record=import_,
            ended_at=now if state == "done" else None,
            why={"text": taking.FIRST, "values": {}} if state == "waiting" else {},
        )
    page = as_someone("CONTROLLER").get("/filer/mapp/").content.decode()
    assert "1 fil väntar på ditt beslut" in page
    assert "den första filen av slaget" in page
    assert "&lt;b&gt;okt.se" in page
    assert "<b>okt" not in page
    assert str(Path(settings.INBOX)) in page
    month = as_someone("CONTROLLER").get("/resultat/manad/").content.decode()
    assert "1 fil i mappen väntar på beslut" in month
    assert "i mappen väntar" not in (
        as_someone("CENTRE_MANAGER").get("/resultat/manad/").content.decode()
    ), "for those who may decide"
