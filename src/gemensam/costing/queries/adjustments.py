# SPDX-License-Identifier: EUPL-1.2
"""What the dated adjustments of a frozen baseline come to, in öre by service.

An error in the baseline is dated in the baseline's own months. What changed afterwards –
index, volume, scope – is dated from the month that is compared. A unit is named, but its own cost is never looked at: its parts could tell
what a few persons cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from gemensam.calc.money import round_half_up, split
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.models import BaselineAdjustment
from gemensam.outcomes.models import MonthSum, ScenarioVersion

Pair = tuple[date, date]  # a month of the baseline, the month compared with it
ByService = Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one adjustment adds to the frozen cost of the months compared."""

    adjustment: BaselineAdjustment
    by_service: ByService

    @property
    def ore(self) -> int:
        return sum(self.by_service.values())


def adjustments_of(scenario: ScenarioVersion) -> QuerySet[BaselineAdjustment]:
    return (
        BaselineAdjustment.objects.filter(baseline__scenario=scenario)
        .select_related(
            "baseline__scenario",
            "area",
            "service",
            "unit",
            "owner",
            "withdraws",
            "withdrawn_by",
            "made_by__person",
        )
        .order_by("number")
    )


def effects(scenario: ScenarioVersion, pairs: Sequence[Pair]) -> list[Effect]:
    """Every adjustment of a frozen `scenario`, with what it does to the months compared;
    one that touches none of them comes to nothing and is listed all the same."""
    return [
        Effect(one, _effect(scenario, one, pairs)) for one in adjustments_of(scenario)
    ]


def effects_by_pair(
    scenario: ScenarioVersion, pairs: Sequence[Pair]
) -> list[list[Effect]]:
    """As `effects` of each of `pairs` by itself, in their order, asked at once."""
    adjustments = list(adjustments_of(scenario))
    each = [_effect_by_pair(scenario, one, pairs) for one in adjustments]
    return [
        [Effect(one, told[place]) for one, told in zip(adjustments, each, strict=True)]
        for place in range(len(pairs))
    ]


def over_a_year(one: BaselineAdjustment) -> Effect:
    """What an adjustment comes to over twelve months: an error over the baseline's own,
    any other over the first twelve it holds for."""
    frozen = one.baseline
    if one.kind == AdjustmentKind.ERROR:
        pairs = [(month, month) for month in frozen.months]
    else:
        pairs = [
            (month, _first_after(one.from_month, month)) for month in frozen.months
        ]
    return Effect(one, _effect(frozen.scenario, one, pairs))


def _first_after(month: date, same_as: date) -> date:
    """The first month from `month` on with the calendar month of `same_as`."""
    return date(month.year + (same_as.month < month.month), same_as.month, 1)


def touched(one: BaselineAdjustment, pairs: Sequence[Pair]) -> list[date]:
    """The months of the baseline that an adjustment changes."""
    return [before for before, after in pairs if _touches(one, before, after)]


def _touches(one: BaselineAdjustment, before: date, after: date) -> bool:
    month = before if one.kind == AdjustmentKind.ERROR else after
    return one.from_month <= month and (one.to_month is None or month < one.to_month)


def _effect(
    scenario: ScenarioVersion, one: BaselineAdjustment, pairs: Sequence[Pair]
) -> ByService:
    total: dict[int | None, int] = {}
    for told in _effect_by_pair(scenario, one, pairs):
        for service, ore in told.items():
            total[service] = total.get(service, 0) + ore
    return total


def _effect_by_pair(
    scenario: ScenarioVersion, one: BaselineAdjustment, pairs: Sequence[Pair]
) -> list[ByService]:
    frozen = _frozen_cost(scenario, one, sorted(set(touched(one, pairs))))
    return [
        _of_month(one, frozen.get(before, {})) if _touches(one, before, after) else {}
        for before, after in pairs
    ]


def _of_month(one: BaselineAdjustment, cost: ByService) -> ByService:
    if one.percent is not None:
        factor = one.percent / Decimal(100)
        return {
            service: round_half_up(factor * ore) for service, ore in cost.items() if ore
        }
    assert one.ore is not None
    if one.service_id is not None:
        return {one.service_id: one.ore}
    order = sorted(cost, key=lambda service: (service is None, service or 0))
    weights = [max(cost[service], 0) for service in order]
    if not any(weights):
        return {None: one.ore}  # nothing to follow: cost of no service
    return dict(zip(order, split(one.ore, weights), strict=True))


def _frozen_cost(
    scenario: ScenarioVersion, one: BaselineAdjustment, months: Sequence[date]
) -> Mapping[date, ByService]:
    """The frozen cost that an adjustment speaks of, by month and service."""
    sums = MonthSum.objects.filter(
        scenario=scenario, source="costing", month__in=months
    )
    if one.service_id is not None:
        sums = sums.filter(service=one.service_id)
    if one.area_id is not None:
        sums = sums.filter(service__area=one.area_id)
    found: dict[date, dict[int | None, int]] = {}
    rows = sums.values_list("month", "service_id").annotate(Sum("cost_ore")).order_by()
    for month, service, ore in rows:
        found.setdefault(month, {})[service] = int(ore or 0)
    return found
