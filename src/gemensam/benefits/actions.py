# SPDX-License-Identifier: EUPL-1.2
"""Computing the baseline when someone asks for it. Closing a month: its cost is
computed anew, reconciled, protected, and then stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gemensam.benefits.enums import ComputationState
from gemensam.benefits.models import Computation, MonthClose
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.models import Ledger
from gemensam.costing.queries.reconciliation import Difference, Lies, differences
from gemensam.costing.queries.sources import status_of
from gemensam.costing.queries.workbench import months_known
from gemensam.formats.issues import Marked, mark
from gemensam.outcomes.actions import decide_protection, rebuild, scenario_for
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.ports import sources


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
        months=months,
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


# ------------------------------------------------------------- a baseline asked for


class NoSuchYear(ExpectedFailure):
    """No ledger has a month of the year."""

    def __init__(self, year: int, known: Sequence[int]) -> None:
        text = mark("No ledger has a month of {year}; there are ledgers of {known}. Choose one of those years, or import the ledgers of {year}.")  # fmt: skip
        none = mark("No ledger has a month of {year}, nor of any other year. Import the ledgers first.")  # fmt: skip
        super().__init__(
            text if known else none, year=year, known=", ".join(map(str, known))
        )


def ask_for_baseline(years: Sequence[int], *, by: By, at: datetime) -> Computation:
    """Note that someone wants the baseline of some years; a job computes it. What waits
    or is being computed already is answered as it is. Raises `NoSuchYear`."""
    known = sorted({month.year for month in months_known()})
    for year in years:
        if year not in known:
            raise NoSuchYear(year, known)
    with transaction.atomic():
        chain.lock_aggregate("benefits.computation")
        open_states = (ComputationState.WAITING, ComputationState.RUNNING)
        waiting = Computation.objects.filter(state__in=open_states)
        if found := waiting.filter(years=sorted(set(years))).first():
            return found
        asked = Computation.objects.create(
            years=sorted(set(years)), asked_at=at, asked_by_id=by.account
        )
        audit.record(
            asked, "baseline.asked", by=by, at=at, facts={"years": asked.years}
        )
    return asked


def compute_baseline(
    asked: Computation, *, by: By, now: Callable[[], datetime]
) -> Computation:
    """Compute what was asked for, telling on the way how far it has come. Run twice it
    computes twice the same. Months without any ledger are left out."""
    months = [month for month in months_known() if month.year in asked.years]
    steps = len(months) * len(sources())
    asked.state, asked.progress = ComputationState.RUNNING, {"done": 0, "of": steps}
    asked.save(update_fields=["state", "progress"])

    def tell(_source: str, month: date) -> None:
        done = asked.progress["done"] + 1
        asked.progress = {"done": done, "of": steps, "month": f"{month:%Y-%m}"}
        asked.save(update_fields=["progress"])

    try:
        build_baseline(months, by=by, at=now(), progress=tell)
    except ExpectedFailure as failure:
        asked.state, asked.failure = ComputationState.FAILED, failure.message()
    else:
        asked.state, asked.failure = ComputationState.DONE, ""
        asked.lacks = lacks_of(months)
    asked.done_at = now()
    asked.save(update_fields=["state", "failure", "lacks", "done_at"])
    return asked


def lacks_of(months: Sequence[date]) -> list[dict[str, object]]:
    """What could not be computed for want of evidence: marked texts with their values."""
    return [
        {
            "text": str(status.lack),
            "values": {**status.values, "whose": status.whose},
        }
        for status in status_of(months)
        if status.lack
    ]
