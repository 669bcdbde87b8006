# SPDX-License-Identifier: EUPL-1.2
"""What the bridge reads of the grain: sums by month, service and administration.

The parts are computed before anything is merged, since a unit cost of a part of a
service would be another's. What is shown only merged within the whole group is one place
already here, the same in both periods and in every month (`folds`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum

import numpy as np

from gemensam.benefits.queries.bridge.folds import ServiceAtUnit, folds
from gemensam.benefits.queries.bridge.nodes import NOWHERE, Placed, Shares
from gemensam.calc.money import split, split_in_turn
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage
from gemensam.outcomes.columns import Columns, Ints, grouped, looked_up, summed
from gemensam.outcomes.models import Cell, MonthSum
from gemensam.outcomes.queries.columns import columns_of

Key = tuple[int | None, int, date]  # service, administration, month
NOTHING = (0, 0, 0)
Sums = tuple[int, int, int]  # öre, öre of personnel, volume in hundredths
Told = tuple[Key, Sums]
NOT_MERGED = -1


@dataclass(frozen=True)
class Read:
    """What is read of one side: a version and its months, as known at a time."""

    scenario: int
    months: tuple[date, ...]
    known_at: datetime | None

    @cached_property
    def columns(self) -> Columns:
        return columns_of(self.scenario, self.months, known_at=self.known_at)


def folds_of(
    sides: Sequence[Read], tops: Mapping[int, frozenset[int]]
) -> Mapping[ServiceAtUnit, int]:
    """What is merged where the sides are shown together; `tops` as for `folds`."""
    return folds(np.concatenate([side.columns.merged for side in sides]), tops)


def sums(
    side: Read, where: Sequence[Placed], merged: Mapping[ServiceAtUnit, int]
) -> Mapping[Key, Sums]:
    """What each administration's units used of each service in each month."""
    found: dict[Key, Sums] = {}
    for one in where:
        nodes, shared = _nodes(one.shares)
        if not shared and not found:
            found.update(_read(side, one.months, nodes, merged))
            continue
        for key, told in _read(side, one.months, nodes, merged):
            held = shared.get(key[1])
            for at, part in _parted(key, told, held) if held else ((key, told),):
                found[at] = _added(found[at], part) if at in found else part
    return found


def by_service_now(told: Mapping[Key, Sums], along: Lineage) -> Mapping[Key, Sums]:
    """Each service's sums over what it became: of all administrations together as
    `sums_as_now` parts them, to the öre and the hundredth."""
    if not along:
        return told
    found = {key: sums for key, sums in told.items() if key[0] not in along.steps}
    held: dict[tuple[int | None, date], list[int]] = defaultdict(list)
    for service, node, month in sorted(told.keys() - found.keys(), key=_node):
        held[service, month].append(node)
    for (service, month), nodes in held.items():
        shares = along.shares(service, month)
        weights = list(shares.values())
        columns = zip(*(told[service, node, month] for node in nodes), strict=True)
        parts = [split_in_turn(column, weights) for column in columns]
        for at, node in enumerate(nodes):
            for place, one in enumerate(shares):
                cost, labour, volume = (part[at][place] for part in parts)
                was = found.get((one, node, month), NOTHING)
                found[one, node, month] = _added(was, (cost, labour, volume))
    return found


def _node(key: Key) -> int:
    return key[1]


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


def _read(
    side: Read,
    months: Sequence[date],
    nodes: Mapping[int, int],
    merged: Mapping[ServiceAtUnit, int],
) -> Iterator[Told]:
    held = side.columns
    if tuple(months) != held.months:
        asked = [at for at, month in enumerate(held.months) if month in months]
        held = held.only(np.isin(held.month, asked))
    service, unit = held["service"], held["unit"]
    # By rank: nodes are few and far apart, which takes a sort to group by.
    places = sorted({NOWHERE, *nodes.values(), *merged.values()})
    rank = {one: at for at, one in enumerate(places)}
    under = {of: rank[node] for of, node in nodes.items()}
    node = looked_up(unit, under, otherwise=rank[NOWHERE])
    instead = _instead(service, unit, {of: rank[at] for of, at in merged.items()})
    node = np.where(instead == NOT_MERGED, node, instead)
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


def _instead(service: Ints, unit: Ints, folds: Mapping[ServiceAtUnit, int]) -> Ints:
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


@dataclass(frozen=True, slots=True)
class Done:
    """Of a service's cases: how many were done, and right the first time."""

    resolved: int = 0
    right: int = 0


def done(
    scenario: int,
    months: Sequence[date],
    known_at: datetime | None,
    *,
    along: Lineage = AS_THEN,
    before_the_centre: bool = False,
) -> Mapping[int, Done]:
    """Cases done of each service, whoever did them; or by all others than the centre,
    whose own in a pilot are no baseline."""
    of = {"scenario": scenario, "source": "desk"}
    kept = MonthSum.objects.filter(**of, month__in=months)
    if known_at is None:
        rows = _counted(kept, before_the_centre)
    else:
        rows = _counted(kept.filter(since__lte=known_at), before_the_centre)
        changed = set(months) - {month for month, *_told in rows}
        cells = Cell.objects.filter(**of, month__in=changed, recorded_at__lte=known_at)
        for was in (
            cells.filter(superseded_at=None),
            cells.filter(superseded_at__gt=known_at),
        ):
            rows += _counted(was, before_the_centre)
    found: dict[int, Done] = defaultdict(Done)
    for month, service, resolved, right in rows:
        shares = along.shares(service, month)
        weights = list(shares.values())
        each = split(resolved or 0, weights), split(right or 0, weights)
        for one, *counted in zip(shares, *each, strict=True):
            if one is not None:
                held = found[one]
                found[one] = Done(held.resolved + counted[0], held.right + counted[1])
    return found


def _counted(
    cells: QuerySet[Any], before_the_centre: bool
) -> list[tuple[date, int, int | None, int | None]]:
    """Month, service, how many were done, and right the first time."""
    if before_the_centre:
        cells = cells.exclude(provider=Provider.CENTRE)
    told = cells.exclude(service=None).values_list("month", "service_id")
    return list(told.annotate(Sum("resolved"), Sum("first_right")).order_by())
