# SPDX-License-Identifier: EUPL-1.2
"""Cases of another system told again when their category or branch was tied after they
came: until then they were promised nothing, and nobody was known to deliver them."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gemensam.core import clock
from gemensam.core.database import allow_long_statements
from gemensam.core.imports.importer import Reading
from gemensam.core.jobs import RETRY
from gemensam.desk.enums import CaseSystem, EventKind
from gemensam.desk.importers.columns import Columns
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.places import Places
from gemensam.desk.importers.read import LogCase, LogEvent
from gemensam.desk.models import Case, CaseLog
from gemensam.formats.issues import IssueLog

BATCH = 500


def tell_again(*, at: datetime) -> int:
    """Every case of another system that is tied to a service and a unit and was promised
    nothing yet, or that nobody was known to deliver; answers how many. Run again it
    changes nothing."""
    meaning = Meaning()
    places = Places(meaning)
    done = 0
    for log in CaseLog.objects.filter(
        system=CaseSystem.FOREIGN, cases__in=_left()
    ).distinct():
        reading = Reading(log.from_import, IssueLog(), {}, at)
        columns = Columns(log, reading, meaning, places)
        numbers = list(_left().filter(log=log).values_list("pk", flat=True))
        for first in range(0, len(numbers), BATCH):
            with transaction.atomic():
                allow_long_statements()
                done += _batch(numbers[first : first + BATCH], columns)
    return done


def _left() -> QuerySet[Case]:
    tied = Case.objects.filter(
        system=CaseSystem.FOREIGN, service__isnull=False, unit__isnull=False
    )
    return tied.filter(Q(promise=None) | Q(provided_by=None))


def _batch(numbers: list[int], columns: Columns) -> int:
    cases = Case.objects.select_for_update(of=("self",)).filter(pk__in=numbers)
    found = list(cases.select_related("service", "unit").prefetch_related("events"))
    for case in found:
        columns.tell_again(case, _as_told(case))
    return len(found)


def _as_told(case: Case) -> LogCase:
    """As a file would tell it now."""
    assert case.service is not None
    assert case.unit is not None
    events = sorted(case.events.all(), key=lambda one: one.seq)
    return LogCase(
        case.number,
        tuple(LogEvent(EventKind(one.kind), one.at, "") for one in events),
        {
            "tjanst": case.service.code,
            "enhet": case.branch,
            "rubrik": case.subject,
            "prioritet": str(case.priority),
        },
        None if case.promise else case.due_at,
    )


@app.task(
    name="desk.tell_again",
    queueing_lock="desk.tell_again",
    lock="core.imports",
    retry=RETRY,
)
def tell_cases_again() -> None:
    """Give cases that were tied after they came what they were promised."""
    tell_again(at=clock.now())


def ask_to_tell_again() -> None:
    """One that waits for its turn already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        tell_cases_again.defer()
