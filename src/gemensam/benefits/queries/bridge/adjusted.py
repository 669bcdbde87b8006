# SPDX-License-Identifier: EUPL-1.2
"""To which part of the bridge, and whose, a dated adjustment of the baseline belongs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from gemensam.benefits.queries.bridge.grain import Key, Sums
from gemensam.benefits.queries.bridge.nodes import NOWHERE, View, placed
from gemensam.calc.bridge import Part
from gemensam.calc.money import split
from gemensam.costing.enums import AdjustmentKind
from gemensam.costing.queries.adjustments import Effect

PART_OF = {
    AdjustmentKind.INDEX: Part.PRICE,
    AdjustmentKind.VOLUME: Part.VOLUME,
    AdjustmentKind.SCOPE: Part.SCOPE,
    AdjustmentKind.ERROR: Part.SCOPE,  # what should have been counted from the start
}
Pair = tuple[date, date]  # a month of the baseline, the month compared with it


def by_part(
    effects: Sequence[Sequence[Effect]],
    pairs: Sequence[Pair],
    before: Mapping[Key, Sums],
    view: View,
) -> Mapping[Part, Mapping[Key, int]]:
    """Öre added by part and cell. One that names a unit lies with its administration;
    others follow the frozen cost of their service and month, to the öre."""
    found: dict[Part, dict[Key, int]] = {
        part: defaultdict(int) for part in (Part.SCOPE, Part.PRICE, Part.VOLUME)
    }
    if not any(one.by_service for each in effects for one in each):
        return found
    tops = _tops(pairs, view)
    cost: dict[tuple[int | None, date], dict[int, int]] = defaultdict(dict)
    for (service, node, month), told in before.items():
        cost[service, month][node] = told[0]
    for (_then, now), each in zip(pairs, effects, strict=True):
        for one in each:
            adjustment = one.adjustment
            held = found[PART_OF[AdjustmentKind(adjustment.kind)]]
            unit = adjustment.unit_id
            own = tops.get(unit, NOWHERE) if unit is not None else None
            for service, ore in one.by_service.items():
                for node, part in _placed(ore, own, cost[service, now]):
                    held[service, node, now] += part
    return found


def _tops(pairs: Sequence[Pair], view: View) -> Mapping[int, int]:
    """Each unit's administration at the end; of one that is several's, the largest."""
    now = max(month for _then, month in pairs)
    shares = placed([now], view.organised, now=now)[-1].shares
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
