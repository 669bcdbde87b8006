# SPDX-License-Identifier: EUPL-1.2
"""What the house already knows of support units that a step-down driver could count:
people and posts, and what they delivered of each service."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from gemensam.catalogue.models import Service
from gemensam.costing.models import CostRun, PoolShare
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments
from gemensam.outcomes.models import Cell

PEOPLE = "people"
YEAR = 12
HUNDREDTH = Decimal("0.01")
Counts = Mapping[int, Decimal]  # unit → what it counts


@dataclass(frozen=True, slots=True)
class Period:
    """The months that a version was last computed for, a year at most."""

    scenario: int
    months: Sequence[date]

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return self.months[-1]


def newest_year() -> Period | None:
    """The version that the newest month was computed in, with its last twelve months."""
    runs = CostRun.objects.filter(superseded_at=None)
    newest = runs.order_by("-month", "-pk").first()
    if newest is None:
        return None
    months = runs.filter(scenario=newest.scenario).values_list("month", flat=True)
    return Period(newest.scenario_id, sorted(months)[-YEAR:])


@dataclass(frozen=True, slots=True)
class Staffed:
    """Persons and full-time posts of a unit in a month, by the staff register."""

    people: int
    posts: Decimal


def staffed(month: date) -> Mapping[int, Staffed]:
    """Every unit with people who are paid on its cost centres."""
    frame = frame_of(month)
    people: dict[int, set[str]] = defaultdict(set)
    posts: dict[int, float] = defaultdict(float)
    for job in employments(month):
        unit = frame.unit_of(job.entity, job.cost_centre)
        if unit is not None:
            people[unit].add(job.pseudonym)
            posts[unit] += job.fte
    return {
        unit: Staffed(len(persons), Decimal(str(round(posts[unit], 2))))
        for unit, persons in people.items()
    }


def delivered(period: Period, units: Collection[int]) -> Mapping[str, Counts]:
    """Code of a service → what each of the units delivered of it. What a provider of
    several units delivered is theirs in proportion to their work with the service."""
    frame = frame_of(period.last)
    volume = _volumes(period)
    work: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    rows = PoolShare.objects.filter(
        run__scenario=period.scenario,
        run__month__in=period.months,
        run__superseded_at=None,
        labour_ore__gt=0,
    )
    for pool, code, ore in (
        rows.values_list("pool_id", "service__code")
        .annotate(Sum("labour_ore"))
        .order_by("service__code", "pool_id")
    ):
        work[frame.provider_of(pool), code][pool] = int(ore)
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (provider, code), parts in work.items():
        whole, all_work = volume.get((provider, code)), sum(parts.values())
        for pool, ore in parts.items():
            if whole and pool in units:
                found[code][pool] = (whole * ore / all_work).quantize(HUNDREDTH)
    return found


def _volumes(period: Period) -> Mapping[tuple[int, str], Decimal]:
    """(provider, code of a service) → delivered units."""
    rows = (
        Cell.objects.filter(
            scenario=period.scenario,
            month__in=period.months,
            source="costing",
            superseded_at=None,
            volume__gt=0,
            provided_by__isnull=False,
            service__isnull=False,
        )
        .values_list("provided_by_id", "service__code")
        .annotate(Sum("volume"))
        .order_by()
    )
    return {(provider, code): volume for provider, code, volume in rows}


def sources(period: Period, units: Collection[int]) -> list[tuple[str, Service | None]]:
    """What can be filled in from: people, and each service that a unit delivered."""
    codes = delivered(period, units)
    named = {
        one.code: one
        for one in Service.objects.filter(code__in=codes).order_by(
            "area__order", "code"
        )
    }
    return [(PEOPLE, None), *named.items()]


def counted(source: str, period: Period, units: Collection[int]) -> Counts:
    """What `source` (of `sources`) counts for each of the units; only what is there."""
    if source == PEOPLE:
        known = staffed(period.last)
        return {unit: Decimal(known[unit].people) for unit in units if unit in known}
    return delivered(period, units).get(source, {})
