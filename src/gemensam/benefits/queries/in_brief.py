# SPDX-License-Identifier: EUPL-1.2
"""What one sentence tells of the closed year: its forecast, how far its saving is realised,
the centre's budget, and what has come of a month.

Each rests on everything that its own page computes, which takes longer than a start page
may. So it is kept by the process that computed it until anything it is made of changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from psycopg.sql import SQL

from gemensam.benefits.models import (
    BudgetBooking,
    BudgetComment,
    BudgetMove,
    MonthClose,
    SavingVerified,
    SourceDuty,
)
from gemensam.benefits.ports import locked_case
from gemensam.benefits.queries.changes import Source as Table, asked, question
from gemensam.benefits.queries.followed import followed
from gemensam.benefits.queries.forecast import forecast_now
from gemensam.benefits.queries.realised.made import Readable, realised
from gemensam.benefits.queries.realised.registers import Owed, owed
from gemensam.benefits.queries.realised.years import realised_in, years_to_sign
from gemensam.benefits.queries.routine.awaited import apart, awaited
from gemensam.benefits.queries.routine.sources import Source
from gemensam.calc.forecast import Range
from gemensam.calc.realised import Stage
from gemensam.catalogue.models import Delivery, ServiceSuccession
from gemensam.core.canonical import digest_of
from gemensam.core.models import Import
from gemensam.costing.models import BaselineAdjustment, CostRun, PriceIndex
from gemensam.group.models import (
    Authority,
    Placement,
    RoleAssignment,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from gemensam.outcomes.models import MonthColumns, ScenarioVersion
from gemensam.outcomes.queries.kept import Kept, Rows

Told = TypeVar("Told")
# Ledgers, staff and whatever else comes by file change with the imports alone.
MADE_OF: tuple[Table, ...] = (
    (Import, "committed_at"),
    (MonthClose, "reopened_at"),
    (ScenarioVersion, "frozen_at"),
    (MonthColumns, ""),
    (CostRun, "superseded_at"),
    (BaselineAdjustment, ""),
    (PriceIndex, "superseded_at"),
    (BudgetMove, ""),
    (BudgetBooking, ""),
    (BudgetComment, ""),
    (SavingVerified, ""),
    (SourceDuty, "superseded_at"),
    (Delivery, "valid_to"),
    (ServiceSuccession, ""),
    (Placement, "valid_to"),
    (RoleAssignment, "valid_to"),
    (Unit, "valid_to"),
    (UnitAlias, "valid_to"),
    (UnitSuccession, ""),
    (Authority, ""),
)
DATABASE = SQL(
    "(SELECT oid::text, 0, NULL FROM pg_database WHERE datname = current_database())"
)
CHANGED = SQL(" UNION ALL ").join([DATABASE, question(MADE_OF)])
# The last month closed before a year's accounts are handed over, 15 April of the next
# (kommunallagen 11 kap. 20 §): until then somebody waits for what is not signed of it.
ACCOUNTED = 3
MOST = 64  # of figures in a sentence, at all the times they were kept
_kept: Kept[tuple[Any]] = Kept(most=MOST, size=lambda _held: 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearForecast:
    """As the page of the forecast tells it: öre and share saved of the months from `first`
    to `last`; the outcome when they all are closed."""

    first: date
    last: date
    is_whole: bool
    outcome: Range
    saving: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRealised:
    """Öre `at` each stage, as the page of the stages tells it. `unbooked`: of what is gone
    and not moved, what is decided; `unverified`: öre that await a controller, by authority.
    `missing`: staff registers without which it is not known what is gone. `is_few`: of
    some months what is gone is not told, nor what is signed for it. `unverified_before`:
    authorities of which something in `year_before` awaits a controller, told until its
    accounts are handed over."""

    has_promise: bool
    at: Readable
    unbooked: int
    unverified: Mapping[int, int]
    missing: Owed | None = None
    is_few: bool = False
    year_before: int | None = None
    unverified_before: Sequence[int] = ()

    @property
    def gone(self) -> int | None:
        return self.at[Stage.CAPACITY_GONE]

    @property
    def unmoved(self) -> int | None:
        moved = self.at[Stage.BUDGET_MOVED]
        return None if self.gone is None or moved is None else self.gone - moved


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreYear:
    """The centre in all, as the page of its budget tells it; öre. `budget` and `deviation`,
    budget less cost, are None where none is imported."""

    first: date
    last: date
    closed: date
    is_whole: bool
    outcome: Range
    budget: int | None
    deviation: int | None
    has_comment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A source that has not told of the month: who sees to it, the last day it is due."""

    source: Source
    owner: int | None
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """The sources that tell of a month, and those that have not."""

    month: date
    count: int
    lacking: Sequence[Lacking]


class InBrief:
    """For one page: whether anything has changed is asked once."""

    @property
    def forecast(self) -> YearForecast | None:
        return self._kept("forecast", _forecast)

    @property
    def realised(self) -> YearRealised | None:
        return self._kept("realised", _realised)

    @property
    def centre(self) -> CentreYear | None:
        return self._kept("centre", _centre)

    def coming(self, month: date, *, today: date) -> Coming:
        return self._kept(f"coming {month}", lambda: _coming(month, today))

    def read_all(self) -> None:
        """Before anyone asks: of the closed year all that is kept."""
        for name, make in CLOSED.items():
            self._kept(name, make)

    @cached_property
    def _rows(self) -> Rows:
        told = {"rows": asked(CHANGED), "case": locked_case()}
        return (digest_of(told),)

    def _kept(self, name: str, make: Callable[[], Told]) -> Told:
        rows = (name, *self._rows)
        held = _kept.get(rows)
        if held is None:
            held = (make(),)
            _kept.keep(rows, held)
        told: Told = held[0]
        return told


def _forecast() -> YearForecast | None:
    made = forecast_now()
    if made is None:
        return None
    whole = made.figures.whole
    return YearForecast(
        first=made.first,
        last=made.last,
        is_whole=made.is_whole,
        outcome=whole.outcome,
        saving=whole.saving,
    )


def _realised() -> YearRealised | None:
    made = realised()
    if made is None:
        return None
    older = years_to_sign()[1:] if made.months[-1].month <= ACCOUNTED else []
    before = realised_in(older[0]) if older else None
    return YearRealised(
        has_promise=made.has_promise,
        at=made.told,
        unbooked=made.unbooked,
        unverified=made.unverified,
        missing=owed(made.missing()),
        is_few=bool(made.few),
        year_before=older[0] if older else None,
        unverified_before=[
            authority
            for authority in (before.unverified if before else ())
            if not made.fell(authority)
        ],
    )


def _centre() -> CentreYear | None:
    made = followed()
    if made is None:
        return None
    whole = made.whole
    return CentreYear(
        first=made.months[0],
        last=made.months[-1],
        closed=made.closed[-1],
        is_whole=len(made.closed) == len(made.months),
        outcome=whole.forecast,
        budget=whole.budget_year,
        deviation=whole.deviation,
        has_comment=whole.comment is not None,
    )


CLOSED: Mapping[str, Callable[[], object]] = {
    "forecast": _forecast,
    "realised": _realised,
    "centre": _centre,
}


def _coming(month: date, today: date) -> Coming:
    found = list(apart(awaited([month], today=today)[month]))
    return Coming(
        month=month,
        count=len(found),
        lacking=[
            Lacking(
                source=one.source,
                owner=one.duty.owner.pk if one.duty.owner else None,
                due=one.due,
            )
            for one in found
            if not one.arrival.is_in
        ],
    )
