# SPDX-License-Identifier: EUPL-1.2
"""Closing a month: computed, reconciled, protected, and then it stands, with what each
source held of it; opened again only with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gemensam.benefits.actions.closed import alone_with
from gemensam.benefits.actions.forecasting import keep_forecast
from gemensam.benefits.enums import ComputationState, SourceKind
from gemensam.benefits.models import Computation, HeldAtClose, MonthClose, SourceDuty
from gemensam.benefits.queries.months import newest
from gemensam.benefits.queries.routine.afterwards import held_now
from gemensam.benefits.queries.routine.checklist import checklist
from gemensam.benefits.queries.routine.held import outcome_of
from gemensam.core import audit, chain, clock
from gemensam.core.by import By
from gemensam.core.enums import ImportState
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import Import
from gemensam.core.wording import kronor
from gemensam.costing.queries.reconciliation import Difference, Lies, differences
from gemensam.costing.queries.stated import disagreements
from gemensam.formats.issues import Marked, mark
from gemensam.group.models import Person
from gemensam.outcomes.actions import decide_protection, scenario_for
from gemensam.outcomes.enums import ScenarioKind


class NotReconciled(ExpectedFailure):
    """Öre are missing; the message says where."""

    def __init__(self, off: Difference) -> None:
        super().__init__(
            TEXTS[off.what], month=f"{off.month:%Y-%m}", kronor=kronor(off.ore)
        )


TEXTS: Mapping[Lies, Marked] = {
    Lies.LEDGER: mark(
        "{month} is not closed: {kronor} kr of the ledgers have no category. "
        "Compute the month again; ./gemensam verify shows where they are."
    ),
    Lies.GRAIN: mark(
        "{month} is not closed: the cost by service and unit lacks {kronor} kr of the "
        "support in the ledgers. Compute the month again; ./gemensam verify shows where."
    ),
}


class LedgersMissing(ExpectedFailure):
    """Not every legal entity's ledger reaches the end of the month."""

    def __init__(self, month: date, names: Sequence[str]) -> None:
        super().__init__(
            mark(
                "{month} is not closed: the ledgers of {names} do not reach its end. "
                "Import them through that month first."
            ),
            month=f"{month:%Y-%m}",
            names=", ".join(names),
        )


class NotComputed(ExpectedFailure):
    """There is no outcome of the month to close."""

    def __init__(self, month: date) -> None:
        super().__init__(
            mark("{month} is not closed: it is not computed. Compute the month first."),
            month=f"{month:%Y-%m}",
        )


class BeingComputed(ExpectedFailure):
    """What is closed stands; what is being computed does not yet."""

    def __init__(self, month: date) -> None:
        super().__init__(
            mark(
                "{month} is not closed: it is being computed. Close it when that is done."
            ),
            month=f"{month:%Y-%m}",
        )


class NotClosed(ExpectedFailure):
    """Only a closed month can be opened again."""

    def __init__(self, month: date) -> None:
        super().__init__(
            mark("{month} is not closed, so there is nothing to open again."),
            month=f"{month:%Y-%m}",
        )


class NoReason(ExpectedFailure):
    """A closed month is opened only for a reason that others can read."""

    def __init__(self) -> None:
        super().__init__(mark("Say why the month is opened again."))


def is_being_computed(month: date) -> bool:
    """Whether somebody has asked for it, and it is not through."""
    asked = Computation.objects.filter(
        kind=ScenarioKind.ACTUAL,
        months__contains=[month.isoformat()],
        state__in=(ComputationState.WAITING, ComputationState.RUNNING),
    )
    return asked.exists()


