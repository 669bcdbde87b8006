# SPDX-License-Identifier: EUPL-1.2
"""The steps of one file. Each is a transaction; where it was broken off, it goes on."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.database import allow_long_statements
from gemensam.core.enums import ENDED, ImportState, PickUpState
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import actions, report
from gemensam.core.imports.named import OTHER_MONTH
from gemensam.core.imports.pickup import folders, putting
from gemensam.core.imports.pickup.folders import Changed, Found
from gemensam.core.models import Import, PickUp
from gemensam.core.ports import importers
from gemensam.core.uploads import LARGEST
from gemensam.formats.issues import mark

TRIES = 5  # looks that may break off on a file before it is left for a person
BROKE_OFF = mark(
    "It broke off {count} times. The log of the worker says why; import it under Files."
)
DECIDED = mark("Files of this kind are decided by a person. Say so under Files.")
FIRST = mark(
    "It is the first such file from this source. Once a person has imported one under "
    "Files, the next are imported without a question."
)
COLUMNS = mark(
    "Its columns are not those of the last file. See under Files that they are understood "
    "rightly."
)
WRONG_MONTH = mark(
    "By its name it is of another month than what it tells of. See under Files that it is "
    "the right file."
)
BECAME = {
    ImportState.COMMITTED: PickUpState.DONE,
    ImportState.UNCHANGED: PickUpState.DONE,
    ImportState.REFUSED: PickUpState.REFUSED,
    ImportState.UNDONE: PickUpState.REFUSED,
}


def go_on(
    taken: PickUp, found: Found | None, *, now: Callable[[], datetime], by: By
) -> None:
    """All steps that can be taken. `found` is None where the file lies there no more.

    Raises `Changed` when the file was written to while it was taken.
    """
    if taken.state == PickUpState.WAITING:
        _decided_meanwhile(taken, found, at=now(), by=by)
    elif taken.record is None and found is None:
        _end(taken, PickUpState.GONE, None, at=now(), by=by)
    elif found and found.fault and taken.record is None:
        most = LARGEST >> 20
        failure = ExpectedFailure(found.fault, most=most)
        _stop(taken, PickUpState.REFUSED, failure, found, at=now(), by=by)
    elif taken.tries >= TRIES:
        _give_up(taken, found, at=now(), by=by)
    else:
        _take(taken, found, now=now, by=by)


def _take(
    taken: PickUp, found: Found | None, *, now: Callable[[], datetime], by: By
) -> None:
    taken.tries += 1
    taken.save(update_fields=["tries"])
    try:
        if taken.record is None and found is not None:
            _receive(taken, found, at=now(), by=by)
        assert taken.record is not None
        if putting.is_personal(taken.kind) and found is not None:
            putting.remove(found.path, found)
        if taken.record.state == ImportState.RECEIVED:
            taken.record = actions.read(taken.record, at=now())
        why = why_not(taken.record)
        if taken.record.state == ImportState.READ and why is None:
            taken.record = actions.commit(taken.record, by=by, at=now())
    except Changed:
        raise
    except ExpectedFailure as failure:
        state = PickUpState.WAITING if taken.record else PickUpState.REFUSED
        _stop(taken, state, failure, found, at=now(), by=by)
        return
    if taken.record.state == ImportState.READ and why is not None:
        _stop(taken, PickUpState.WAITING, why, found, at=now(), by=by)
    else:
        became = BECAME[ImportState(taken.record.state)]
        _end(taken, became, found, at=now(), by=by)


def _receive(taken: PickUp, found: Found, *, at: datetime, by: By) -> None:
    """The import and that it is of this file, in one transaction: who dies here has
    received nothing. Of a file that changed meanwhile nothing is gone on with."""
    changed: Changed | None = None
    with transaction.atomic():
        allow_long_statements()
        record = None
        try:
            with folders.opened(found) as source:
                record = actions.receive(
                    source,
                    kind=taken.kind,
                    name=taken.name,
                    by=by,
                    at=at,
                    options=taken.options,
                )
        except Changed as failure:
            changed = failure
            if record is not None and record.state == ImportState.RECEIVED:
                actions.undo(record, by=by, at=at)
        else:
            taken.record, taken.state = record, PickUpState.TAKEN
            taken.save(update_fields=["record", "state"])
            audit.record(taken, "pickup.taken", by=by, at=at, facts={"import": record})
    if changed is not None:
        raise changed


def why_not(record: Import) -> ExpectedFailure | None:
    """Why a person has to decide about a file that was read; None where none has to."""
    importer = importers()[record.kind]
    if not getattr(importer, "unattended", False):
        return ExpectedFailure(DECIDED)
    before = Import.objects.filter(
        kind=record.kind, source=record.source, state=ImportState.COMMITTED
    )
    if not before.exists():
        return ExpectedFailure(FIRST)
    columns = record.report.get("columns")
    if columns and not columns.get("remembered"):
        return ExpectedFailure(COLUMNS)
    if any(one.code == OTHER_MONTH.code for one in report.issues_of(record.report)):
        return ExpectedFailure(WRONG_MONTH)
    return None


def _decided_meanwhile(
    taken: PickUp, found: Found | None, *, at: datetime, by: By
) -> None:
    """A file that waited, and about which someone decided since."""
    record = taken.record
    if record is None or record.state not in BECAME:
        if found is not None:  # the look that let it wait was broken off
            putting.put(taken, PickUpState.WAITING, found)
        return
    taken.why = {}
    _end(taken, BECAME[ImportState(record.state)], found, at=at, by=by)


def _give_up(taken: PickUp, found: Found | None, *, at: datetime, by: By) -> None:
    record = taken.record
    if record is not None and record.state in BECAME:
        _end(taken, BECAME[ImportState(record.state)], found, at=at, by=by)
        return
    state = PickUpState.WAITING if record else PickUpState.REFUSED
    failure = ExpectedFailure(BROKE_OFF, count=taken.tries)
    _stop(taken, state, failure, found, at=at, by=by)


def _stop(
    taken: PickUp,
    state: PickUpState,
    failure: ExpectedFailure,
    found: Found | None,
    *,
    at: datetime,
    by: By,
) -> None:
    """It goes no further by itself, and why is told."""
    taken.why = report.failure(failure)
    _end(taken, state, found, at=at, by=by)


def _end(
    taken: PickUp, state: PickUpState, found: Found | None, *, at: datetime, by: By
) -> None:
    """The file goes first: who dies in between finds it moved, and ends it then."""
    if state is not PickUpState.GONE:
        putting.put(taken, state, found)
    with transaction.atomic():
        taken.state = state
        taken.ended_at = at if state in ENDED else None
        taken.save(update_fields=["state", "ended_at", "why", "tries"])
        audit.record(taken, f"pickup.{state.value}", by=by, at=at)


def follow(taken: PickUp, found: Found, *, at: datetime) -> None:
    """It was written to since the last look."""
    taken.size, taken.changed_ns, taken.name = found.size, found.changed_ns, found.name
    taken.still_since = at
    taken.save(update_fields=["size", "changed_ns", "name", "still_since"])


def begin_anew(taken: PickUp, *, at: datetime) -> None:
    """It was written to while it was taken."""
    taken.still_since = at
    taken.save(update_fields=["still_since"])
