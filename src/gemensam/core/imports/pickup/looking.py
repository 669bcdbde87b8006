# SPDX-License-Identifier: EUPL-1.2
"""One look into the folder."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

import structlog

from gemensam.core.by import By
from gemensam.core.enums import PickUpState
from gemensam.core.imports.pickup import folders, taking
from gemensam.core.imports.pickup.folders import Changed, Found
from gemensam.core.models import PickUp

STILL = timedelta(seconds=55)  # unchanged for so long a file is whole
LOCK = "core.pickup"
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Looked:
    """What a look came upon: how many files of each state. `broke`: how many could not be
    gone on with now, and are tried again at the next look."""

    ended: dict[PickUpState, int] = field(default_factory=dict)
    broke: int = 0

    def note(self, state: PickUpState) -> None:
        self.ended[state] = self.ended.get(state, 0) + 1


def look(*, now: Callable[[], datetime], by: By) -> Looked | None:
    """Take what is whole, go on with what was broken off. None when another looks just now.

    A file that breaks the look does not keep it from the others.
    """
    with _alone() as alone:
        if not alone:
            return None
        folders.make()
        looked = Looked()
        for taken, found in _in_hand(now()):
            try:
                taking.go_on(taken, found, now=now, by=by)
            except Changed:
                taking.begin_anew(taken, at=now())
            except Exception:  # whatever it is, the next file is not to blame
                log.exception("pickup.broke", kind=taken.kind, number=taken.pk)
                looked.broke += 1
            looked.note(PickUpState(taken.state))
        return looked


def _in_hand(at: datetime) -> Iterator[tuple[PickUp, Found | None]]:
    """What lies there and has been still for long enough, and what was begun with and does
    not lie there any more. What lies there for the first time is noted."""
    begun = list(PickUp.objects.filter(ended_at=None).select_related("record"))
    left = {taken.pk: taken for taken in begun}
    for found in folders.find():
        taken = _known(begun, found)
        if taken is None:
            taken = _noted(found, at)
        left.pop(taken.pk, None)
        if not _is_same(taken, found):
            taking.follow(taken, found, at=at)
        elif at - taken.still_since >= STILL:
            yield taken, found
    for taken in left.values():
        yield taken, None


def _known(begun: Sequence[PickUp], found: Found) -> PickUp | None:
    """A file that was taken stays the same; one that is still written to may change."""
    for taken in begun:
        if (taken.kind, taken.place) != (found.kind, found.place):
            continue
        is_open = taken.state == PickUpState.SEEN
        if _is_same(taken, found) or (is_open and taken.record_id is None):
            return taken
    return None


def _is_same(taken: PickUp, found: Found) -> bool:
    return (taken.size, taken.changed_ns) == (found.size, found.changed_ns)


def _noted(found: Found, at: datetime) -> PickUp:
    return PickUp.objects.create(
        kind=found.kind,
        options=dict(found.options),
        name=found.name,
        place=found.place,
        size=found.size,
        changed_ns=found.changed_ns,
        still_since=at,
        first_seen_at=at,
    )


@contextmanager
def _alone() -> Iterator[bool]:
    """The worker, a command and a second worker may look at once: one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [LOCK])
        got = bool((cursor.fetchone() or (False,))[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [LOCK]
                )


def waiting() -> list[PickUp]:
    """Files of the folder about which a person is to decide, the oldest first."""
    rows = PickUp.objects.filter(state=PickUpState.WAITING, ended_at=None)
    undecided = rows.exclude(record__state__in=taking.BECAME)
    return list(undecided.select_related("record").order_by("pk"))
