# SPDX-License-Identifier: EUPL-1.2
"""Which months are closed, and which are compared with which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gemensam.benefits.models import MonthClose
from gemensam.benefits.queries.known import known
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.versions import in_force, months_of


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


def open_again(known_at: datetime | None = None) -> list[date]:
    """Months between the first and the last closed one that are open, now or as it was
    known: what is told of closed months counts them as they stand."""
    rows = MonthClose.objects.all()
    if known_at is not None:
        rows = rows.filter(closed_at__lte=known_at)
    ever: set[date] = set()
    closed: set[date] = set()
    for month, reopened_at in rows.values_list("month", "reopened_at"):
        ever.add(month)
        if reopened_at is None or (known_at is not None and reopened_at > known_at):
            closed.add(month)
    if not closed:
        return []
    every = months_between(min(ever), max(closed))
    return [month for month in every if month not in closed]


def centre_start() -> date | None:
    """The month in which the service centre began."""
    began = (
        Unit.objects.filter(kind=UnitKind.CENTRE)
        .order_by("valid_from")
        .values_list("valid_from", flat=True)
        .first()
    )
    return began.replace(day=1) if began else None


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
    """The closed months of the closed year since the centre began."""
    return year_to(closed_through())


def year_to(last: date | None) -> list[date]:
    """As `year_to_date` with `last` the last closed month."""
    start = centre_start() if last else None
    if last is None or start is None:
        return []
    return months_between(max(date(last.year, 1, 1), start), last)


def ever_closed(year: int, *, known_at: datetime | None = None) -> list[date]:
    """The months of a year that were closed by now or by then, also if opened again."""
    rows = MonthClose.objects.filter(month__year=year)
    if known_at is not None:
        rows = rows.filter(closed_at__lte=known_at)
    return sorted(set(rows.values_list("month", flat=True)))


def reaching_back(
    months: Sequence[date], count: int, *, known_at: datetime | None = None
) -> list[date]:
    """Closed `months` of a year, and before them as many closed ones of the year before
    as make `count`, where there are: what runs does not start over with the year."""
    short = count - len(months)
    if not months or short <= 0:
        return list(months)
    before = ever_closed(months[0].year - 1, known_at=known_at)
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
