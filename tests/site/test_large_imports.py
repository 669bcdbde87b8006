# SPDX-License-Identifier: EUPL-1.2
"""A large file through the page: it answers at once, and tells how the job goes."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

import pytest

from gemensam.core import clock
from gemensam.core.imports import actions, later, work
from gemensam.core.jobs import read_import
from gemensam.core.models import Import

SignIn = Callable[..., Client]
ROWS = "Konto;Ansvar;Datum;Belopp\r\n5010;100;2031-01-27;12,00\r\n6540;100;2031-01-28;1,00\r\n"


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'core.commit_import'"
        )
        return int(cursor.fetchone()[0])


def test_a_large_file_is_left_to_a_job(
    as_someone: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_someone("CONTROLLER")
    client.post(
        "/filer/nu/ledger_table/",
        {"file": SimpleUploadedFile("bok.csv", ROWS.encode()), "year": "2031"},
    )
    record = actions.read(Import.objects.order_by("-pk")[0], at=clock.now())
    assert record.state == "read"
    page = f"/filer/{record.pk}/"
    assert 'value="commit"' in client.get(page).content.decode()
    monkeypatch.setattr(later, "LARGE_ROWS", 1)
    before = jobs()
    assert client.post(f"{page}beslut/", {"decision": "commit"}).status_code == 302, (
        "the page does not wait for the import"
    )
    assert jobs() == before + 1
    assert Import.objects.get(pk=record.pk).is_asked_for
    shown = client.get(page).content.decode()
    assert 'value="commit"' not in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "<progress" in shown
    assert "väntar på beslut" not in shown
    told = client.post(f"{page}beslut/", {"decision": "undo"}, follow=True)
    assert "bok.csv" in told.content.decode()
    assert Import.objects.get(pk=record.pk).is_asked_for
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    shown = client.get(page).content.decode()
    assert "Ingenting importerar filen längre" in shown
    assert 'value="commit"' in shown
    assert 'hx-trigger="every 2s"' not in shown
    assert "väntar på beslut" in client.get("/filer/").content.decode()
    client.post(f"{page}beslut/", {"decision": "commit"})
    assert jobs() == before + 2
    assert 'hx-trigger="every 2s"' in client.get(page).content.decode()
    failed = {"failure": {"text": later.BROKE_OFF, "values": {}}}
    Import.objects.filter(pk=record.pk).update(progress=failed)
    shown = client.get(page).content.decode()
    assert 'role="alert"' in shown
    assert 'value="commit"' in shown, "it can be tried again"


def test_a_file_that_no_job_reads_says_so_and_is_read_again(as_someone: SignIn) -> None:
    client = as_someone("CONTROLLER")
    client.post(
        "/filer/nu/ledger_table/",
        {"file": SimpleUploadedFile("bok.csv", ROWS.encode()), "year": "2031"},
    )
    record = Import.objects.order_by("-pk")[0]
    page = f"/filer/{record.pk}/"
    shown = client.get(page).content.decode()
    assert 'value="read"' not in shown
    assert "anmärkning" not in shown, "nothing is known of a file that was not read"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    shown = client.get(page).content.decode()
    assert 'value="read"' in shown
    assert 'hx-trigger="every 2s"' not in shown
    assert client.post(f"{page}beslut/", {"decision": "read"}).status_code == 302
    assert work.has_job(record)
    actions.read(record, at=clock.now())
    told = client.post(f"{page}beslut/", {"decision": "read"}, follow=True)
    assert "bok.csv" in told.content.decode()
    assert Import.objects.get(pk=record.pk).state == "read"


def test_a_job_that_ends_while_the_page_is_asked_for_is_not_lost(
    as_someone: SignIn,
) -> None:
    client = as_someone("CONTROLLER")
    client.post(
        "/filer/nu/ledger_table/",
        {"file": SimpleUploadedFile("bok.csv", ROWS.encode()), "year": "2031"},
    )
    record = Import.objects.order_by("-pk")[0]
    ended: list[str] = []

    def ends_once_the_import_is_seen(
        execute: Callable[..., Any], sql: str, *more: Any
    ) -> Any:
        result = execute(sql, *more)
        if not ended and 'FROM "core_import"' in sql:
            ended.append(sql)
            read_import(number=record.pk)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")
        return result

    with connection.execute_wrapper(ends_once_the_import_is_seen):
        shown = client.get(f"/filer/{record.pk}/").content.decode()
    assert ended
    assert Import.objects.get(pk=record.pk).state == "read"
    assert "Ingenting läser filen" not in shown
    assert 'hx-trigger="every 2s"' in shown, "else nobody sees that it was read"
    assert 'value="commit"' in client.get(f"/filer/{record.pk}/").content.decode()
