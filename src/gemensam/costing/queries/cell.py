# SPDX-License-Identifier: EUPL-1.2
"""One cell taken apart: a service in a unit, down to whose work, which ledger rows, which
driver, which step – so that the parts add up to the cell to the öre."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from gemensam.calc.money import round_half_up, split
from gemensam.calc.protection import FEWEST
from gemensam.catalogue.models import Service
from gemensam.costing.enums import Driver, Treatment
from gemensam.costing.models import CostRun, PoolCost, PoolShare, PoolStep
from gemensam.costing.queries.frame import frame_of
from gemensam.group.models import Person, Unit
from gemensam.outcomes.models import MonthSum
from gemensam.outcomes.queries import Where, figures

KINDS = ("labour", "overhead", "stepped", "direct")


@dataclass(slots=True)
class Step:
    """What a unit without services handed down to a pool in the months, by what."""

    giver: Unit
    driver: str
    weight: Decimal
    whole: Decimal
    ore: int

    @property
    def driver_label(self) -> str:
        return str(Driver(self.driver or Driver.FTE).label)


@dataclass(slots=True)
class Part:
    """A pool's part of a cell. `whole` is what the service cost there by kind, `mine`
    what of it is this unit's; both in öre. Counts of people are the largest of a month."""

    pool: Unit
    asked: int = 0
    answered: int = 0
    share: Decimal = Decimal(0)
    whole: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    mine: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    steps: list[Step] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.mine.values())

    @property
    def is_small(self) -> bool:
        return self.asked < FEWEST and bool(self.whole["labour"])


