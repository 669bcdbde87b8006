# SPDX-License-Identifier: EUPL-1.2
"""Quality of now against the baseline: by service, by area, and all of it.

An area, or the whole, is compared over those of its services that were measured both
before and now, service by service with the weights of now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gemensam.benefits.enums import QualityMeasure, Version
from gemensam.benefits.queries.months import Compared, compared, year_to_date
from gemensam.benefits.queries.quality.facts import (
    Facts,
    Untied,
    as_now,
    facts_of,
    untied,
)
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.quality import (
    FEWEST,
    Difference,
    Sample,
    Turned,
    of_means,
    of_shares,
    together,
)
from gemensam.catalogue.models import Area, Service
from gemensam.catalogue.queries.lineage import lineage
from gemensam.group.models import Unit
from gemensam.outcomes.models import Goal
from gemensam.outcomes.queries import goals

Sides = tuple[Facts | None, Facts | None]  # before, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """`figure`: a share, minutes (the geometric mean), corrections a case, or of five."""

    n: int
    figure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A measure of a service, an area, the whole. `now` is of all cases of now; `before`
    and `same` are of the services measured on both sides (None: nobody measured before),
    and `difference` between them: of times as a share of before. `working`: whether times
    are in working hours. `as_aimed`: what is now in the unit of the goal, of times mean
    working hours; `reached`: whether it is the goal. None where there is none."""

    measure: QualityMeasure
    now: Side | None
    before: Side | None
    same: Side | None
    difference: Difference | None
    turned: Turned
    working: bool
    goal: Goal | None = None
    as_aimed: Decimal | None = None
    reached: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A service, an area, or (neither) the whole. `compared` of its `services` were
    measured before too."""

    area: Area | None
    service: Service | None
    lines: Mapping[QualityMeasure, Line]
    services: int
    compared: int

    @property
    def cases(self) -> int:
        lead = self.lines[QualityMeasure.LEAD_TIME].now
        return lead.n if lead else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """`before` and `now` are the periods; `before` is None without a baseline."""

    before: Period | None
    now: Period
    whole: Group
    areas: Sequence[Group]
    services: Sequence[Group]
    untied: Untied | None


def quality_now() -> Quality | None:
    """None before a month of the centre is closed."""
    of, months = compared(), year_to_date()
    if of.actual is None or not months:
        return None
    now = Period(version=Version.ACTUAL, scenario=of.actual.pk, months=tuple(months))
    before = _before(of)
    units = list(Unit.objects.values_list("pk", flat=True))
    along = lineage(months[-1])
    after = as_now(facts_of(now, units=units, of_centre=True), months[0], along)
    prior: Mapping[int, Facts] = {}
    if before:
        held = facts_of(before, units=units, of_centre=False)
        prior = as_now(held, before.months[0], along)
    services = {
        one.pk: one
        for one in Service.objects.select_related("area")
        if one.pk in after or one.pk in prior
    }
    sides = {pk: (prior.get(pk), after.get(pk)) for pk in services}
    set_goals = list(goals())
    areas = [area for area in Area.objects.all() if _in(area, services)]
    return Quality(
        before=before,
        now=now,
        whole=_group(list(sides.values()), None, None, set_goals),
        areas=[
            _group([sides[pk] for pk in _in(area, services)], area, None, set_goals)
            for area in areas
        ],
        services=[
            _group([sides[pk]], one.area, one, set_goals)
            for pk, one in sorted(services.items(), key=lambda held: held[1].code)
            if after.get(pk)
        ],
        untied=untied(before) if before else None,
    )


def _before(of: Compared) -> Period | None:
    if of.baseline is None or not of.baseline_months:
        return None
    return Period(
        version=Version.BASELINE, scenario=of.baseline.pk, months=of.baseline_months
    )


def _in(area: Area, services: Mapping[int, Service]) -> list[int]:
    return [pk for pk, one in services.items() if one.area_id == area.pk]


def _group(
    sides: Sequence[Sides],
    area: Area | None,
    service: Service | None,
    held: Sequence[Goal],
) -> Group:
    lines = {one: _line(one, sides) for one in QualityMeasure}
    if service is None:
        lines = {one: _against(line, sides, area, held) for one, line in lines.items()}
    both = [1 for before, now in sides if before and now]
    return Group(
        area=area,
        service=service,
        lines=lines,
        services=sum(1 for _before, now in sides if now),
        compared=len(both),
    )


def _line(measure: QualityMeasure, sides: Sequence[Sides]) -> Line:
    now = [one.sample(measure) for _before, one in sides if one]
    pairs, few, working = _pairs(measure, sides)
    all_of_now = _pooled([one for one in now if one])
    if not pairs:
        return Line(
            measure=measure,
            now=_side(measure, all_of_now),
            before=None,
            same=None,
            difference=None,
            turned=Turned.FEW if few else Turned.NO_BASELINE,
            working=working,
        )
    weights = [float(after.n) for _before, after in pairs]
    difference = together(
        [
            (weight, _difference(measure, *pair))
            for weight, pair in zip(weights, pairs, strict=True)
        ]
    )
    same = _weighted([after for _before, after in pairs], weights)
    before = _weighted([one for one, _after in pairs], weights)
    return Line(
        measure=measure,
        now=_side(measure, all_of_now),
        before=_side(measure, before),
        same=_side(measure, same),
        difference=difference.as_change if measure.is_time else difference,
        turned=difference.turned(lower_is_better=measure.lower_is_better),
        working=working,
    )


def _pairs(
    measure: QualityMeasure, sides: Sequence[Sides]
) -> tuple[list[tuple[Sample, Sample]], bool, bool]:
    """Services measured on both sides; whether any was, in too few cases; and whether
    times are in working hours on both sides of all."""
    both = [(before, now) for before, now in sides if before and now]
    working = all(
        before.has_working_time and now.has_working_time for before, now in both
    )
    found, few = [], False
    for before, now in both:
        one = before.sample(measure, working=working)
        other = now.sample(measure, working=working)
        if one and other:
            if min(one.n, other.n) >= FEWEST:
                found.append((one, other))
            else:
                few = True
    return found, few, working


def _difference(measure: QualityMeasure, before: Sample, now: Sample) -> Difference:
    return (of_shares if measure.is_share else of_means)(before, now)


def _pooled(samples: Sequence[Sample]) -> Sample | None:
    return _weighted(samples, [float(one.n) for one in samples]) if samples else None


def _weighted(samples: Sequence[Sample], weights: Sequence[float]) -> Sample:
    """Only what is told of it: how many, and the mean with the weights."""
    mean = sum(w * one.mean for w, one in zip(weights, samples, strict=True))
    return Sample(n=sum(one.n for one in samples), mean=mean / sum(weights))


def _side(measure: QualityMeasure, sample: Sample | None) -> Side | None:
    if sample is None:
        return None
    return Side(n=sample.n, figure=measure.figure(sample))


# ------------------------------------------------------------------- against the goal


def _against(
    line: Line, sides: Sequence[Sides], area: Area | None, held: Sequence[Goal]
) -> Line:
    """With the goal of its area, or the one for all of them."""
    aim = _goal(line.measure, area, held)
    if aim is None:
        return line
    now = _in_unit(line, sides)
    reached = None
    if now is not None:
        lower = line.measure.lower_is_better
        reached = now <= aim.target if lower else now >= aim.target
    return replace(line, goal=aim, as_aimed=now, reached=reached)


def _goal(
    measure: QualityMeasure, area: Area | None, held: Sequence[Goal]
) -> Goal | None:
    of_measure = [one for one in held if one.measure == measure.goal]
    if area is not None:
        own = next((one for one in of_measure if one.area_id == area.pk), None)
        if own:
            return own
    return next((one for one in of_measure if one.area_id is None), None)


def _in_unit(line: Line, sides: Sequence[Sides]) -> Decimal | None:
    """What is now, in the goal's unit: of times mean working hours."""
    if not line.measure.is_time:
        if line.now is None:
            return None
        return Decimal(str(line.now.figure)) * (100 if line.measure.is_share else 1)
    now = [one for _before, one in sides if one]
    hours = [one.mean_hours for one in now]
    known = [one for one in hours if one is not None]
    if not known or len(known) < len(hours):
        return None
    minutes = sum(hour * one.n for hour, one in zip(known, now, strict=True))
    return Decimal(str(minutes / sum(one.n for one in now)))


