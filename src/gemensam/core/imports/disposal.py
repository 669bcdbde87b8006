# SPDX-License-Identifier: EUPL-1.2
"""What was kept of files that nobody imported is not kept for ever.

Some time after a file that was refused or decided against last came in, its bytes (or
their pseudonymised copy) are removed. Its hash, its report and its trail stay. A file that
anything else rests on is never touched: another import of the same bytes that counts or
waits for a decision, or whatever else refers to it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet

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


def _due(before: datetime) -> QuerySet[StoredFile]:
    unwanted = Import.objects.filter(file=OuterRef("pk"), state__in=UNWANTED)
    due = StoredFile.objects.filter(Exists(unwanted), kept=True, received_at__lt=before)
    for model, field in _referring():
        others = model._default_manager.filter(**{field: OuterRef("pk")})  # noqa: SLF001
        if model is Import:
            others = others.exclude(state__in=UNWANTED)
        due = due.exclude(Exists(others))
    return due


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
        files.path_of(stored.sha256).unlink(missing_ok=True)
        stored.kept = False
        stored.save(update_fields=["kept"])
        for record in Import.objects.filter(file=stored):
            audit.record(
                record, "import.disposed", by=by, at=at, facts={"sha256": stored.sha256}
            )
    return True
