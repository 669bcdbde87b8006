# SPDX-License-Identifier: EUPL-1.2
"""Everything a steering report says, gathered at one moment: vision, as it is, variation,
potential, cost, risk, and the decision that is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from gemensam.benefits.enums import Measured, Per, Version
from gemensam.benefits.queries.variation import periods, spreads
from gemensam.catalogue.models import Area, Service
from gemensam.group.models import Person
from gemensam.outcomes.enums import GoalMeasure, ScenarioKind
from gemensam.outcomes.models import Goal, MonthSum, ScenarioVersion
from gemensam.outcomes.queries import goal, goals, interval, vision
from gemensam.outcomes.queries.versions import in_force, months_of
from gemensam.programme.enums import CostKind
from gemensam.programme.queries.base import Base
from gemensam.programme.queries.building import parts_of
from gemensam.programme.queries.showing import (
    Line,
    Point,
    Swing,
    five,
    names,
    points,
    steps,
    swings,
)
from gemensam.programme.queries.summary import Newest, newest
from gemensam.programme.queries.told import content
from gemensam.ui.templatetags.figures import percent, signed_percent
from gemensam.ui.waterfall import Step

SERVICES = 5  # with most kronor above the middle


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCost:
    name: str
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIs:
    """The baseline: öre a year, its 90 % interval, and each area's part. What no service
    took is an area of its own, so that the parts make the whole."""

    scenario: ScenarioVersion
    ore: int
    interval: tuple[int, int] | None
    areas: Sequence[AreaCost]

    @property
    def is_frozen(self) -> bool:
        return self.scenario.frozen_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Varies:
    """A service's unit cost over administrations: lowest, highest (öre), how many of
    `places` differ by more than chance, and the öre above the middle."""

    service: Service
    low: float
    high: float
    places: int
    differing: int
    above_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCost:
    name: str
    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Potential:
    """The newest case: its figures (`queries.told`), the table anyone can defend, the
    fan's points, the way from baseline to target, and what it takes by kind."""

    held: Newest
    lines: Sequence[Line]
    points: Sequence[Point]
    steps: Sequence[Step]
    costs: Sequence[KindCost]
    risks: Sequence[Swing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """As known at `at`. What is not there is None or empty, never invented."""

    at: datetime
    vision: str | None
    goals: Sequence[Goal]
    as_is: AsIs | None
    varies: Sequence[Varies]
    potential: Potential | None
    decisions: Sequence[str]


def steering(person: Person, *, at: datetime) -> Steering:
    """What `person` (who may see the savings case) reads at `at`."""
    held, as_is = newest(), _as_is()
    written = vision()
    return Steering(
        at=at,
        vision=written.text if written else None,
        goals=list(goals()),
        as_is=as_is,
        varies=_varies(person),
        potential=_potential(held) if held else None,
        decisions=list(_decisions(as_is, held)),
    )


def _as_is() -> AsIs | None:
    scenario = in_force(ScenarioKind.BASELINE)
    months = months_of(scenario) if scenario else []
    if scenario is None or not months:
        return None
    sums = MonthSum.objects.filter(scenario=scenario, source="costing")
    rows = sums.values_list("service__area_id").annotate(ore=Sum("cost_ore"))
    cost = {area: int(ore or 0) for area, ore in rows.order_by()}
    called: dict[str | None, str] = {
        area.code: str(area) for area in Area.objects.all()
    }
    called[None] = _("Not placed on a service")
    return AsIs(
        scenario=scenario,
        ore=sum(cost.values()),
        interval=interval(scenario.pk, months),
        areas=[
            AreaCost(name=name, ore=cost[area])
            for area, name in called.items()
            if area in cost
        ],
    )


def _varies(person: Person) -> list[Varies]:
    period = periods().get(Version.BASELINE)
    found = spreads(person, period, Per.ADMINISTRATION) if period else []
    services = Service.objects.in_bulk([one.service for one in found])
    told = []
    for one in found:
        cost = one.compared.get(Measured.COST)
        if cost is None:
            continue
        values = [place.value for place in cost.funnel.places]
        told.append(
            Varies(
                service=services[one.service],
                low=min(values),
                high=max(values),
                places=len(values),
                differing=len(cost.funnel.differing),
                above_ore=cost.above_ore or 0,
            )
        )
    return sorted(told, key=lambda one: -one.above_ore)[:SERVICES]


def _potential(held: Newest) -> Potential:
    inputs = _inputs(held)
    called = names(inputs)
    return Potential(
        held=held,
        lines=five(held.result, inputs, called),
        points=points(held.result),
        steps=steps(held.result["waterfall"]["1"]["whole"]),
        costs=_costs(inputs),
        risks=swings(held.result, called)[:5],
    )


def _inputs(held: Newest) -> dict[str, Any]:
    if held.version:
        locked: dict[str, Any] = held.version.content
        return locked
    return content(parts_of(held.case, Base(months=(), cost={}, factors={})))


def _costs(inputs: dict[str, Any]) -> list[KindCost]:
    found = []
    for kind in CostKind:
        rows = [row["ore"] for row in inputs["costs"] if row["kind"] == kind]
        if rows:
            low, likely, high = (sum(row[end] for row in rows) for end in range(3))
            found.append(
                KindCost(name=str(kind.label), low=low, likely=likely, high=high)
            )
    return found


def _decisions(as_is: AsIs | None, held: Newest | None) -> Iterator[str]:
    """What is asked of the steering group, from what is there and what is lacking."""
    if as_is is None:
        yield _(
            "Decide who brings the ledgers and the staff register: there is no baseline yet."
        )
        return
    if not as_is.is_frozen:
        yield _("Freeze the baseline: until then every figure here can change.")
    target = goal(GoalMeasure.COST)
    if target is None:
        yield _("Set a goal for the cost: there is none to measure against.")
    if held is None:
        yield _("Have a savings case made: there is none yet.")
        return
    if held.version is None:
        yield _("Lock a version of the savings case before it is decided on.")
        return
    first = held.result["forecast"]["pace"][3]
    yield _(
        "Approve version {number} of the savings case as the ground for the gate."
    ).format(number=held.version.number)
    if target:
        chance = held.result["forecast"]["chances"].get(f"{-target.target:g}")
        if chance is not None:
            yield _(
                "Stand by or change the goal {goal}: the chance to be there at the end of year 1 is {chance} (between {low} and {high} in nine cases of ten)."
            ).format(
                goal=signed_percent(target.target / 100),
                chance=percent(chance, 0),
                low=signed_percent(-first[0]),
                high=signed_percent(-first[4]),
            )
    yield _(
        "Decide how the saving is cashed: which budgets move with the services, and when."
    )