# -------------------------------------------------------------------- for `report`

TOLD = {
    "on_time": QualityMeasure.ON_TIME,
    "lead": QualityMeasure.LEAD_TIME,
    "first_right": QualityMeasure.FIRST_RIGHT,
    "satisfaction": QualityMeasure.SATISFACTION,
}


def quality_as_json() -> dict[str, Any] | None:
    """Shares in per cent, their difference in points; lead times in hours, their difference
    in per cent of before; ratings of five. `actual` is of the services that have a baseline,
    where any has; else of all, and the rest is null."""
    made = quality_now()
    if made is None:
        return None
    return {name: _as_json(made.whole.lines[one]) for name, one in TOLD.items()}


def _as_json(line: Line) -> dict[str, float | None]:
    measure, gap = line.measure, line.difference
    by = 100 if measure.is_share or measure.is_time else 1
    return {
        "baseline": _figure(measure, line.before),
        "actual": _figure(measure, line.same or line.now),
        "difference_low": round(by * gap.low, 2) if gap else None,
        "difference_high": round(by * gap.high, 2) if gap else None,
    }


def _figure(measure: QualityMeasure, side: Side | None) -> float | None:
    if side is None:
        return None
    scale = 100 if measure.is_share else 1 / 60 if measure.is_time else 1
    return round(scale * side.figure, 2)
