# SPDX-License-Identifier: EUPL-1.2
"""The steps of an import. Killed between any two of them, nothing is half-done."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import Any, BinaryIO

from django.db import transaction

from gemensam.core import audit, chain, files, keys
from gemensam.core.by import By
from gemensam.core.database import allow_long_statements
from gemensam.core.enums import ImportState
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import mappings, report, work
from gemensam.core.imports.importer import Progress, Reading, silent
from gemensam.core.models import Import
from gemensam.core.ports import importers
from gemensam.core.striking import struck
from gemensam.formats.issues import IssueLog, mark
from gemensam.formats.untidy import Layout, remember

YEARS = range(1990, 2101)  # of which a file may be


class BeingImported(ExpectedFailure):
    """A job has it in hand: nothing else is done with it meanwhile."""

    def __init__(self, record: Import) -> None:
        super().__init__(
            mark("{file} is being imported. Wait until its page says how it went."),
            file=record.original_name,
        )


class NotAYear(ExpectedFailure):
    """What was given as a year is none that a file could be of."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(
            mark(
                "“{text}” was given as {name}, and is no year. Write it with four "
                "digits, such as 2025."
            ),
            name=name,
            text=text,
        )


class UnknownKind(LookupError):
    """No room takes in this kind of file."""


class NotReady(ExpectedFailure):
    """The import is not in a state from which this step can be taken."""

    def __init__(self, record: Import) -> None:
        super().__init__(
            mark("{file} has the state “{state}” now; nothing was done."),
            file=record.original_name,
            state=record.get_state_display(),
        )


def receive(
    source: BinaryIO,
    *,
    kind: str,
    name: str,
    by: By,
    at: datetime,
    options: Mapping[str, Any] | None = None,
) -> Import:
    """Take in a file: keep it (or its pseudonymised copy) and make its record.

    The same bytes with the same options, already imported, give a record in state
    `UNCHANGED` and nothing else happens. Raises `UnknownKind`, `NotAYear`.
    """
    importer = importer_of(kind)
    _check_years(importer, options or {})
    digest, size = files.digest_of(files.chunks(source))
    source.seek(0)
    given = dict(options or {})
    plain = PurePath(name).name[:255]
    record = Import(
        kind=kind,
        source=importer.source_of(given),
        original_name=struck(plain) if importer.personal else plain,
        original_sha256=digest,
        original_size=size,
        options=given,
        received_at=at,
        received_by_id=by.account,
    )
    if earlier := _committed_before(record):
        record.state = ImportState.UNCHANGED
        record.report = report.unchanged(earlier)
    else:
        _keep(record, source, importer=importer, at=at)
    with transaction.atomic():
        record.save(force_insert=True)
        audit.record(
            record,
            "import.received",
            by=by,
            at=at,
            facts={"kind": kind, "name": record.original_name, "sha256": digest},
        )
    return record


def _check_years(importer: Any, options: Mapping[str, Any]) -> None:
    """What an importer asks for without choices is a year."""
    for asked in getattr(importer, "asks", ()):
        text = str(options.get(asked.name) or "")
        if asked.choices is None and text and not _is_year(text):
            raise NotAYear(asked.name, text)


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) in YEARS


