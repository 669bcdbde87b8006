# SPDX-License-Identifier: EUPL-1.2
"""What is done with a case. Each step says from which states it may be taken; the case
is locked first, so that of two who try the same the second is told who was first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gemensam.core.by import By
from gemensam.desk.actions.events import happen
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.models import Case
from gemensam.group.models import Person

FROM = {
    EventKind.TAKEN: {CaseStatus.NEW, CaseStatus.TAKEN, CaseStatus.WAITING},
    EventKind.WAITING: {CaseStatus.NEW, CaseStatus.TAKEN},
    EventKind.ANSWERED: {CaseStatus.WAITING},
    EventKind.CONTINUED: {CaseStatus.WAITING},
    EventKind.RESOLVED: {CaseStatus.NEW, CaseStatus.TAKEN, CaseStatus.WAITING},
    EventKind.REOPENED: {CaseStatus.RESOLVED},
    EventKind.RATED: {CaseStatus.RESOLVED},
}


class NotAllowedNow(RuntimeError):
    """The case is not in a state from which this can be done."""

    def __init__(self, case: Case) -> None:
        super().__init__(
            _("Case {number} is “{status}” now. Load the page again.").format(
                number=case.number, status=case.get_status_display()
            )
        )


class AlreadyTaken(NotAllowedNow):
    """Someone else was first."""

    def __init__(self, case: Case) -> None:
        RuntimeError.__init__(
            self,
            _("{name} has taken case {number}.").format(
                name=case.assignee, number=case.number
            ),
        )


def _locked(case: Case, kind: EventKind) -> Case:
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if kind in FROM and locked.status not in FROM[kind]:
        raise NotAllowedNow(locked)
    return locked


def _step(
    case: Case,
    kind: EventKind,
    *,
    by: By,
    at: datetime,
    payload: dict[str, Any] | None = None,
    visible: bool = False,
) -> Case:
    with transaction.atomic():
        locked = _locked(case, kind)
        happen(locked, kind, by=by, at=at, payload=payload, visible=visible)
    return locked


def take(case: Case, *, person: Person, by: By, at: datetime) -> Case:
    """`person` takes the case. Raises `AlreadyTaken`, `NotAllowedNow`."""
    with transaction.atomic():
        locked = _locked(case, EventKind.TAKEN)
        if locked.assignee_id == person.pk:
            return locked
        if locked.assignee_id is not None:
            raise AlreadyTaken(locked)
        locked.assignee = person
        happen(locked, EventKind.TAKEN, by=by, at=at, payload={"person": person.pk})
    return locked


def wait_for_customer(case: Case, *, question: str, by: By, at: datetime) -> Case:
    """Ask the customer; the clock stands still until the answer."""
    return _step(
        case,
        EventKind.WAITING,
        by=by,
        at=at,
        payload={"reason": "customer", "text": question},
        visible=True,
    )


def answer(case: Case, *, text: str, by: By, at: datetime) -> Case:
    """The customer's words: the clock goes on if it stood still."""
    with transaction.atomic():
        locked = _locked(case, EventKind.MESSAGE)
        waiting = locked.status == CaseStatus.WAITING
        locked.customer_answered = True
        kind = EventKind.ANSWERED if waiting else EventKind.MESSAGE
        happen(locked, kind, by=by, at=at, payload={"text": text}, visible=True)
    return locked


def continue_work(case: Case, *, by: By, at: datetime) -> Case:
    """Go on without an answer."""
    return _step(case, EventKind.CONTINUED, by=by, at=at)


def send_message(case: Case, *, text: str, by: By, at: datetime) -> Case:
    """A message the customer sees; the first one is the first answer."""
    with transaction.atomic():
        locked = _locked(case, EventKind.MESSAGE)
        locked.customer_answered = False
        if locked.first_answer_at is None:
            locked.first_answer_at = at
        happen(
            locked,
            EventKind.MESSAGE,
            by=by,
            at=at,
            payload={"text": text},
            visible=True,
        )
    return locked


def write_note(case: Case, *, text: str, by: By, at: datetime) -> Case:
    """A note the customer never sees."""
    return _step(case, EventKind.NOTE, by=by, at=at, payload={"text": text})


def resolve(case: Case, *, text: str, by: By, at: datetime) -> Case:
    """The case is done; `text` tells the customer what was done."""
    return _step(
        case, EventKind.RESOLVED, by=by, at=at, payload={"text": text}, visible=True
    )


def reopen(case: Case, *, reason: str, by: By, at: datetime) -> Case:
    """It was not done after all; the old clock goes on."""
    return _step(
        case, EventKind.REOPENED, by=by, at=at, payload={"text": reason}, visible=True
    )


def rate(case: Case, *, points: int, by: By, at: datetime) -> Case:
    """One to five; the last rating holds."""
    with transaction.atomic():
        locked = _locked(case, EventKind.RATED)
        locked.rating = points
        happen(locked, EventKind.RATED, by=by, at=at, payload={"points": points})
    return locked
