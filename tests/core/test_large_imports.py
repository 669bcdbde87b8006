# SPDX-License-Identifier: EUPL-1.2
"""Large files are imported by a job: all or nothing, however often it breaks off."""

import io
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, later, report, work
from gemensam.core.jobs import GIVE_UP_AFTER, commit_import, read_import
from gemensam.core.models import AuditEvent, Import
from gemensam.costing.importers.ledger_table import rows, write
from gemensam.costing.models import LedgerRow, LedgerTurnover, Voucher
from gemensam.group.models import LegalEntity

WRITE = "gemensam.costing.importers.ledger_table.importer.write"
HEAD = "Konto;Ansvar;Datum;Belopp;Verifikat\r\n"
pytestmark = pytest.mark.usefixtures("own_empty")


class Killed(RuntimeError):
    """The worker dies."""


def read_ledger(count: int = 40) -> Import:
    LegalEntity.objects.get_or_create(
        name="Lindhaga kommun", kind="municipality", chart="kommun-bas"
    )
    lines = [
        f"{5010 + n % 9};{100 + n % 7};2031-{1 + n % 12:02}-03;{n},50;{n}\r\n"
        for n in range(1, count + 1)
    ]
    file = io.BytesIO((HEAD + "".join(lines)).encode())
    record = actions.receive(
        file, kind="ledger_table", name="bok.csv", by=CONSOLE, at=clock.now()
    )
    record = actions.read(record, at=clock.now())
    assert record.state == "read", record.report["issues"]
    return record


def asked(record: Import) -> Import:
    """As the page does it: asked for, and a job in the queue."""
    with transaction.atomic():
        told = later.ask(record, by=CONSOLE, at=clock.now())
        if not work.has_job(told):
            commit_import.defer(number=told.pk)
    return told


def end_jobs(record: Import, *, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s WHERE args->>'number' = %s",
            [status, str(record.pk)],
        )


def job(record: Import, *, tries: int = 0) -> None:
    """As the worker calls it."""
    context: Any = SimpleNamespace(job=SimpleNamespace(attempts=tries))
    commit_import(context, record.pk)


def held() -> tuple[int, int, int]:
    return (
        Voucher.objects.count(),
        LedgerRow.objects.count(),
        LedgerTurnover.objects.count(),
    )


def now(record: Import) -> Import:
    return Import.objects.get(pk=record.pk)


@pytest.mark.parametrize(
    ("size", "counted", "large"),
    [
        (1000, 20_000, False),
        (1000, 20_001, True),
        (later.LARGE_BYTES, 0, False),
        (later.LARGE_BYTES + 1, 0, True),
    ],
)
def test_what_is_large(size: int, counted: int, *, large: bool) -> None:
    record = Import(original_size=size, report={"counts": {"rows": counted}})
    assert later.is_large(record) is large


def test_the_job_imports_once_and_tells_on_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "TELL_EVERY", 7)
    record = read_ledger(40)
    assert not now(record).is_asked_for
    asked(record)
    assert asked(record).is_asked_for, "asked twice is asked once"
    assert AuditEvent.objects.filter(action="import.asked").count() == 1
    job(record)
    assert now(record).state == "committed"
    assert now(record).progress["done"] == 35, "told beside the open transaction"
    before = held()
    assert before[1] == 40
    job(record)
    assert held() == before, "a job that runs twice changes nothing"
    assert AuditEvent.objects.filter(action="import.committed").count() == 1


def test_killed_half_way_everything_is_as_before_and_the_job_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = asked(read_ledger())

    def broken(*given: Any, **named: Any) -> None:
        write.write(*given, **named)
        assert LedgerRow.objects.exists()
        raise Killed

    monkeypatch.setattr(WRITE, broken)
    with pytest.raises(Killed):
        job(record)
    assert held() == (0, 0, 0)
    assert now(record).is_asked_for, "it is tried again"
    monkeypatch.setattr(WRITE, write.write)
    job(record, tries=1)
    assert now(record).state == "committed"
    assert held()[1] == 40


def test_a_job_that_never_succeeds_says_so_and_lets_someone_decide(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = asked(read_ledger())

    def broken(*_given: Any, **_named: Any) -> None:
        raise Killed

    monkeypatch.setattr(WRITE, broken)
    with pytest.raises(Killed):
        job(record, tries=GIVE_UP_AFTER)
    told = now(record)
    assert told.state == "read"
    assert not told.is_asked_for
    assert "broke off" in report.failure_told(told.progress["failure"], str)
    monkeypatch.setattr(WRITE, write.write)
    job(asked(told))
    assert now(record).state == "committed"


def test_nothing_else_is_done_with_it_meanwhile() -> None:
    record = asked(read_ledger())
    with pytest.raises(actions.BeingImported):
        actions.undo(record, by=CONSOLE, at=clock.now())
    with pytest.raises(actions.BeingImported):
        actions.correct(record, {0: "account"}, by=CONSOLE, at=clock.now())
    assert now(record).is_asked_for


@pytest.mark.parametrize("status", ["failed", "cancelled", "aborted", "succeeded"])
def test_a_file_whose_job_was_lost_can_be_decided_on_again(status: str) -> None:
    record = asked(read_ledger())
    assert work.has_job(record)
    end_jobs(record, status=status)
    assert not work.has_job(record)
    job(asked(record))
    assert now(record).state == "committed"
    assert AuditEvent.objects.filter(action="import.asked").count() == 2


def test_a_file_whose_job_was_removed_can_be_decided_against() -> None:
    record, other = asked(read_ledger(40)), asked(read_ledger(41))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE args->>'number' = %s",
            [str(record.pk)],
        )
    both = work.with_jobs(Import.objects.filter(pk__in=[record.pk, other.pk]))
    assert work.at_work(both) == {other.pk}
    actions.undo(record, by=CONSOLE, at=clock.now())
    assert now(record).state == "undone"
    assert work.at_work(both.all()) == {other.pk}


def test_a_file_that_is_to_be_read_has_a_job_or_not() -> None:
    record = actions.receive(
        io.BytesIO(HEAD.encode()),
        kind="ledger_table",
        name="bok.csv",
        by=CONSOLE,
        at=clock.now(),
    )
    assert not work.has_job(record)
    read_import.defer(number=record.pk)
    assert work.has_job(record)


def test_what_was_decided_otherwise_is_not_asked_for() -> None:
    record = read_ledger()
    actions.undo(record, by=CONSOLE, at=clock.now())
    with pytest.raises(actions.NotReady):
        asked(record)
    job(record)
    assert held() == (0, 0, 0)
    assert not connection.in_atomic_block
