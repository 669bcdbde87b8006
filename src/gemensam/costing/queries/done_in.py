# SPDX-License-Identifier: EUPL-1.2
"""Who in a part of the organisation does support, and what that cost in a version."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max, Sum

from gemensam.calc.protection import FEWEST
from gemensam.costing.enums import Treatment
from gemensam.costing.models import CostRun, PoolCost, PoolShare
from gemensam.group.models import Unit
from gemensam.outcomes.models import ScenarioVersion


@dataclass(slots=True)
class Done:
    """Öre of those who do support in a unit; `merged` small units together (no unit)."""

    unit: Unit | None
    people: int = 0
    personnel: int = 0
    other: int = 0
    merged: int = 0

    def add(self, other: "Done") -> None:
        self.people += other.people
        self.personnel += other.personnel
        self.other += other.other
        self.merged += 1


def done_in(scenario: ScenarioVersion, units: Collection[int]) -> Sequence[Done]:
    """The units with people who do support, the dearest first; those of fewer than five
    people are merged, last, with the cheapest others until they are five together."""
    runs = CostRun.objects.filter(scenario=scenario, superseded_at=None)
    people = dict(
        PoolShare.objects.filter(run__in=runs, pool__in=units)
        .values_list("pool_id")
        .annotate(Max("people"))
        .order_by()
    )
    cost: dict[int, dict[str, int]] = defaultdict(dict)
    rows = PoolCost.objects.filter(run__in=runs, pool__in=units)
    for pool, treatment, ore in (
        rows.values_list("pool_id", "treatment").annotate(Sum("amount_ore")).order_by()
    ):
        cost[pool][treatment] = int(ore)
    named = Unit.objects.in_bulk(list(cost))
    small, told = Done(None), []
    for pool, parts in cost.items():
        personnel = parts.get(Treatment.PEOPLE, 0)
        one = Done(
            named[pool],
            people=people.get(pool, 0),
            personnel=personnel,
            other=sum(parts.values()) - personnel,
        )
        if one.people < FEWEST:
            small.add(one)
        else:
            told.append(one)
    told.sort(key=lambda one: -(one.personnel + one.other))
    while told and 0 < small.people < FEWEST:
        small.add(told.pop())
    return [*told, small] if small.merged else told
