# SPDX-License-Identifier: EUPL-1.2
"""What the bridge reads of the grain: sums by month, service and administration.

The parts are computed before anything is merged, since a unit cost of a part of a
service would be another's. What is shown only merged within the whole group is one place
already here, the same in both periods and in every month (`folds`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np

from gemensam.benefits.queries.bridge.folds import ServiceAtUnit, folds
from gemensam.benefits.queries.bridge.nodes import NOWHERE, Placed
from gemensam.benefits.queries.bridge.sums import (
    ON_NONE,
    Key,
    Keys,
    Sums,
    added,
    keys_of,
)
from gemensam.calc.money import split, split_in_turn
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.group.queries import Shares
from gemensam.outcomes.columns import MEASURES, Columns, Ints, looked_up
from gemensam.outcomes.queries.columns import columns_of

NOT_MERGED = np.iinfo(np.int64).min


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
) -> Sums:
    """What each administration's units used of each service in each of the side's months,
    which are told by their place."""
    held = {month.months[0]: month for month in side.columns.each_month()}
    instead = _instead(side.columns, merged)
    found = [_of_rows([], [])]
    for one in where:
        nodes, shared = _nodes(one.shares)
        for month in one.months:
            if month not in held:
                continue
            told = _read(held[month], side.months.index(month), nodes, instead)
            lies = np.isin(told.keys.node, list(shared))
            found += [told.only(~lies), _parted(told.only(lies), shared)]
    return added(found)


def by_service_now(told: Sums, months: Sequence[date], along: Lineage) -> Sums:
    """Each service's sums over what it became: of all administrations together as
    `sums_as_now` parts them, to the öre and the hundredth."""
    if not along:
        return told
    gone = np.isin(told.keys.service, list(along.steps))
    old = told.only(gone)
    held: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, key in enumerate(old.keys.told()):  # in the order of administrations
        held[key.service, key.month].append(at)
    keys: list[Key] = []
    measures: list[tuple[int, ...]] = []
    nodes = old.keys.node.tolist()
    for (service, month), rows in held.items():
        shares = along.shares(service, months[month])
        weights = list(shares.values())
        parts = [split_in_turn(one[rows].tolist(), weights) for one in old.measures]
        for at, row in enumerate(rows):
            for place, one in enumerate(shares):
                keys.append(Key(one or ON_NONE, nodes[row], month))
                measures.append(tuple(part[at][place] for part in parts))
    return added([told.only(~gone), _of_rows(keys, measures)])


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


def _parted(told: Sums, shared: Mapping[int, Shares]) -> Sums:
    """Units' sums over their successors' administrations, to the öre and the hundredth."""
    keys: list[Key] = []
    measures: list[tuple[int, ...]] = []
    for key, each in zip(told.keys.told(), told.measures.T.tolist(), strict=True):
        held = shared[key.node]
        places = sorted(held)
        weights = [held[place] for place in places]
        keys += (key._replace(node=place) for place in places)
        measures += zip(*(split(whole, weights) for whole in each), strict=True)
    return _of_rows(keys, measures)


def _of_rows(keys: Sequence[Key], measures: Sequence[tuple[int, ...]]) -> Sums:
    rows = np.array(measures, dtype=np.int64).reshape(-1, len(MEASURES))
    return Sums(keys=keys_of(keys), measures=rows.T)


def _read(
    held: Columns,
    month: int,
    nodes: Mapping[int, int],
    instead: Ints,
) -> Sums:
    service, unit = held["service"], held["unit"]
    node = looked_up(unit, nodes, otherwise=NOWHERE)
    merged = instead[service, unit]
    keys = Keys(
        service=service,
        node=np.where(merged == NOT_MERGED, node, merged),
        month=np.full(len(service), month),
    )
    measures = np.stack([held[measure] for measure in MEASURES])
    return added([Sums(keys=keys, measures=measures)])


def _instead(columns: Columns, folds: Mapping[ServiceAtUnit, int]) -> Ints:
    """(services, units): what `folds` has for each that the cells can name, NOT_MERGED
    for those that it lacks."""
    service, unit = columns.rows["service"], columns.rows["unit"]
    size = (int(service.max(initial=0)) + 1, int(unit.max(initial=0)) + 1)
    table = np.full(size, NOT_MERGED, dtype=np.int64)
    if folds:
        cells = np.array(list(folds), dtype=np.int64)
        places = np.array(list(folds.values()), dtype=np.int64)
        asked = (cells < size).all(axis=1)
        table[cells[asked, 0], cells[asked, 1]] = places[asked]
    return table
