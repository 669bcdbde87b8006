# SPDX-License-Identifier: EUPL-1.2
"""Large files are imported beside the pages: someone asks, a job carries it out.

Until the job's one transaction is through, the import stays as it was read; a worker that
dies leaves nothing of it, and the job begins anew. If the job itself is lost, the file can
be asked for again (`work`). How far it has come is told over a
connection of its own, since nobody sees what an open transaction writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.enums import ImportState, Origin
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import actions, report, work
from gemensam.core.imports.importer import Progress
from gemensam.core.models import Import
from gemensam.formats.issues import mark

LARGE_ROWS = 20_000
LARGE_BYTES = 8 << 20
BROKE_OFF = mark(
    "The import broke off several times, and nothing of the file was imported. Try again; "
    "if it breaks off once more, the log of the worker says why."
)
TELL = """
UPDATE core_import SET progress = progress || jsonb_build_object('done', %s::int)
WHERE id = %s
"""


def is_large(record: Import) -> bool:
    """Whether importing it would hold a page: by its size, or by what was counted in it."""
    counted = max(record.report.get("counts", {}).values(), default=0)
    return record.original_size > LARGE_BYTES or counted > LARGE_ROWS


def ask(record: Import, *, by: By, at: datetime) -> Import:
    """Note that someone wants a read file imported; who asks twice asks once, as long as
    a job has it in hand. The job is to be deferred in the same transaction.

    Raises `NotReady` unless it was read without errors and waits for a decision.
    """
    with transaction.atomic():
        locked = actions.locked(record)
        if locked.state != ImportState.READ:
            raise actions.NotReady(locked)
        if locked.is_asked_for and work.has_job(locked):
            return locked
        locked.progress = {"asked_at": at.isoformat(), "by": by.account, "done": 0}
        locked.save(update_fields=["progress"])
        audit.record(locked, "import.asked", by=by, at=at)
    return locked


def carry_out(number: int, *, at: datetime, is_last_try: bool) -> None:
    """Import a file that was asked for; one that is imported already is left alone. What
    stops it is told on its page, and nothing of the file is left then."""
    record = Import.objects.get(pk=number)
    if not record.is_asked_for:
        return
    by = By(origin=Origin.JOB, account=record.progress["by"])
    try:
        with _telling(record) as progress:
            actions.commit(record, by=by, at=at, progress=progress)
    except ExpectedFailure as failure:
        _stopped(number, failure)
    except Exception:
        if is_last_try:
            _stopped(number, ExpectedFailure(BROKE_OFF))
        raise


def _stopped(number: int, failure: ExpectedFailure) -> None:
    """It is no longer asked for, and its page says why."""
    told = {"failure": report.failure(failure)}
    Import.objects.filter(pk=number).update(progress=told)


@contextmanager
def _telling(record: Import) -> Iterator[Progress]:
    beside = connections.create_connection(DEFAULT_DB_ALIAS)

    def tell(done: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(TELL, [done, record.pk])

    try:
        yield tell
    finally:
        beside.close()
