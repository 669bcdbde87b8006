# SPDX-License-Identifier: EUPL-1.2
"""Which months are closed, which of them are compared, and with which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Subquery

from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.known import known
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import held_of, in_force, months_of


def closed_through(known_at: datetime | None = None) -> date | None:
    """The last closed month, now or as it was known; None while none is."""
    return (
        MonthClose.objects.filter(
            known(known_at, since="closed_at", until="reopened_at")
        )
        .order_by("-month")
        .values_list("month", flat=True)
        .first()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonths:
    """Through the `last` one, and the months of its `year` that are compared. Of those
    since the centre began that are not closed, the `open_again` are counted as they stand;
    the `not_computed`, which the outcome does not hold, are not counted at all."""

    last: date | None = None
    year: tuple[date, ...] = ()
    open_again: tuple[date, ...] = ()
    not_computed: tuple[date, ...] = ()

    @property
    def skipped(self) -> date | None:
        """The first that is not closed."""
        return min([*self.open_again, *self.not_computed], default=None)

    @property
    def spans(self) -> list[tuple[date, date]]:
        """The first and the last of those that are not computed, run by run."""
        found: list[tuple[date, date]] = []
        for month in self.not_computed:
            if found and next_month(found[-1][1]) == month:
                found[-1] = found[-1][0], month
            else:
                found.append((month, month))
        return found


def closed_months(known_at: datetime | None = None) -> ClosedMonths:
    """As it is now, or as it was known. What is not computed is told of the closed year and
    the one before it, to which figures reach back, if the outcome holds any month of it."""
    rows = MonthClose.objects.filter(
        known(known_at, since="closed_at", until="reopened_at")
    ).annotate(began=Subquery(_beginnings()[:1]))
    closed = dict(rows.values_list("month", "began"))
    last = max(closed, default=None)
    began = closed[last] if last else None
    if last is None or began is None:
        return ClosedMonths(last=last)
    every = months_between(began, last)
    held = compared_of(every, known_at=known_at)
    years = {month.year for month in held if month.year >= last.year - 1}
    told = [month for month in every if month.year in years]
    return ClosedMonths(
        last=last,
        year=tuple(month for month in held if month.year == last.year),
        open_again=tuple(month for month in held if month not in closed),
        not_computed=tuple(month for month in told if month not in held),
    )


def centre_start() -> date | None:
    """The month in which the service centre began."""
    began = _beginnings().first()
    return began.replace(day=1) if began else None


def _beginnings() -> QuerySet[Unit, date]:
    """The first day of every service centre, the first first."""
    centres = Unit.objects.filter(kind=UnitKind.CENTRE).order_by("valid_from")
    return centres.values_list("valid_from", flat=True)


def months_between(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included."""
    found = []
    at = first.replace(day=1)
    while at <= last:
        found.append(at)
        at = next_month(at)
    return found


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month + 10) % 12 + 1, 1)


def year_to_date() -> list[date]:
    """The months of the closed year that are compared."""
    return list(closed_months().year)


def year_to(last: date | None, *, known_at: datetime | None = None) -> list[date]:
    """As `year_to_date`, were `last` the last closed month."""
    return compared_of(calendar_to(last), known_at=known_at)


def compared_of(
    months: Sequence[date], *, known_at: datetime | None = None
) -> list[date]:
    """Those of `months` that the outcome holds, or held as it was known. One that was
    never computed is not free of cost: all of its baseline would be saved."""
    return held_of(ScenarioKind.ACTUAL, months, known_at) if months else []


def calendar_to(last: date | None) -> list[date]:
    """Every month of the year to `last` since the centre began, computed or not."""
    start = centre_start() if last else None
    if last is None or start is None:
        return []
    return months_between(max(date(last.year, 1, 1), start), last)


def reaching_back(
    months: Sequence[date], count: int, *, known_at: datetime | None = None
) -> list[date]:
    """Compared `months` of a year, and before them as many of the year before as make
    `count`, where there are: what runs does not start over with the year."""
    short = count - len(months)
    if not months or short <= 0:
        return list(months)
    before = year_to(date(months[0].year - 1, 12, 1), known_at=known_at)
    return [*before[-short:], *months]


def latest(
    months: Sequence[date], count: int, *, known_at: datetime | None = None
) -> list[date]:
    """The last `count` of them, likewise."""
    return reaching_back(months, count, known_at=known_at)[-count:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What is held against what, asked once for a whole page: the versions in force, and
    the months that the baseline holds."""

    baseline: ScenarioVersion | None
    actual: ScenarioVersion | None
    baseline_months: tuple[date, ...]


def compared(known_at: datetime | None = None) -> Compared:
    """As it is now, or with the baseline that held at a time."""
    baseline = (
        newest(ScenarioKind.BASELINE) if known_at is None else frozen_by(known_at)
    )
    return Compared(
        baseline=baseline,
        actual=newest(ScenarioKind.ACTUAL),
        baseline_months=tuple(baseline_months(baseline)) if baseline else (),
    )


def frozen_by(at: datetime) -> ScenarioVersion | None:
    """The baseline that was frozen last by a time."""
    frozen = ScenarioVersion.objects.filter(
        kind=ScenarioKind.BASELINE, frozen_at__lte=at
    )
    return frozen.order_by("-number").first()


def newest(kind: ScenarioKind) -> ScenarioVersion | None:
    """What is compared: the version in force."""
    return in_force(kind)


def baseline_months(baseline: ScenarioVersion) -> list[date]:
    """The months the baseline holds."""
    return months_of(baseline)


def same_months(months: Sequence[date], within: Sequence[date]) -> list[date]:
    """For each of `months` the same calendar month among `within`, where there is one."""
    by_month = {month.month: month for month in within}
    return [by_month[month.month] for month in months if month.month in by_month]
