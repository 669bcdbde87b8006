# SPDX-License-Identifier: EUPL-1.2
"""What a month costs, as the grain is told it: cells, and draws of what they may be."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.became import works_as
from gemensam.calc.costing.evidence import Became, Catalogue
from gemensam.calc.costing.frame import Frame
from gemensam.calc.costing.known import Known
from gemensam.calc.costing.month import MonthCost
from gemensam.catalogue.enums import CountingSource, Provider
from gemensam.catalogue.models import Service
from gemensam.costing.queries.use import Used
from gemensam.outcomes.ports import CellValue, DrawnCost, Value

CellKey = tuple[int | None, int, str, int | None]  # service, unit, provider, by whom
Persons = NDArray[np.int64]


def provider_kind(frame: Frame, unit: int | None) -> Provider:
    return Provider.CENTRE if frame.is_central(unit) else Provider.LOCAL


def cells_of(
    cost: MonthCost,
    *,
    use: Sequence[Used],
    frame: Frame,
    persons: Persons,
    catalogue: Catalogue,
) -> list[CellValue]:
    """Cost and volume of every service in every unit. `persons`: see `persons_in`."""
    measures: dict[CellKey, dict[str, Value]] = defaultdict(dict)
    concerned: dict[CellKey, int] = {}
    _add_costs(measures, concerned, cost, persons, (frame, catalogue))
    _add_volumes(measures, concerned, use, frame)
    return [
        CellValue(
            service=key[0],
            unit=key[1],
            provider=key[2],
            provided_by=key[3],
            measures=values,
            persons=concerned.get(key),
        )
        for key, values in measures.items()
    ]


def _add_costs(
    measures: dict[CellKey, dict[str, Value]],
    concerned: dict[CellKey, int],
    cost: MonthCost,
    persons: Persons,
    of: tuple[Frame, Catalogue],
) -> None:
    frame, catalogue = of
    providers, services = cost.providers, catalogue.services
    key: CellKey
    received = cost.received
    columns = (
        received.provider, received.service, received.unit, received.cost, received.labour
    )  # fmt: skip
    for g, s, unit, ore, labour in zip(*(c.tolist() for c in columns), strict=True):
        if not ore and not labour:
            continue
        by = providers[g]
        key = (services[s], unit, provider_kind(frame, by), by)
        # A unit with two meters of a service comes twice.
        _add(measures[key], "cost_ore", ore)
        _add(measures[key], "labour_ore", labour)
        if labour and persons[g, s]:
            concerned[key] = int(persons[g, s])
    for g, ore in enumerate(cost.services.unplaced.tolist()):
        if ore:
            by = providers[g]
            key = (None, frame.top(by), provider_kind(frame, by), by)
            _add(measures[key], "cost_ore", ore)


def _add(measures: dict[str, Value], name: str, amount: int | Decimal) -> None:
    before = measures.get(name, 0)
    assert not isinstance(before, list)
    measures[name] = before + amount


def _add_volumes(
    measures: dict[CellKey, dict[str, Value]],
    concerned: dict[CellKey, int],
    use: Sequence[Used],
    frame: Frame,
) -> None:
    stock = set(
        Service.objects.filter(counting_source=CountingSource.SUBSCRIPTION).values_list(
            "pk", flat=True
        )
    )
    for one in use:
        kind = provider_kind(frame, one.provided_by)
        key: CellKey = (one.service, one.unit, kind, one.provided_by)
        for name in ("volume", "in_use") if one.service in stock else ("volume",):
            _add(measures[key], name, one.volume.quantize(Decimal("0.01")))
        if one.persons is not None:
            concerned[key] = min(concerned.get(key, one.persons), one.persons)


def persons_in(
    cost: MonthCost,
    known: Known | None,
    frame: Frame,
    *,
    services: Sequence[int],
    became: Became,
) -> Persons:
    """(g, s): how many people of a provider work on a service, as far as is known."""
    count: Persons = np.zeros_like(cost.services.cost)
    if known is None:
        return count
    at = {unit: number for number, unit in enumerate(cost.providers)}
    works = works_as(known.shares.works(len(services)), services, became)
    found = works.astype(np.int64)
    for key in cost.keys:
        people = cost.pools.pools[key].weights
        rows = np.array([known.people[person] for person in people], dtype=np.int64)
        count[at[frame.provider_of(key[0])]] += found[rows].sum(axis=0)
    return count


def asked_in(cost: MonthCost, known: Known | None) -> list[tuple[int, int]]:
    """Per pool: how many of its people were asked, and how many answered."""
    found = []
    for key in cost.keys:
        rows = (
            [known.people[one] for one in cost.pools.pools[key].weights]
            if known
            else []
        )
        answered = int(known.shares.answered[rows].sum()) if known else 0
        found.append((len(rows), answered))
    return found


def draws_of(cost: MonthCost, catalogue: Catalogue) -> Iterator[DrawnCost]:
    """How far each draw lies from the cost, per provider and service, and in all.

    Draws place on services what has no mapping: in them it is unplaced no longer.
    """
    point, drawn = cost.services.cost, cost.services.drawn.astype(np.float64)
    for g, s in np.argwhere(point > 0).tolist():
        yield DrawnCost(
            service=catalogue.services[s],
            provided_by=cost.providers[g],
            cost_ore=int(point[g, s]),
            deviations=drawn[:, g, s] / point[g, s] - 1,
        )
    yield from _placed(cost)
    totals, drawn_totals = point.sum(axis=0), drawn.sum(axis=1)
    for s in np.flatnonzero(totals > 0).tolist():
        yield DrawnCost(
            service=catalogue.services[s],
            provided_by=None,
            cost_ore=int(totals[s]),
            deviations=drawn_totals[:, s] / totals[s] - 1,
        )


def _placed(cost: MonthCost) -> Iterator[DrawnCost]:
    services = cost.services
    many = len(services.drawn)
    by = [*cost.providers, None]
    columns = (services.unplaced, services.unmapped)
    unplaced, unmapped = (np.append(one, one.sum()).tolist() for one in columns)
    for provider, ore, placed in zip(by, unplaced, unmapped, strict=True):
        if ore > 0 and placed > 0:
            yield DrawnCost(
                service=None,
                provided_by=provider,
                cost_ore=ore,
                deviations=np.full(many, -placed / ore),
            )
