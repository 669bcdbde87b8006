# SPDX-License-Identifier: EUPL-1.2
"""Charges in the grain: the volume of a month times the price in force.

Until a unit is charged by usage this is a shadow price: what it would have cost.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from gemensam.agreements.queries import prices_on
from gemensam.calc.money import round_half_up
from gemensam.catalogue.enums import Provider
from gemensam.group.models import tree_at
from gemensam.outcomes.models import Cell
from gemensam.outcomes.ports import CellValue, MonthFacts


class ChargeSource:
    key = "agreements"
    order = 30

    def months(
        self, scenario: int, months: Sequence[date]
    ) -> Iterator[tuple[date, MonthFacts]]:
        for month in months:
            yield month, MonthFacts(cells=_charges(scenario, month))


def _charges(scenario: int, month: date) -> Iterator[CellValue]:
    """Only what the centre delivered is charged."""
    prices, tree = prices_on(month), tree_at(month)
    rows = Cell.objects.filter(
        scenario=scenario,
        month=month,
        source="costing",
        provider=Provider.CENTRE,
        superseded_at=None,
        volume__gt=0,
        service__isnull=False,
    ).values_list("service_id", "unit_id", "provided_by_id", "volume", "persons")
    for service, unit, provided_by, volume, persons in rows:
        price = _price(prices, service, tree.path(unit))
        if price is not None:
            charge = round_half_up(Decimal(volume or 0) * price)
            yield CellValue(
                service=service,
                unit=unit,
                provider=Provider.CENTRE,
                provided_by=provided_by,
                measures={"charge_ore": charge},
                persons=persons,
            )


def _price(
    prices: Mapping[tuple[int, int], int], service: int, path: Sequence[int]
) -> int | None:
    return next(
        (prices[service, node] for node in path if (service, node) in prices), None
    )
