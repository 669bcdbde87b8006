# SPDX-License-Identifier: EUPL-1.2
"""What a service's cost is made of: which support units, in which parts, from which
cost centres – so that it can be followed to the ledger rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Max, QuerySet, Sum

from gemensam.catalogue.models import Service
from gemensam.costing.enums import Treatment
from gemensam.costing.models import CostRun, PoolCost, PoolShare
from gemensam.group.enums import Register
from gemensam.group.models import Unit, UnitAlias
from gemensam.outcomes.models import MonthSum


@dataclass(frozen=True, slots=True)
class Source:
    """A cost centre of a ledger, where the rows lie."""

    ledger: int
    cost_centre: str


@dataclass(slots=True)
class PoolPart:
    """What one support unit brought to the service, in öre; `share` of its people-cost.
    `stepped` was handed down to it by units without services of their own."""

    pool: Unit
    share: Decimal
    people_asked: int
    people_answered: int
    people: int = 0
    overhead: int = 0
    stepped: int = 0
    direct: int = 0
    sources: list[Source] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.people + self.overhead + self.stepped + self.direct


@dataclass(frozen=True, slots=True)
class Explanation:
    """The `parts` of the support units are `total`, to the öre."""

    total: int
    parts: Sequence[PoolPart]


def explain(scenario: int, service: Service, months: Sequence[date]) -> Explanation:
    """The cost of a service over some months, taken apart."""
    runs = CostRun.objects.filter(
        scenario_id=scenario, month__in=months, superseded_at=None
    )
    shares = _shares(runs, service)
    pools = Unit.objects.in_bulk(shares.keys())
    found = {
        pool: PoolPart(pools[pool], share.share, share.asked, share.answered)
        for pool, share in shares.items()
    }
    _add_money(found, runs, service)
    _add_sources(found, months)
    total = MonthSum.objects.filter(
        scenario_id=scenario, month__in=months, service=service, source="costing"
    ).aggregate(ore=Sum("cost_ore"))["ore"]
    parts = sorted(found.values(), key=lambda part: -part.total)
    return Explanation(int(total or 0), [part for part in parts if part.total])


@dataclass(frozen=True, slots=True)
class _Share:
    share: Decimal
    asked: int
    answered: int


def _shares(runs: QuerySet[CostRun], service: Service) -> dict[int, _Share]:
    rows = (
        PoolShare.objects.filter(run__in=runs, service=service)
        .values_list("pool_id")
        .annotate(Avg("share"), Max("people"), Max("answered"))
    )
    return {
        pool: _Share(Decimal(share), asked, answered)
        for pool, share, asked, answered in rows
    }


def _add_money(
    found: dict[int, PoolPart], runs: QuerySet[CostRun], service: Service
) -> None:
    """As it was split when the months were computed."""
    rows = (
        PoolShare.objects.filter(run__in=runs, service=service)
        .values_list("pool_id")
        .annotate(Sum("labour_ore"), Sum("overhead_ore"), Sum("stepped_ore"))
    )
    for pool, labour, overhead, stepped in rows:
        found[pool].people = int(labour)
        found[pool].overhead = int(overhead)
        found[pool].stepped = int(stepped)
    direct = PoolCost.objects.filter(
        run__in=runs,
        treatment=Treatment.DIRECT,
        service=service,
    )
    summed = direct.values_list("pool_id").annotate(ore=Sum("amount_ore"))
    added = dict(summed.order_by())
    pools = Unit.objects.in_bulk(added.keys() - found.keys())
    for unit, ore in added.items():
        if unit in pools:
            found[unit] = PoolPart(pools[unit], Decimal(0), 0, 0)
        found[unit].direct += int(ore)


def _add_sources(found: dict[int, PoolPart], months: Sequence[date]) -> None:
    if not months:
        return
    ledgers = dict(
        PoolCost.objects.filter(pool__in=found, run__month__in=months)
        .order_by("ledger__year_from")
        .values_list("pool_id", "ledger_id")
    )
    aliases = UnitAlias.objects.filter(
        register=Register.LEDGER, unit__in=found, valid_from__lte=max(months)
    )
    for unit, code in aliases.values_list("unit_id", "code").order_by("code"):
        if unit in ledgers:
            found[unit].sources.append(Source(ledgers[unit], code))
