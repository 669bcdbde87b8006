# SPDX-License-Identifier: EUPL-1.2
"""Which months are compared, and under which organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min

from gemensam.benefits.enums import Per, Version
from gemensam.benefits.queries.months import (
    baseline_months,
    months_between,
    newest,
    next_month,
    year_to_date,
)
from gemensam.core import clock
from gemensam.desk.enums import CaseStatus, CaseSystem
from gemensam.desk.models import Case
from gemensam.group.models import Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.enums import ScenarioKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """`months` in order, never empty; `scenario` is the grain's, None for logs alone."""

    version: Version
    scenario: int | None
    months: tuple[date, ...]

    @property
    def begins(self) -> datetime:
        return clock.start_of_day(self.months[0])

    @property
    def ends(self) -> datetime:
        return clock.start_of_day(next_month(self.months[-1]))

    def places(self, per: Per) -> Mapping[int, int]:
        """Each unit and where it counts: itself, or the administration above it."""
        units = Unit.objects.values_list("pk", flat=True)
        if per == Per.UNIT:
            return {unit: unit for unit in units}
        day = next_month(self.months[-1]) - timedelta(days=1)
        if self.version == Version.LOGS:
            day = clock.today()
        above = administrations(tree_at(day))
        return {unit: above.get(unit, unit) for unit in units}


def periods() -> dict[Version, Period]:
    """The versions that hold anything to compare."""
    found = {}
    baseline, actual = newest(ScenarioKind.BASELINE), newest(ScenarioKind.ACTUAL)
    if baseline and (months := baseline_months(baseline)):
        found[Version.BASELINE] = _period(Version.BASELINE, baseline.pk, months)
    if actual and (months := year_to_date()):
        found[Version.ACTUAL] = _period(Version.ACTUAL, actual.pk, months)
    if months := _months_of_logs():
        found[Version.LOGS] = _period(Version.LOGS, None, months)
    return found


def _period(version: Version, scenario: int | None, months: list[date]) -> Period:
    return Period(version=version, scenario=scenario, months=tuple(months))


def _months_of_logs() -> list[date]:
    """All months in which a case of a foreign log that is tied to a service was done."""
    ends = Case.objects.filter(
        system=CaseSystem.FOREIGN,
        status=CaseStatus.RESOLVED,
        service__isnull=False,
        unit__isnull=False,
    ).aggregate(first=Min("resolved_at"), last=Max("resolved_at"))
    if ends["first"] is None:
        return []
    first, last = (clock.local(ends[one]).date() for one in ("first", "last"))
    return months_between(first, last)