def close_month(month: date, *, by: By, at: datetime) -> MonthClose:
    """Close a computed month, note what each source holds of it, and keep what the year
    is forecast to come to. A closed one is answered as it is.

    Raises `LedgersMissing`, `BeingComputed`, `NotComputed`, `NotReconciled`.
    """
    lacking = missing_ledgers(month, at=at)
    if lacking:
        raise LedgersMissing(month, lacking)
    if is_being_computed(month):  # said at once, and not when a step of it is through
        raise BeingComputed(month)
    with transaction.atomic():
        alone_with(month)
        if is_being_computed(month):
            raise BeingComputed(month)
        if outcome_of(newest(ScenarioKind.ACTUAL), month) is None:
            raise NotComputed(month)
        off = [one for one in differences() if one.month == month]
        if off:
            raise NotReconciled(off[0])
        closed = MonthClose.objects.filter(month=month, reopened_at=None).first()
        if closed:
            return closed
        scenario = scenario_for(ScenarioKind.ACTUAL, name="", by=by, at=at)
        decide_protection(scenario, month, at=at)
        imported = Import.objects.filter(state=ImportState.COMMITTED)
        closed = MonthClose.objects.create(
            month=month,
            closed_at=at,
            closed_by_id=by.account,
            newest_import_id=imported.aggregate(last=Max("pk"))["last"],
        )
        _note(closed)
        facts = {"month": month, **_disagreeing(month)}
        audit.record(closed, "month.closed", by=by, at=at, facts=facts)
        keep_forecast(closed, by=by, at=at)
    return closed


def _disagreeing(month: date) -> Mapping[str, Any]:
    """Ledgers that differ from what their own file states, in öre: it does not keep the
    month open, as only the finance system can mend it; that it was known is kept."""
    found = {f"{one.ledger} #{one.by.value}": one.ore for one in disagreements(month)}
    return {"disagreeing": found} if found else {}


def _note(closed: MonthClose) -> None:
    HeldAtClose.objects.bulk_create(
        HeldAtClose(
            close=closed,
            source=key,
            rows=held.rows,
            ore=held.ore,
            net_ore=held.net_ore,
            digest=held.digest,
        )
        for key, held in held_now(closed.month).items()
        if held.digest
    )


def missing_ledgers(month: date, *, at: datetime) -> list[str]:
    """Legal entities whose ledger of the whole `month` has not come."""
    return sorted(
        line.source.name
        for line in checklist(month, today=clock.local(at).date())
        if line.source.kind is SourceKind.LEDGER and not line.arrival.is_in
    )


def reopen_month(month: date, *, reason: str, by: By, at: datetime) -> MonthClose:
    """Open a closed month again; what was closed stays known. Raises `NoReason`,
    `NotClosed`."""
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        alone_with(month)
        closed = MonthClose.objects.filter(month=month, reopened_at=None).first()
        if closed is None:
            raise NotClosed(month)
        closed.reopened_at, closed.reopened_by_id = at, by.account
        closed.reason = reason.strip()[:400]
        closed.save(update_fields=["reopened_at", "reopened_by", "reason"])
        facts = {"month": month, "reason": closed.reason}
        audit.record(closed, "month.reopened", by=by, at=at, facts=facts)
    return closed


def decide_duty(
    source: str,
    *,
    due_day: int,
    owner: Person | None,
    ends: date | None,
    by: By,
    at: datetime,
) -> SourceDuty:
    """By which day a source is to have come, who sees to it, and, if it comes no more,
    from which month. The same decision again changes nothing."""
    with transaction.atomic():
        chain.lock_aggregate(f"benefits.duty:{source}")
        before = SourceDuty.objects.filter(source=source, superseded_at=None).first()
        said = (due_day, owner, ends)
        if before:
            if (before.due_day, before.owner, before.ends) == said:
                return before
            before.superseded_at = at
            before.save(update_fields=["superseded_at"])
        made = SourceDuty.objects.create(
            source=source,
            due_day=due_day,
            owner=owner,
            ends=ends,
            made_at=at,
            made_by_id=by.account,
        )
        facts = {"source": source, "due_day": due_day, "owner": owner, "ends": ends}
        audit.record(
            f"benefits.duty:{source}", "duty.decided", by=by, at=at, facts=facts
        )
    return made
