# SPDX-License-Identifier: EUPL-1.2
"""Closing a month: its cost is computed anew, reconciled, protected, and then stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gemensam.benefits.models import MonthClose
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.models import Ledger
from gemensam.costing.queries.reconciliation import Difference, Lies, differences
from gemensam.formats.issues import Marked, mark
from gemensam.outcomes.actions import decide_protection, rebuild, scenario_for
from gemensam.outcomes.enums import ScenarioKind


class NotReconciled(ExpectedFailure):
    """Öre are missing; the message says where."""

    def __init__(self, off: Difference) -> None:
        super().__init__(TEXTS[off.what], month=f"{off.month:%Y-%m}", ore=off.ore)


TEXTS: Mapping[Lies, Marked] = {
    Lies.LEDGER: mark(
        "{month} is not closed: {ore} öre of the ledgers have no category. "
        "Compute the month again; ./gemensam verify shows where they are."
    ),
    Lies.GRAIN: mark(
        "{month} is not closed: the cost by service and unit lacks {ore} öre of the "
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


Progress = Callable[[str, date], None]


def quiet(_source: str, _month: date) -> None:
    """For who does not want to be told."""


def build_baseline(
    months: Sequence[date], *, by: By, at: datetime, progress: Progress = quiet
) -> None:
    """Compute the baseline's months from the evidence at hand."""
    scenario = scenario_for(
        ScenarioKind.BASELINE,
        name=f"{months[0]:%Y}",
        price_level=months[0].year,
        by=by,
        at=at,
    )
    rebuild(scenario, months, by=by, at=at, progress=progress)
    for month in months:
        decide_protection(scenario, month, at=at)


def build_actual(
    months: Sequence[date], *, by: By, at: datetime, progress: Progress = quiet
) -> None:
    """Compute months of the outcome; closed ones keep their protection."""
    scenario = scenario_for(ScenarioKind.ACTUAL, name="", by=by, at=at)
    rebuild(scenario, months, by=by, at=at, progress=progress)


def close_month(month: date, *, by: By, at: datetime) -> MonthClose:
    """Close a computed month. A closed one is answered as it is.

    Raises `LedgersMissing`, `NotReconciled`.
    """
    lacking = missing_ledgers(month)
    if lacking:
        raise LedgersMissing(month, lacking)
    off = [one for one in differences() if one.month == month]
    if off:
        raise NotReconciled(off[0])
    with transaction.atomic():
        chain.lock_aggregate(f"benefits.close:{month}")
        closed = MonthClose.objects.filter(month=month, reopened_at=None).first()
        if closed:
            return closed
        scenario = scenario_for(ScenarioKind.ACTUAL, name="", by=by, at=at)
        decide_protection(scenario, month, at=at)
        closed = MonthClose.objects.create(
            month=month, closed_at=at, closed_by_id=by.account
        )
        audit.record(closed, "month.closed", by=by, at=at, facts={"month": month})
    return closed


def missing_ledgers(month: date) -> list[str]:
    """Legal entities that had a ledger and whose newest does not cover `month`."""
    newest = dict(
        Ledger.objects.order_by("year_from").values_list(
            "legal_entity__name", "through"
        )
    )
    return sorted(
        name for name, through in newest.items() if through is None or through < month
    )