def importer_of(kind: str) -> Any:
    try:
        return importers()[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def _committed_before(record: Import) -> Import | None:
    return Import.objects.filter(
        kind=record.kind,
        original_sha256=record.original_sha256,
        options=record.options,
        state=ImportState.COMMITTED,
    ).first()


def _keep(record: Import, source: BinaryIO, *, importer: Any, at: datetime) -> None:
    if not importer.personal:
        record.file = files.keep(files.chunks(source), name=record.original_name, at=at)
        return
    key = keys.current_pseudonym_key()
    log = IssueLog()
    parts = importer.pseudonymised(source, key, log=log, at=at)
    record.file = files.keep(
        parts, name=f"{record.original_name} (pseudonymised)", at=at
    )
    record.key_version = key.version
    record.report = report.made(log)


def read(record: Import, *, at: datetime, progress: Progress = silent) -> Import:
    """Read the whole file and tell what it holds, what is new, what differs, what is
    wrong. Changes nothing but the record. A file with errors is refused."""
    if record.state not in {ImportState.RECEIVED, ImportState.READ}:
        raise NotReady(record)
    with _reading(record, at=at, progress=progress) as (source, reading):
        importer_of(record.kind).read(source, reading)
    record.report = report.told(reading, before=record.report)
    if reading.log.has_errors() or report.has_errors(record.report):
        record.state = ImportState.REFUSED
    else:
        record.state = ImportState.READ
    record.save(update_fields=["report", "state"])
    return record


def commit(
    record: Import, *, by: By, at: datetime, progress: Progress = silent
) -> Import:
    """Write what was read, in one transaction. Raises `NotReady` unless it was read
    without errors and nobody decided otherwise in the meantime."""
    with (
        transaction.atomic(durable=True),
        _reading(record, at=at, progress=progress) as (source, reading),
    ):
        allow_long_statements()
        now = locked(record)
        if now.state != ImportState.READ:
            raise NotReady(now)
        importer_of(record.kind).commit(source, reading, by=by)
        if reading.mapping_used is not None:
            record.mapping = mappings.remember(
                record.kind, record.source, reading.mapping_used, at=at
            )
        record.state, record.committed_at = ImportState.COMMITTED, at
        record.save(update_fields=["state", "committed_at", "mapping"])
        audit.record(
            record, "import.committed", by=by, at=at, facts={"counts": reading.counts}
        )
    return record


def undo(record: Import, *, by: By, at: datetime) -> Import:
    """Decide against a file that was read; what was kept of it stays with its record."""
    _refuse_asked_for(record)
    with transaction.atomic():
        now = locked(record)
        if now.state not in {ImportState.READ, ImportState.RECEIVED}:
            raise NotReady(now)
        now.state = ImportState.UNDONE
        now.save(update_fields=["state"])
        audit.record(now, "import.undone", by=by, at=at)
    return now


def correct(
    record: Import, columns: Mapping[int, str], *, by: By, at: datetime
) -> Import:
    """Say what the columns of a file are (place → name of ours, the others not used).

    It is remembered for files of the kind and source, and the file waits to be read
    again. Raises `NotReady` when it was imported, undone, or has no columns to choose.
    """
    _refuse_asked_for(record)
    with transaction.atomic():
        now = locked(record)
        shown = now.report.get("columns")
        if now.state not in {ImportState.READ, ImportState.REFUSED} or not shown:
            raise NotReady(now)
        if now.file is None or not now.file.kept:
            raise files.DamagedFile(files.DISPOSED, name=now.original_name)
        layout = Layout({name: place for place, name in columns.items()})
        before = mappings.remembered(now.kind, now.source)
        mapping = remember(shown["headers"], layout, before)
        mappings.remember(now.kind, now.source, mapping, at=at)
        now.state = ImportState.RECEIVED
        now.save(update_fields=["state"])
        audit.record(
            now, "import.corrected", by=by, at=at, facts={"columns": layout.places}
        )
    return now


def locked(record: Import) -> Import:
    """The record as it is now, nobody else taking a step with it until the transaction
    ends. Not its row: how far an import has come is written there meanwhile."""
    chain.lock_aggregate(f"core.import:{record.pk}")
    return Import.objects.get(pk=record.pk)


def _refuse_asked_for(record: Import) -> None:
    """Asked before the lock is waited for: a job holds it as long as it works."""
    now = Import.objects.get(pk=record.pk)
    if now.is_asked_for and work.has_job(now):
        raise BeingImported(now)


@contextmanager
def _reading(
    record: Import, *, at: datetime, progress: Progress
) -> Iterator[tuple[BinaryIO, Reading]]:
    if record.file is None:
        raise NotReady(record)
    remembered = mappings.remembered(record.kind, record.source)
    with files.opened(record.file) as source:
        yield source, Reading(record, IssueLog(), remembered, at, progress)
