# SPDX-License-Identifier: EUPL-1.2
"""What the bridge reads of the grain: sums by month, service and administration.

The parts are computed before anything is merged, since a unit cost of a part of a
service would be another's. What is shown only merged within the whole group is one place
already here, the same in both periods and in every month (`folds`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

import numpy as np

from gemensam.benefits.queries.bridge.folds import folds, merged_as_recorded
from gemensam.benefits.queries.bridge.nodes import NOWHERE, Placed, Shares
from gemensam.calc.money import split
from gemensam.catalogue.enums import Provider
from gemensam.outcomes.columns import Columns, Ints, grouped, looked_up, summed
from gemensam.outcomes.models import Cell, MonthSum
from gemensam.outcomes.queries.columns import columns_of

Key = tuple[int | None, int, date]  # service, administration, month
NOTHING = (0, 0, 0)
Sums = tuple[int, int, int]  # öre, öre of personnel, volume in hundredths
Told = tuple[Key, Sums]
NOT_MERGED = -1

AS_KNOWN = """
SELECT c.service_id, c.month,
    coalesce(f.place, t.node, %(nowhere)s) AS node,
    sum(c.cost_ore), sum(c.labour_ore), sum(c.volume)
FROM outcomes_cell c
LEFT JOIN unnest(%(units)s::bigint[], %(nodes)s::bigint[]) t(unit, node)
    ON t.unit = c.unit_id
LEFT JOIN unnest(%(fold_services)s::bigint[], %(fold_units)s::bigint[],
    %(fold_places)s::bigint[]) f(service, unit, place)
    ON f.service = c.service_id AND f.unit = c.unit_id
