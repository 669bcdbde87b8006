# SPDX-License-Identifier: EUPL-1.2
"""The baseline as the savings case sees it: a year's cost by service and administration,
and how sure each area's is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.money import split
from gemensam.catalogue.models import Service
from gemensam.group.enums import EntityKind
from gemensam.group.models import Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.models import Cell, CostDraws, ScenarioVersion
from gemensam.outcomes.queries import deviations

UNPLACED = ""  # the area of cost that no service took
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a cost lies; `top` is an administration or company, `vat` the share of VAT
    its legal entity cannot deduct."""

    area: str
    service: int | None
    top: int | None
    vat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Öre a year by place, (personnel, other); draws of each area's cost around 1."""

    months: tuple[date, ...]
    cost: Mapping[Place, tuple[int, int]]
    factors: Mapping[str, NDArray[np.float64]]

    @property
    def ore(self) -> int:
        return sum(labour + other for labour, other in self.cost.values())

    @property
    def labour(self) -> int:
        return sum(labour for labour, _other in self.cost.values())

    def tops(self) -> Mapping[int | None, int]:
        """Öre a year by administration."""
        found: dict[int | None, int] = defaultdict(int)
        for place, cost in self.cost.items():
            found[place.top] += sum(cost)
        return dict(found)


def base_of(scenario: ScenarioVersion) -> Base:
    """A year of a baseline; of one with fewer months, what twelve would be."""
    cells = Cell.objects.filter(scenario=scenario, source="costing", superseded_at=None)
    months = sorted(set(cells.values_list("month", flat=True).distinct()))
    if not months:
        return Base(months=(), cost={}, factors={})
    areas = dict(Service.objects.values_list("pk", "area_id"))
    tops, vat = administrations(tree_at(months[-1])), _vat()
    found: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    rows = (
        cells.values_list("service_id", "unit_id")
        .annotate(cost=Sum("cost_ore"), labour=Sum("labour_ore"))
        .order_by("service_id", "unit_id")
    )
    for service, unit, cost, labour in rows:
        place = Place(
            area=areas.get(service, UNPLACED),
            service=service,
            top=tops.get(unit),
            vat=vat[unit],
        )
        found[place][0] += int(labour or 0)
        found[place][1] += int(cost or 0) - int(labour or 0)
    return Base(
        months=tuple(months),
        cost={place: _of_a_year(held, len(months)) for place, held in found.items()},
        factors=_factors(scenario, areas),
    )


def _of_a_year(held: list[int], months: int) -> tuple[int, int]:
    labour, other = (round(part * MONTHS / months) for part in held)
    return labour, other


def _vat() -> Mapping[int, float]:
    """Unit → the share of VAT its entity bears; none between nämnder of a municipality."""
    rows = Unit.objects.values_list(
        "pk", "legal_entity__kind", "legal_entity__vat_deduction_ratio"
    )
    return {
        unit: 0.0 if kind == EntityKind.MUNICIPALITY else float(1 - ratio)
        for unit, kind, ratio in rows
    }


def _factors(
    scenario: ScenarioVersion, areas: Mapping[int, str]
) -> Mapping[str, NDArray[np.float64]]:
    """The joint draws of each area's cost, as a factor on it."""
    rows = CostDraws.objects.filter(
        scenario=scenario, provided_by=None, superseded_at=None
    ).values_list("service_id", "cost_ore", "draws")
    cost: dict[str, int] = defaultdict(int)
    extra: dict[str, NDArray[np.float64]] = {}
    for service, ore, packed in rows:
        area = areas.get(service, UNPLACED)
        drawn = ore * deviations(packed)
        cost[area] += ore
        extra[area] = extra[area] + drawn if area in extra else drawn
    return {
        area: 1 + drawn / cost[area]
        for area, drawn in sorted(extra.items())
        if cost[area] > 0
    }


def spread(ore: int, weights: list[int]) -> list[int]:
    """Öre over quarters by weight, to the öre."""
    return list(split(ore, weights))
