# SPDX-License-Identifier: EUPL-1.2
"""To which part of the bridge, and whose, a dated adjustment of the baseline belongs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np

from gemensam.benefits.queries.bridge.nodes import NOWHERE, View, placed
from gemensam.benefits.queries.bridge.sums import ON_NONE, Key, Keys, Sums, keys_of
from gemensam.calc.bridge import Part
from gemensam.calc.money import split
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.queries.adjustments import Effect
from gemensam.outcomes.columns import Ints

PART_OF = {
    AdjustmentKind.INDEX: Part.PRICE,
    AdjustmentKind.VOLUME: Part.VOLUME,
    AdjustmentKind.SCOPE: Part.SCOPE,
    AdjustmentKind.ERROR: Part.SCOPE,  # what should have been counted from the start
}
Pair = tuple[date, date]  # a month of the baseline, the month compared with it
Added: TypeAlias = tuple[Keys, Ints]  # cells, and öre added to each


def by_part(
    effects: Sequence[Sequence[Effect]],
    pairs: Sequence[Pair],
    before: Sums,
    view: View,
) -> Mapping[Part, Added]:
    """What is added by part and cell; months by place in `pairs`. One that names a unit
    lies with its administration; others follow the frozen cost of their service and
    month, to the öre."""
    found: dict[Part, dict[Key, int]] = {
        part: defaultdict(int) for part in (Part.SCOPE, Part.PRICE, Part.VOLUME)
    }
    if any(one.by_service for each in effects for one in each):
        _add(effects, found, _tops(pairs, view), _costs(before))
    return {
        part: (keys_of(list(held)), np.array(list(held.values()), dtype=np.int64))
        for part, held in found.items()
    }


def _add(
    effects: Sequence[Sequence[Effect]],
    found: Mapping[Part, dict[Key, int]],
    tops: Mapping[int, int],
    costs: Mapping[tuple[int, int], Mapping[int, int]],
) -> None:
    for month, each in enumerate(effects):
        for one in each:
            adjustment = one.adjustment
            held = found[PART_OF[AdjustmentKind(adjustment.kind)]]
            unit = adjustment.unit_id
            own = tops.get(unit, NOWHERE) if unit is not None else None
            for of, ore in one.by_service.items():
                service = of or ON_NONE
                for node, part in _placed(ore, own, costs.get((service, month), {})):
                    held[Key(service, node, month)] += part


def _costs(before: Sums) -> Mapping[tuple[int, int], Mapping[int, int]]:
    """Frozen öre by administration, of each service and month."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    cost, *_others = before.measures
    for key, ore in zip(before.keys.told(), cost.tolist(), strict=True):
        found[key.service, key.month][key.node] = ore
    return found


def _tops(pairs: Sequence[Pair], view: View) -> Mapping[int, int]:
    """Each unit's administration at the end; of one that is several's, the largest."""
    now = max(month for _then, month in pairs)
    shares = placed([now], view, now=now)[-1].shares
    return {
        unit: max(sorted(held), key=lambda node: held[node])
        for unit, held in shares.items()
    }


def _placed(
    ore: int, own: int | None, cost: Mapping[int, int]
) -> list[tuple[int, int]]:
    if own is not None:
        return [(own, ore)]
    nodes = sorted(cost)
    weights = [max(cost[node], 0) for node in nodes]
    if not any(weights):
        return [(NOWHERE, ore)]
    return list(zip(nodes, split(ore, weights), strict=True))
