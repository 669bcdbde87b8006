# SPDX-License-Identifier: EUPL-1.2
"""Sums and adjustments of services as they are now, where some were split or joined."""

from collections.abc import Mapping, Sequence
from datetime import date

from gemensam.calc.money import split
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.costing.queries.adjustments import Effect, effects_by_pair
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries import sums_by_service
from gemensam.outcomes.queries.sums import ByService

Pair = tuple[date, date]  # a month of the baseline, the month compared with it
NOTHING = (0, 0, 0)


def sums_as_now(
    scenario: int, months: Sequence[date], along: Lineage
) -> Mapping[date, ByService]:
    """As `sums_by_service`, each service's sums parted over what it became."""
    found = sums_by_service(scenario, months)
    if not along:
        return found
    return {month: _parted(month, held, along) for month, held in found.items()}


def _parted(month: date, held: ByService, along: Lineage) -> ByService:
    found = {one: sums for one, sums in held.items() if one not in along.steps}
    for service, sums in held.items():
        if service not in along.steps:
            continue
        shares = along.shares(service, month)
        weights = list(shares.values())
        cost, labour, volume = (split(whole, weights) for whole in sums)
        for place, one in enumerate(shares):
            was = found.get(one, NOTHING)
            found[one] = (
                was[0] + cost[place],
                was[1] + labour[place],
                was[2] + volume[place],
            )
    return found


def effects_as_now(
    scenario: ScenarioVersion, pairs: Sequence[Pair], along: Lineage
) -> list[list[Effect]]:
    """As `effects_by_pair`, likewise."""
    found = effects_by_pair(scenario, pairs)
    if not along:
        return found
    return [
        [Effect(one.adjustment, _ore_parted(then, one, along)) for one in each]
        for (then, _now), each in zip(pairs, found, strict=True)
    ]


def _ore_parted(
    month: date, effect: Effect, along: Lineage
) -> Mapping[int | None, int]:
    found: dict[int | None, int] = {}
    for service, ore in effect.by_service.items():
        shares = along.shares(service, month)
        parts = split(ore, list(shares.values()))
        for one, part in zip(shares, parts, strict=True):
            found[one] = found.get(one, 0) + part
    return found


def effects_together(effects: Sequence[Sequence[Effect]]) -> list[Effect]:
    """Each adjustment once, with what it comes to over all the months."""
    found: dict[int, dict[int | None, int]] = {}
    adjustments = {
        one.adjustment.pk: one.adjustment for each in effects for one in each
    }
    for each in effects:
        for one in each:
            held = found.setdefault(one.adjustment.pk, {})
            for service, ore in one.by_service.items():
                held[service] = held.get(service, 0) + ore
    return [Effect(adjustments[pk], held) for pk, held in found.items()]