@dataclass(slots=True)
class Provided:
    """What of the cell one provider brought: `ore` of `cost`, by `volume` of `whole`."""

    provider: Unit | None
    ore: int = 0
    cost: int = 0
    volume: Decimal = Decimal(0)
    whole: Decimal = Decimal(0)
    parts: dict[int, Part] = field(default_factory=dict)

    @property
    def in_order(self) -> list[Part]:
        """Pools of five people or more, and those that only bought something."""
        large = [part for part in self.parts.values() if not part.is_small]
        return sorted(large, key=lambda part: -part.total)

    @property
    def small(self) -> int:
        """Öre of the others together: each by itself could tell what somebody earns."""
        return sum(part.total for part in self.parts.values() if part.is_small)

    @property
    def untold(self) -> int:
        """Öre that no pool explains: none, or something is wrong."""
        return self.ore - sum(part.total for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class CellExplained:
    """`by_month` and `provided` each add up to `ore`."""

    ore: int
    by_month: Mapping[date, int]
    provided: Sequence[Provided]


Key = tuple[date, int | None]  # month, provider's unit


def explain_cell(
    person: Person, scenario: int, service: Service, unit: Unit, months: Sequence[date]
) -> CellExplained | None:
    """The cell as `person` may see it; None where nothing of it is shown by itself."""
    where = Where(
        months=months, services=[service.pk], units=[unit.pk], sources=["costing"]
    )
    shown = {
        (row.key[0], row.key[1]): (int(row["cost_ore"] or 0), row["volume"])
        for row in figures(person, scenario, where, by=("month", "provided_by"))
    }
    if not any(ore for ore, _volume in shown.values()):
        return None
    found = _by_provider(scenario, service, shown)
    pools = _pools(scenario, service, [month for month, _provider in shown])
    for (month, provider), (ore, _volume) in shown.items():
        _share_out(found[provider], ore, pools.get((month, provider), {}))
    _add_steps(found, scenario, months)
    by_month: dict[date, int] = defaultdict(int)
    for (month, _provider), (ore, _volume) in shown.items():
        by_month[month] += ore
    provided = sorted(found.values(), key=lambda one: -one.ore)
    return CellExplained(sum(by_month.values()), by_month, provided)


def _by_provider(
    scenario: int, service: Service, shown: Mapping[Key, tuple[int, Decimal | None]]
) -> dict[int | None, Provided]:
    """How much of what the providers delivered was this unit's, in the same months."""
    units = Unit.objects.in_bulk([by for _month, by in shown if by is not None])
    found: dict[int | None, Provided] = {}
    rows = (
        MonthSum.objects.filter(scenario=scenario, service=service, source="costing")
        .values_list("month", "provided_by_id")
        .annotate(Sum("cost_ore"), Sum("volume"))
        .order_by()
    )
    wholes = {(month, by): (cost, volume) for month, by, cost, volume in rows}
    for (month, by), (ore, volume) in shown.items():
        one = found.setdefault(by, Provided(units.get(by) if by else None))
        cost, whole = wholes.get((month, by), (0, 0))
        one.ore += ore
        one.cost += int(cost or 0)
        one.volume += Decimal(volume or 0)
        one.whole += Decimal(whole or 0)
    return found


def _pools(
    scenario: int, service: Service, months: Sequence[date]
) -> dict[Key, dict[int, Part]]:
    """Month and provider → its pools' parts of the service, whole and not yet shared."""
    runs = CostRun.objects.filter(
        scenario_id=scenario, month__in=months, superseded_at=None
    )
    parts: dict[tuple[date, int], Part] = {}
    for row in PoolShare.objects.filter(run__in=runs, service=service).select_related(
        "run", "pool"
    ):
        part = Part(row.pool, row.people, row.answered, row.share)
        part.whole |= {
            "labour": row.labour_ore,
            "overhead": row.overhead_ore,
            "stepped": row.stepped_ore,
        }
        parts[row.run.month, row.pool_id] = part
    for cost in PoolCost.objects.filter(
        run__in=runs, service=service, treatment=Treatment.DIRECT
    ).select_related("run", "pool"):
        part = parts.setdefault((cost.run.month, cost.pool_id), Part(cost.pool))
        part.whole["direct"] += cost.amount_ore
    frames = {month: frame_of(month) for month in set(months)}
    found: dict[Key, dict[int, Part]] = defaultdict(dict)
    for (month, pool), part in parts.items():
        found[month, frames[month].provider_of(pool)][pool] = part
    return found


def _share_out(provided: Provided, ore: int, parts: Mapping[int, Part]) -> None:
    """A month's öre of the cell over what the service cost at the provider's pools."""
    places = [(pool, kind) for pool in sorted(parts) for kind in KINDS]
    amounts = [parts[pool].whole[kind] for pool, kind in places]
    for (pool, kind), amount, mine in zip(
        places, amounts, _in_proportion(ore, amounts), strict=True
    ):
        month = parts[pool]
        held = provided.parts.setdefault(pool, Part(month.pool))
        held.whole[kind] += amount
        held.mine[kind] += mine
        held.asked = max(held.asked, month.asked)
        held.answered = max(held.answered, month.answered)
        held.share = max(held.share, month.share)


def _in_proportion(ore: int, amounts: Sequence[int]) -> Sequence[int]:
    """Exact also when some amounts are credits: the largest then takes the rounding."""
    if not any(amounts):
        return [0] * len(amounts)
    if min(amounts) >= 0:
        return split(ore, amounts)
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    parts = [round_half_up(Decimal(ore) * amount / whole) for amount in amounts]
    largest = max(range(len(amounts)), key=lambda place: abs(amounts[place]))
    parts[largest] += ore - sum(parts)
    return parts


def _add_steps(
    found: Mapping[int | None, Provided], scenario: int, months: Sequence[date]
) -> None:
    parts = {
        pool: part
        for provided in found.values()
        for pool, part in provided.parts.items()
        if part.whole["stepped"]
    }
    rows = (
        PoolStep.objects.filter(
            run__scenario=scenario,
            run__month__in=months,
            run__superseded_at=None,
            receiver__in=parts,
        )
        .values_list("receiver_id", "pool_id", "driver")
        .annotate(Sum("weight"), Sum("whole"), Sum("amount_ore"))
        .order_by("receiver_id", "pool_id")
    )
    listed = list(rows)
    givers = Unit.objects.in_bulk([row[1] for row in listed])
    for receiver, giver, driver, weight, whole, ore in listed:
        parts[receiver].steps.append(
            Step(givers[giver], driver, weight, whole, int(ore))
        )
