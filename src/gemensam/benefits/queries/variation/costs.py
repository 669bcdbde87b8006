# SPDX-License-Identifier: EUPL-1.2
"""What a service cost in each place, month by month, as the reader may see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gemensam.benefits.enums import Per
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.variation import Series
from gemensam.group.models import Person, Unit
from gemensam.group.queries import TOP
from gemensam.outcomes.models import ProtectedCell
from gemensam.outcomes.queries import Where, figures

DIMENSION = {Per.ADMINISTRATION: "top", Per.UNIT: "unit"}


def cost_series(
    person: Person, period: Period, per: Per, *, services: Sequence[int] = ()
) -> Mapping[int, list[Series]]:
    """Per service, the places with their months of öre and delivered units.

    What is shown only merged is no place of its own; a unit that is so in any month is
    left out altogether, since its other months alone would tell another unit cost.
    """
    if period.scenario is None:
        return {}
    rows = figures(
        person,
        period.scenario,
        Where(months=period.months, services=services, sources=["costing"]),
        by=("service", DIMENSION[per], "month"),
        measures=("cost_ore", "volume"),
    )
    merged = _merged() if per == Per.UNIT else frozenset()
    hidden = _hidden(period) if per == Per.UNIT else frozenset()
    found: dict[int, dict[int, list[tuple[float, float]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        service, place, _month = row.key
        cost, volume = row["cost_ore"], row["volume"]
        if None in {service, place} or place in merged or not (cost or volume):
            continue
        if (service, place) in hidden:
            continue
        found[service][place].append((float(cost or 0), float(volume or 0)))
    return {
        service: [
            _series(place, told)
            for place, told in places.items()
            if sum(cost for cost, _volume in told) > 0  # else nobody knows its cost
        ]
        for service, places in found.items()
    }


def _series(place: int, months: list[tuple[float, float]]) -> Series:
    amounts, volumes = zip(*months, strict=True)
    return Series(key=place, amounts=amounts, volumes=volumes)


def _merged() -> frozenset[int]:
    """Nodes that hold what is merged under them, and are no unit of their own."""
    return frozenset(Unit.objects.filter(kind__in=TOP).values_list("pk", flat=True))


def _hidden(period: Period) -> frozenset[tuple[int, int]]:
    """Services and units that are shown merged in some month of the period."""
    rows = ProtectedCell.objects.filter(
        scenario=period.scenario, month__in=period.months, service__isnull=False
    )
    return frozenset(rows.values_list("service_id", "unit_id").distinct())