WHERE c.scenario_id = %(scenario)s AND c.month = ANY(%(months)s)
    AND c.source = 'costing' AND c.recorded_at <= %(at)s
    AND (c.superseded_at IS NULL OR c.superseded_at > %(at)s)
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Read:
    """What is read of one side: a version and its months."""

    scenario: int
    months: tuple[date, ...]

    @cached_property
    def columns(self) -> Columns:
        return columns_of(self.scenario, self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is merged, as `folds` tells it, and by when figures were recorded."""

    folds: Mapping[tuple[int, int], int]
    known_at: datetime | None


def seen_from(
    sides: Sequence[Read],
    tops: Mapping[int, frozenset[int]],
    known_at: datetime | None,
) -> Seen:
    """How the sides are shown together; `tops` as for `folds`."""
    if known_at is None:
        merged = np.concatenate([side.columns.merged for side in sides])
    else:
        merged = merged_as_recorded(
            [side.scenario for side in sides],
            [month for side in sides for month in side.months],
        )
    return Seen(folds=folds(merged, tops), known_at=known_at)


def sums(side: Read, where: Sequence[Placed], seen: Seen) -> Mapping[Key, Sums]:
    """What each administration's units used of each service in each month."""
    found: dict[Key, Sums] = {}
    read = _current if seen.known_at is None else _as_known
    for one in where:
        nodes, shared = _nodes(one.shares)
        if not shared and not found:
            found.update(read(side, one.months, nodes, seen))
            continue
        for key, told in read(side, one.months, nodes, seen):
            held = shared.get(key[1])
            for at, part in _parted(key, told, held) if held else ((key, told),):
                found[at] = _added(found[at], part) if at in found else part
    return found


def _nodes(
    shares: Mapping[int, Shares],
) -> tuple[Mapping[int, int], Mapping[int, Shares]]:
    """Each unit's place; a unit that is now several administrations' has one of its own
    below the others, whose shares are told beside."""
    nodes: dict[int, int] = {}
    shared: dict[int, Shares] = {}
    for unit, held in shares.items():
        if len(held) == 1:
            (nodes[unit],) = held
        else:
            nodes[unit] = NOWHERE - unit
            shared[NOWHERE - unit] = held
    return nodes, shared


def _parted(key: Key, told: Sums, held: Shares) -> Iterator[Told]:
    """A unit's sums over its successors' administrations, to the öre and the hundredth."""
    service, _node, month = key
    places = sorted(held)
    weights = [held[place] for place in places]
    cost, labour, volume = (split(whole, weights) for whole in told)
    for at, place in enumerate(places):
        yield (service, place, month), (cost[at], labour[at], volume[at])


def _added(one: Sums, other: Sums) -> Sums:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _current(
    side: Read, months: Sequence[date], nodes: Mapping[int, int], seen: Seen
) -> Iterator[Told]:
    held = side.columns
    if tuple(months) != held.months:
        asked = [at for at, month in enumerate(held.months) if month in months]
        held = held.only(np.isin(held.month, asked))
    service, unit = held["service"], held["unit"]
    # By rank: nodes are few and far apart, which takes a sort to group by.
    places = sorted({NOWHERE, *nodes.values(), *seen.folds.values()})
    rank = {one: at for at, one in enumerate(places)}
    under = {of: rank[node] for of, node in nodes.items()}
    node = looked_up(unit, under, otherwise=rank[NOWHERE])
    merged = _merged(
        service, unit, {cell: rank[node] for cell, node in seen.folds.items()}
    )
    node = np.where(merged == NOT_MERGED, node, merged)
    keys, place = grouped(service, held.month, node)
    cost, labour, volume = (
        summed(held[measure], place, len(keys)).tolist()
        for measure in ("cost", "labour", "volume")
    )
    of = [service or None for service in keys[:, 0].tolist()]
    months_of = [held.months[month] for month in keys[:, 1].tolist()]
    nodes_of = [places[at] for at in keys[:, 2].tolist()]
    yield from zip(
        zip(of, nodes_of, months_of, strict=True),
        zip(cost, labour, volume, strict=True),
        strict=True,
    )


def _merged(service: Ints, unit: Ints, folds: Mapping[tuple[int, int], int]) -> Ints:
    """(n,): what `folds` has for each cell, NOT_MERGED for those that it lacks."""
    size = (int(service.max(initial=0)) + 1, int(unit.max(initial=0)) + 1)
    table = np.full(size, NOT_MERGED, dtype=np.int64)
    if folds:
        cells = np.array(list(folds), dtype=np.int64)
        places = np.array(list(folds.values()), dtype=np.int64)
        asked = (cells < size).all(axis=1)
        table[cells[asked, 0], cells[asked, 1]] = places[asked]
    found: Ints = table[service, unit]
    return found


def _as_known(
    side: Read, months: Sequence[date], nodes: Mapping[int, int], seen: Seen
) -> Iterator[Told]:
    given: dict[str, Any] = {
        "scenario": side.scenario,
        "months": list(months),
        "units": list(nodes),
        "nodes": list(nodes.values()),
        "fold_services": [service for service, _unit in seen.folds],
        "fold_units": [unit for _service, unit in seen.folds],
        "fold_places": list(seen.folds.values()),
        "nowhere": NOWHERE,
        "at": seen.known_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(AS_KNOWN, given)
        for service, month, node, cost, labour, volume in cursor.fetchall():
            told = (int(cost or 0), int(labour or 0), int(100 * (volume or 0)))
            yield (service, node, month), told


@dataclass(frozen=True, slots=True)
class Done:
    """Of a service's cases: how many were done, and right the first time."""

    resolved: int
    right: int


def done(
    scenario: int,
    months: Sequence[date],
    known_at: datetime | None,
    *,
    before_the_centre: bool = False,
) -> Mapping[int, Done]:
    """Cases done of each service, whoever did them; or by all others than the centre,
    whose own in a pilot are no baseline."""
    cells: QuerySet[Any] = _current_sums(scenario, months)
    if known_at is not None:
        later = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
        cells = Cell.objects.filter(
            later,
            scenario=scenario,
            month__in=months,
            source="desk",
            recorded_at__lte=known_at,
        )
    if before_the_centre:
        cells = cells.exclude(provider=Provider.CENTRE)
    rows = (
        cells.exclude(service=None)
        .values_list("service_id")
        .annotate(Sum("resolved"), Sum("first_right"))
        .order_by()
    )
    return {
        service: Done(resolved or 0, right or 0) for service, resolved, right in rows
    }


def _current_sums(scenario: int, months: Sequence[date]) -> QuerySet[Any]:
    """Of current cells their sums over the units, which are far fewer."""
    return MonthSum.objects.filter(scenario=scenario, month__in=months, source="desk")
