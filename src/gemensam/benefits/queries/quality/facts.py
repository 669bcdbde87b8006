# SPDX-License-Identifier: EUPL-1.2
"""What the cases of a period tell of each service: of the centre's, or of those that others
did before there was one.

Read from the cases, since the grain holds no logarithms of times, and since a log of the
baseline's year may come, or be tied to services, long after the baseline was frozen. What
the centre did in a pilot within that year is no baseline.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from gemensam.benefits.enums import QualityMeasure
from gemensam.benefits.queries.variation.cases import given_for, sums_of
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.quality import Sample
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.desk.enums import CaseStatus, CaseSystem
from gemensam.desk.models import Case
from gemensam.outcomes.enums import Shown

ALL = 0  # the place where all units count


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Sums over the done cases of a service. `tells_corrections`: whether the systems they
    come from know that anything was done again: one that only knows created and closed
    does not, and its cases are not therefore right."""

    sums: Mapping[str, Any]
    tells_corrections: bool

    @property
    def n(self) -> int:
        return int(self.sums["n"])

    @property
    def has_working_time(self) -> bool:
        return bool(self.sums["timed"] == self.sums["n"])

    @property
    def mean_hours(self) -> float | None:
        """Mean working hours; None where they are not known of every case."""
        if not self.has_working_time:
            return None
        return float(self.sums["minutes"]) / self.n / 60

    def sample(self, measure: QualityMeasure, *, working: bool = True) -> Sample | None:
        """None where the cases do not tell it. `working`: of times, which."""
        told = self.sums
        match measure:
            case QualityMeasure.ON_TIME:
                return _share(told["on_time"], told["judged"])
            case QualityMeasure.FIRST_RIGHT:
                return self._of_corrections(_share(told["first_right"], told["n"]))
            case QualityMeasure.CORRECTIONS:
                return self._of_corrections(
                    _sample(told["n"], told["reopened"], told["reopened2"])
                )
            case QualityMeasure.SATISFACTION:
                return _sample(told["rated"], told["rating"], told["rating2"])
            case QualityMeasure.LEAD_TIME:
                used = "working" if working else "passed"
                return Sample(
                    n=told["n"], mean=told[used], squares=told[used + "_squares"]
                )

    def _of_corrections(self, sample: Sample | None) -> Sample | None:
        return sample if self.tells_corrections else None


def _share(count: int, of: int) -> Sample | None:
    if not of:
        return None
    return Sample(n=of, mean=count / of, squares=count * (1 - count / of))


def _sample(n: int, total: float, squared: float) -> Sample | None:
    if not n:
        return None
    whole = float(total)
    return Sample(n=n, mean=whole / n, squares=max(0.0, float(squared) - whole**2 / n))


def facts_of(
    period: Period, *, units: Sequence[int], of_centre: bool
) -> Mapping[int, Facts]:
    """By service, over all `units`; for those who follow the group. What is told only
    together with other services is left out."""
    given = given_for(
        period, dict.fromkeys(units, ALL), level=Shown.AREA, is_centre=of_centre
    )
    rows = sums_of(given)
    tells = any(row["reopened"] for row in rows)
    return {row["service_id"]: Facts(sums=row, tells_corrections=tells) for row in rows}


def as_now(
    facts: Mapping[int, Facts], since: date, along: Lineage
) -> Mapping[int, Facts]:
    """Cases of services that were renamed or joined are the successor's; those of one
    that was split stay its own, since nobody knows whose each would be."""
    found: dict[int, list[Facts]] = defaultdict(list)
    for service, one in facts.items():
        shares = along.shares(service, since)
        (became, *others) = (new for new in shares if new is not None)
        found[service if others else became].append(one)
    return {service: _together(held) for service, held in found.items()}


def _together(facts: Sequence[Facts]) -> Facts:
    if len(facts) == 1:
        return facts[0]
    names = facts[0].sums.keys()
    sums = {name: sum(one.sums[name] or 0 for one in facts) for name in names}
    tells = all(one.tells_corrections for one in facts)
    return Facts(sums=sums, tells_corrections=tells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Untied:
    """Cases of the baseline's months in old systems, whose category is no service yet."""

    n: int
    judged: int
    on_time: int

    @property
    def share(self) -> float | None:
        return self.on_time / self.judged if self.judged else None


def untied(period: Period) -> Untied | None:
    told = Case.objects.filter(
        system=CaseSystem.FOREIGN,
        status=CaseStatus.RESOLVED,
        service=None,
        resolved_at__gte=period.begins,
        resolved_at__lt=period.ends,
    ).aggregate(
        n=Count("pk"),
        judged=Count("pk", filter=Q(on_time__isnull=False)),
        on_time=Count("pk", filter=Q(on_time=True)),
    )
    return Untied(**told) if told["n"] else None
