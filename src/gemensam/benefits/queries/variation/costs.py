# SPDX-License-Identifier: EUPL-1.2
"""What a service cost in each place, over some months, as who follows the group may see
it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from gemensam.benefits.enums import Per
from gemensam.benefits.queries.variation.period import Period
from gemensam.calc.variation import Costed, costed
from gemensam.group.models import Person, Unit, tree_at
from gemensam.group.queries import TOP, administrations
from gemensam.outcomes.columns import (
    Columns,
    Flags,
    Ints,
    grouped,
    looked_up,
    summed,
)
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.queries.columns import columns_of
from gemensam.outcomes.queries.figures import sight_of

NONE = 0  # of services and places


def costs_by_place(
    person: Person, period: Period, per: Per, *, services: Sequence[int] = ()
) -> Mapping[int, list[Costed]]:
    """Per service, the places that cost anything, with how their months differ.

    What is shown only merged is no place of its own; a unit that is so in any month is
    left out altogether, since its other months alone would tell another unit cost.
    """
    if period.scenario is None or not sight_of(person).whole_group:
        return {}
    held = columns_of(period.scenario, period.months)
    if services:
        held = held.only(np.isin(held["service"], services))
    held = held.only(_shown(held, per))
    place = held["unit"] if per == Per.UNIT else _tops(held)
    known, at = grouped(held["service"], place, held.month)
    cost = summed(held["cost"], at, len(known))
    volume = summed(held["volume"], at, len(known))
    told = (cost != 0) | (volume != 0)
    keys, of = grouped(known[told, 0], known[told, 1])
    found: dict[int, list[Costed]] = defaultdict(list)
    every = costed(
        keys[:, 1].tolist(), of, cost[told].astype(float), volume[told] / 100
    )
    for (service, node), one in zip(keys.tolist(), every, strict=True):
        if NONE not in {service, node} and one.amount > 0:
            found[service].append(one)
    return found


def _tops(held: Columns) -> Ints:
    return looked_up(held["unit"], administrations(tree_at(max(held.months))))


def _shown(held: Columns, per: Per) -> Flags:
    """Which cells are told under their own unit, or administration."""
    level = held["level"]
    if per == Per.ADMINISTRATION:
        return level < Shown.GROUP
    # A unit of the tree's top holds what is merged under it, and is no unit of its own.
    tops = np.array(Unit.objects.filter(kind__in=TOP).values_list("pk", flat=True))
    shown: Flags = (level == 0) & ~np.isin(held["unit"], tops)
    return shown & ~_hidden(held)


def _hidden(held: Columns) -> Flags:
    """Services at units that are shown merged in some month of the period."""
    span = 1 + max(
        int(rows["unit"].max(initial=0)) for rows in (held.rows, held.merged)
    )
    pairs, merged = (
        rows["service"].astype(np.int64) * span + rows["unit"]
        for rows in (held.rows, held.merged)
    )
    found: Flags = np.isin(pairs, merged)
    return found
