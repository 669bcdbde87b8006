# SPDX-License-Identifier: EUPL-1.2
"""What was kept of files is not kept for ever.

Some time after a file that was refused or decided against last came in, its bytes (or
their pseudonymised copy) are removed. Its hash, its report and its trail stay. A file that
anything else rests on is never touched: another import of the same bytes that counts or
waits for a decision, or whatever else refers to it.

A room that disposes of rows it took from a file asks for the file's copy to go too.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Exists,
    ForeignObjectRel,
    Model,
    OuterRef,
    Q,
    QuerySet,
)

from gemensam.core import audit, clock, files
from gemensam.core.by import By
from gemensam.core.enums import ImportState
from gemensam.core.models import Import, StoredFile

UNWANTED = (ImportState.REFUSED, ImportState.UNDONE)


def dispose(*, by: By, at: datetime) -> int:
    """Remove what is due; answers how many files. Run again it removes nothing more."""
    before = at - timedelta(days=settings.REFUSED_DAYS)
    due = list(_due(before).values_list("pk", flat=True))
    return sum(_disposed(one, before, by=by, at=at) for one in due)


def kept_until(record: Import) -> date | None:
    """The day on which what is kept of a refused file is removed; None if it is not to be."""
    if record.state not in UNWANTED or record.file is None or not record.file.kept:
        return None
    last = record.file.received_at + timedelta(days=settings.REFUSED_DAYS)
    return clock.local(last).date()


def dispose_of_copies(
    imports: Collection[int], *, facts: Mapping[str, Any], by: By, at: datetime
) -> int:
    """Remove what was kept of imported files whose rows a room disposes of; answers how
    many. A file that another import rests on stays. In the caller's transaction."""
    wanted = Q(pk__in=imports) | Q(state__in=UNWANTED)
    kept = StoredFile.objects.filter(import__in=imports, kept=True).distinct()
    done = 0
    for one in kept.order_by("pk"):
        files.lock(one.sha256)
        stored = _free(StoredFile.objects.filter(pk=one.pk, kept=True), wanted).first()
        if stored is not None:
            _remove(stored, facts, by=by, at=at)
            done += 1
    return done


def _due(before: datetime) -> QuerySet[StoredFile]:
    unwanted = Import.objects.filter(file=OuterRef("pk"), state__in=UNWANTED)
    due = StoredFile.objects.filter(Exists(unwanted), kept=True, received_at__lt=before)
    return _free(due, Q(state__in=UNWANTED))


def _free(rows: QuerySet[StoredFile], wanted: Q) -> QuerySet[StoredFile]:
    """Those to which nothing refers but imports that are `wanted` gone."""
    for model, field in _referring():
        others = model._default_manager.filter(**{field: OuterRef("pk")})  # noqa: SLF001
        if model is Import:
            others = others.exclude(wanted)
        rows = rows.exclude(Exists(others))
    return rows


def _referring() -> Iterator[tuple[type[Model], str]]:
    """Every model of any room, also of one to come, that refers to a stored file."""
    for field in StoredFile._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if isinstance(field, ForeignObjectRel):
            yield field.related_model, field.field.name


def _disposed(number: int, before: datetime, *, by: By, at: datetime) -> bool:
    """One file, unless it came in again or was needed meanwhile.

    Its bytes go first: broken off in between, the next run finishes.
    """
    with transaction.atomic():
        files.lock(StoredFile.objects.get(pk=number).sha256)
        stored = _due(before).filter(pk=number).first()
        if stored is None:
            return False
        _remove(stored, {}, by=by, at=at)
    return True


def _remove(
    stored: StoredFile, facts: Mapping[str, Any], *, by: By, at: datetime
) -> None:
    files.path_of(stored.sha256).unlink(missing_ok=True)
    stored.kept = False
    stored.save(update_fields=["kept"])
    for record in Import.objects.filter(file=stored):
        told = {"sha256": stored.sha256, **facts}
        audit.record(record, "import.disposed", by=by, at=at, facts=told)
