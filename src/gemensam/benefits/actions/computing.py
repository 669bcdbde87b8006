# SPDX-License-Identifier: EUPL-1.2
"""Computing the baseline, or months of the outcome, when someone asks for it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gemensam.benefits.actions.closed import keep_closed
from gemensam.benefits.enums import ComputationState
from gemensam.benefits.models import Computation
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.queries.sources import status_of
from gemensam.costing.queries.turnover import months_known
from gemensam.formats.issues import mark, values_kept
from gemensam.outcomes.actions import decide_protection, rebuild, scenario_for
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.ports import sources

Progress = Callable[[str, date], None]
ENDED = ("state", "failure", "failure_values", "lacks", "done_at")


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
    months: Sequence[date],
    *,
    by: By,
    at: datetime,
    known_at: Mapping[date, datetime] | None = None,
    progress: Progress = quiet,
) -> None:
    """Compute months of the outcome; those that were closed and are open again keep their
    protection. `known_at` as `outcomes.actions.rebuild`. Raises `MonthClosed`."""
    scenario = scenario_for(ScenarioKind.ACTUAL, name="", by=by, at=at)
    rebuild(scenario, months, by=by, at=at, known_at=known_at, progress=progress)


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
        waiting = Computation.objects.filter(
            kind=ScenarioKind.BASELINE, state__in=open_states
        )
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
        asked.failed(failure)
    else:
        asked.state, asked.failure = ComputationState.DONE, ""
        asked.lacks = lacks_of(months)
    asked.done_at = now()
    asked.save(update_fields=ENDED)
    return asked


def lacks_of(months: Sequence[date]) -> list[dict[str, object]]:
    """What could not be computed for want of evidence: marked texts with their values."""
    return [
        {
            "text": str(status.lack),
            "values": values_kept({**status.values, "whose": status.whose}),
        }
        for status in status_of(months)
        if status.lack
    ]


# ------------------------------------------------------- months of the outcome asked for


class NothingPosted(ExpectedFailure):
    """No ledger has anything of the month."""

    def __init__(self, month: date) -> None:
        super().__init__(
            mark("No ledger has anything posted in {month}. Import the ledgers first."),
            month=f"{month:%Y-%m}",
        )


def ask_for_months(months: Sequence[date], *, by: By, at: datetime) -> Computation:
    """Note that someone wants months of the outcome computed; a job does it. What waits
    or is being computed already is answered as it is. Raises `NothingPosted`,
    `MonthClosed`."""
    known = set(months_known())
    for month in months:
        if month not in known:
            raise NothingPosted(month)
    wanted = [month.isoformat() for month in sorted(set(months))]
    with transaction.atomic():
        chain.lock_aggregate("benefits.computation")
        _keep_closed(sorted(set(months)))
        waiting = Computation.objects.filter(
            kind=ScenarioKind.ACTUAL,
            state__in=(ComputationState.WAITING, ComputationState.RUNNING),
        )
        if found := waiting.filter(months=wanted).first():
            return found
        asked = Computation.objects.create(
            kind=ScenarioKind.ACTUAL,
            months=wanted,
            asked_at=at,
            asked_by_id=by.account,
        )
        audit.record(asked, "outcome.asked", by=by, at=at, facts={"months": wanted})
    return asked


def compute_months(
    asked: Computation, *, by: By, now: Callable[[], datetime]
) -> Computation:
    """Compute the months asked for, one after the other. A job that was broken off goes
    on where it was: months that are done are not computed again. One that was closed
    since it was asked for is not computed, nor is any other of those that are left."""
    months = [date.fromisoformat(one) for one in asked.months]
    done = list(asked.progress.get("months", []))
    steps = len(sources())
    asked.state = ComputationState.RUNNING
    _tell(asked, done, steps, 0, None)

    def tell(_source: str, month: date) -> None:
        _tell(asked, done, steps, asked.progress["of_month"] + 1, month)

    try:
        left = [month for month in months if month.isoformat() not in done]
        _keep_closed(left)
        for month in left:
            build_actual([month], by=by, at=now(), progress=tell)
            done.append(month.isoformat())
            _tell(asked, done, steps, 0, month)
    except ExpectedFailure as failure:
        asked.failed(failure)
    else:
        asked.state, asked.failure = ComputationState.DONE, ""
        asked.lacks = lacks_of(months)
    asked.done_at = now()
    asked.save(update_fields=ENDED)
    return asked


def _keep_closed(months: Sequence[date]) -> None:
    """Before the first of them is computed."""
    with transaction.atomic():
        for month in months:
            keep_closed(ScenarioKind.ACTUAL, month)


def _tell(
    asked: Computation, done: Sequence[str], steps: int, part: int, month: date | None
) -> None:
    """How far: `months` that are done, and `of_month` steps of the one at hand."""
    asked.progress = {
        "months": list(done),
        "of_month": part,
        "done": steps * len(done) + part,
        "of": steps * len(asked.months),
        "month": f"{month:%Y-%m}" if month else "",
    }
    asked.save(update_fields=["state", "progress"])
