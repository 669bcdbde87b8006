# SPDX-License-Identifier: EUPL-1.2
"""One door for what happens to a case: the event is sealed, the columns follow from it."""

from datetime import datetime
from typing import Any

from gemensam.core import chain
from gemensam.core.by import By
from gemensam.desk import clock
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.models import Case, CaseEvent

STATUS_AFTER = {
    EventKind.OPENED: CaseStatus.NEW,
    EventKind.TAKEN: CaseStatus.TAKEN,
    EventKind.WAITING: CaseStatus.WAITING,
    EventKind.ANSWERED: CaseStatus.TAKEN,
    EventKind.CONTINUED: CaseStatus.TAKEN,
    EventKind.RESOLVED: CaseStatus.RESOLVED,
    EventKind.REOPENED: CaseStatus.TAKEN,
}

# Whose word it is; what is not here leaves it as it was.
LAST_WORD = {
    EventKind.ANSWERED: True,
    EventKind.TAKEN: False,
    EventKind.WAITING: False,
    EventKind.CONTINUED: False,
    EventKind.RESOLVED: False,
    EventKind.REOPENED: True,
}


def status_after(status: CaseStatus, kind: EventKind) -> CaseStatus:
    """Who takes a case that waits for the customer has it, but it waits still: only an
    answer, or going on without one, lets the clock go."""
    if kind is EventKind.TAKEN and status == CaseStatus.WAITING:
        return status
    return STATUS_AFTER.get(kind, status)


def happen(
    case: Case,
    kind: EventKind,
    *,
    by: By,
    at: datetime,
    payload: dict[str, Any] | None = None,
    visible: bool = False,
) -> CaseEvent:
    """Add an event to a locked case and let its columns follow. Within a transaction."""
    previous = case.events.order_by("-seq").first()
    event = CaseEvent(
        case=case,
        kind=kind,
        at=at,
        actor_id=by.account,
        acting_for_id=by.acting_for,
        origin=by.origin,
        request=by.request,
        payload=payload or {},
        visible=visible,
    )
    chain.append(event, previous=previous)
    _follow(case, kind, at)
    return event


def _follow(case: Case, kind: EventKind, at: datetime) -> None:
    case.status = status_after(CaseStatus(case.status), kind)
    if kind in LAST_WORD:
        case.customer_answered = LAST_WORD[kind]
    if kind is EventKind.REOPENED:
        case.reopened += 1
    case.touched_at = at
    recount(case, at=at)
    case.save()


def recount(case: Case, *, at: datetime) -> None:
    """Set what the clock says: due, done, on time, lead and waiting. Pure but for `case`."""
    history = [
        clock.Happened(kind, when)
        for kind, when in case.events.order_by("seq").values_list("kind", "at")
    ]
    events = clock.clock_events(history)
    done = case.status == CaseStatus.RESOLVED
    case.resolved_at = _last(history, EventKind.RESOLVED) if done else None
    promise = clock.promised(case.promise, case.hours_id)
    if promise is None or not events:
        return
    standing = clock.due(promise, events, at=at)
    if standing is not None:
        case.due_at = standing.due
        case.on_time = (standing.broken_at is None) if done else None
    taken = clock.taken_time(promise.calendar, events, at=at)
    case.lead_minutes = round(taken.used.total_seconds() / 60) if done else None
    case.waited_minutes = round(taken.paused.total_seconds() / 60)


def _last(history: list[clock.Happened], kind: EventKind) -> datetime:
    return max(one.at for one in history if one.kind == kind)
