# SPDX-License-Identifier: EUPL-1.2
"""Capacity that support units bought, used and did not use, in minutes and öre."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from gemensam.calc.protection import FEWEST
from gemensam.calc.tdabc import Capacity, Work, WorkingYear, capacity, sensitivity
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.times import standard_minutes
from gemensam.core import clock
from gemensam.costing.enums import Treatment
from gemensam.costing.models import CapacityYear, PoolCost
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments
from gemensam.group.models import Unit
from gemensam.outcomes.models import MonthSum

TERMS = ("holidays", "vacation", "absence", "training")
NAMES = ("weeks", "hours_a_week", *TERMS)
# A Swedish full-time post, until somebody reckons otherwise: 2 080 hours in theory, 1 350
# practical. `training` holds meetings, breaks and improvement too.
USUAL: Mapping[str, Decimal] = {
    "weeks": Decimal(52),
    "hours_a_week": Decimal(40),
    "holidays": Decimal(90),
    "vacation": Decimal(230),
    "absence": Decimal(110),
    "training": Decimal(300),
}
CHANGES = (Decimal("-0.2"), Decimal("-0.1"), Decimal(0), Decimal("0.1"), Decimal("0.2"))


def current_year() -> CapacityYear | None:
    return CapacityYear.objects.filter(superseded_at=None).first()


def values_of(year: CapacityYear | None) -> dict[str, Decimal]:
    if year is None:
        return dict(USUAL)
    return {name: getattr(year, name) for name in NAMES}


def working_year(year: CapacityYear | None) -> WorkingYear:
    values = values_of(year)
    return WorkingYear(
        weeks=values["weeks"],
        hours_a_week=values["hours_a_week"],
        deducted={name: values[name] for name in TERMS},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What a provider had in the months: people (the most of a month), full-time posts on
    average, personnel and overhead in öre, and what it delivered. `untimed`: services
    delivered without a standard time, which use capacity that is not seen."""

    provider: Unit
    people: int
    fte: Decimal
    cost_ore: int
    work: Sequence[Work]
    untimed: Sequence[Service]
    used: Capacity

    @property
    def is_small(self) -> bool:
        """Its cost could tell what somebody earns."""
        return self.people < FEWEST

    def sensitivity(self) -> list[tuple[Decimal, Capacity]]:
        found = sensitivity(self.cost_ore, self.used.practical, self.work, CHANGES)
        return list(zip(CHANGES, found, strict=True))


def capacities(
    scenario: int, months: Sequence[date], year: WorkingYear
) -> dict[int, Bought]:
    """Support units with people, by id; those that only own ordinary work apart."""
    people, fte = _people(months)
    cost = _cost(scenario, months)
    work, untimed = _work(scenario, months)
    units = Unit.objects.in_bulk(set(fte) & set(cost))
    found = {}
    for pk, unit in units.items():
        posts = Decimal(repr(round(fte[pk], 4)))
        minutes = year.minutes(posts / 12)  # `fte` is summed over the months
        if minutes > 0 and cost[pk] > 0:
            found[pk] = Bought(
                provider=unit,
                people=people[pk],
                fte=posts / len(months),
                cost_ore=cost[pk],
                work=work.get(pk, ()),
                untimed=untimed.get(pk, ()),
                used=capacity(cost[pk], Fraction(minutes), work.get(pk, ())),
            )
    return found


def _people(months: Sequence[date]) -> tuple[dict[int, int], dict[int, float]]:
    """Provider → the most people of a month; and full-time posts, summed over months."""
    most: dict[int, int] = defaultdict(int)
    fte: dict[int, float] = defaultdict(float)
    for month in months:
        frame = frame_of(month)
        here: dict[int, set[str]] = defaultdict(set)
        theirs = {
            centre
            for (_entity, centre), unit in frame.centres.items()
            if frame.supports(unit)
        }
        for job in employments(month, centres=theirs):
            unit = frame.unit_of(job.entity, job.cost_centre)
            if unit is not None and frame.supports(unit):
                provider = frame.provider_of(unit)
                here[provider].add(job.pseudonym)
                fte[provider] += job.fte
        for provider, persons in here.items():
            most[provider] = max(most[provider], len(persons))
    return most, fte


def _cost(scenario: int, months: Sequence[date]) -> dict[int, int]:
    """Provider → personnel and overhead in öre; direct cost buys no capacity."""
    frames = {month: frame_of(month) for month in months}
    rows = (
        PoolCost.objects.filter(
            run__scenario=scenario, run__month__in=months, run__superseded_at=None
        )
        .exclude(treatment=Treatment.DIRECT)
        .values_list("run__month", "pool_id")
        .annotate(Sum("amount_ore"))
        .order_by()
    )
    found: dict[int, int] = defaultdict(int)
    for month, pool, ore in rows:
        if frames[month].supports(pool):
            found[frames[month].provider_of(pool)] += int(ore)
    return found


def _work(
    scenario: int, months: Sequence[date]
) -> tuple[dict[int, list[Work]], dict[int, list[Service]]]:
    """Provider → what it delivered, in units of standard time; and what has none."""
    minutes = standard_minutes(clock.today())
    services = Service.objects.in_bulk()
    rows = (
        MonthSum.objects.filter(
            scenario=scenario,
            month__in=months,
            source="costing",
            volume__gt=0,
            provided_by__isnull=False,
        )
        .values_list("provided_by_id", "service_id")
        .annotate(Sum("volume"))
        .order_by("provided_by_id", "service__code")
    )
    work: dict[int, list[Work]] = defaultdict(list)
    untimed: dict[int, list[Service]] = defaultdict(list)
    for provider, service, volume in rows:
        if minutes.get(service):
            one = Work(
                name=services[service].code, volume=volume, minutes=minutes[service]
            )
            work[provider].append(one)
        else:
            untimed[provider].append(services[service])
    return work, untimed
