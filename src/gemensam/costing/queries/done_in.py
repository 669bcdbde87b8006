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


def done_in(scenario: ScenarioVersion, units: Collection[int]) -> Sequence[Done]:
    """The units with people who do support, the dearest first; those of fewer than five
    people are merged, last."""
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
        many = people.get(pool, 0)
        one = Done(named[pool], many) if many >= FEWEST else small
        one.personnel += parts.get(Treatment.PEOPLE, 0)
        one.other += sum(parts.values()) - parts.get(Treatment.PEOPLE, 0)
        if one is small:
            one.people, one.merged = one.people + many, one.merged + 1
        else:
            told.append(one)
    told.sort(key=lambda one: -(one.personnel + one.other))
    return [*told, small] if small.merged else told
