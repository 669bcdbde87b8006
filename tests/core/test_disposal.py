# SPDX-License-Identifier: EUPL-1.2
"""Files that nobody imported go after their time; whatever something rests on stays."""

import io
from datetime import timedelta

from django.conf import settings

import pytest

from gemensam.core import clock, files
from gemensam.core.by import CONSOLE, JOB
from gemensam.core.imports import actions
from gemensam.core.imports.disposal import dispose, kept_until
from gemensam.core.invariants import files_are_whole
from gemensam.core.jobs import dispose_files
from gemensam.core.models import AuditEvent, Import, KeptDocument, StoredFile

BAD = b"x;y;z\n1;2;3\n"
GOOD = "Organisationsnummer;Namn;Form;Kontoplan;Räkenskapsårets första månad;Avdragsrätt moms\n2120001355;Storby;Kommun;Kommun-Bas;1;100\n".encode()
NOW = clock.now
LONG = timedelta(days=settings.REFUSED_DAYS + 1)
pytestmark = pytest.mark.usefixtures("own_empty")


def taken_in(content: bytes, *, kind: str = "entities", days_ago: float = 0) -> Import:
    at = NOW() - timedelta(days=days_ago)
    record = actions.receive(
        io.BytesIO(content), kind=kind, name="fil.csv", by=CONSOLE, at=at
    )
    return actions.read(record, at=at)


def is_there(record: Import) -> bool:
    assert record.file is not None
    stored = StoredFile.objects.get(pk=record.file.pk)
    assert stored.kept == files.path_of(stored.sha256).exists()
    return stored.kept


def test_a_refused_file_goes_when_its_time_has_come_and_its_hash_stays() -> None:
    record = taken_in(BAD)
    assert record.state == "refused"
    last = kept_until(record)
    assert last is not None
    assert dispose(by=JOB, at=NOW() + LONG - timedelta(days=2)) == 0
    assert is_there(record)
    assert dispose(by=JOB, at=NOW() + LONG) == 1
    assert not is_there(record)
    assert dispose(by=JOB, at=NOW() + LONG) == 0, "run again it removes nothing more"
    assert AuditEvent.objects.filter(action="import.disposed").count() == 1
    kept = Import.objects.get(pk=record.pk)
    assert kept.original_sha256
    assert kept.report["issues"]
    assert kept_until(kept) is None
    assert not list(files_are_whole())


def test_one_decided_against_goes_too_and_one_that_waits_stays() -> None:
    waits = taken_in(GOOD)
    assert waits.state == "read", waits.report["issues"]
    undone = taken_in(GOOD.replace(b"Storby", b"Lillby"))
    actions.undo(undone, by=CONSOLE, at=NOW())
    assert dispose(by=JOB, at=NOW() + LONG) == 1
    assert is_there(waits)
    assert not is_there(undone)


def test_what_an_import_or_a_document_rests_on_stays() -> None:
    refused = taken_in(GOOD, kind="teams")
    assert refused.state == "refused"
    actions.commit(taken_in(GOOD), by=CONSOLE, at=NOW())
    drawn = taken_in(BAD)
    assert drawn.file is not None
    KeptDocument.objects.create(
        kind="x", subject="x", title="x", dated=NOW().date(), content={}, pdf=drawn.file,
        made_at=NOW(),
    )  # fmt: skip
    assert dispose(by=JOB, at=NOW() + LONG) == 0
    assert is_there(refused)
    assert is_there(drawn)


def test_bytes_that_come_in_again_are_kept_again_from_then() -> None:
    first = taken_in(BAD, days_ago=LONG.days)
    again = taken_in(BAD)
    assert again.file == first.file
    dispose_files(0)
    assert is_there(again)
    dispose(by=JOB, at=NOW() + LONG)
    assert not is_there(first)
    with pytest.raises(files.DamagedFile, match="Upload it again"):
        actions.read(Import.objects.get(pk=_received(first)), at=NOW())
    once_more = taken_in(BAD)
    assert is_there(once_more)
    assert not list(files_are_whole())


def _received(record: Import) -> int:
    """As if it were to be read again."""
    Import.objects.filter(pk=record.pk).update(state="received")
    return int(record.pk)


def test_a_file_that_is_gone_cannot_be_corrected() -> None:
    record = taken_in(b"Lista\n\nX1;X2;X3\n5010;100;12,00\n", kind="ledger_table")
    assert record.state == "refused"
    assert record.report["columns"]
    dispose(by=JOB, at=NOW() + LONG)
    with pytest.raises(files.DamagedFile, match="Upload it again"):
        actions.correct(record, {0: "account"}, by=CONSOLE, at=NOW())
    assert Import.objects.get(pk=record.pk).state == "refused"


def test_one_broken_off_between_bytes_and_row_is_finished_by_the_next() -> None:
    record = taken_in(BAD)
    assert record.file is not None
    files.path_of(record.file.sha256).unlink()
    assert list(files_are_whole()), "verify tells meanwhile"
    assert dispose(by=JOB, at=NOW() + LONG) == 1
    assert not list(files_are_whole())
