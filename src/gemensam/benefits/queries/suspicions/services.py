# SPDX-License-Identifier: EUPL-1.2
"""What was saved on each service where an authority's units use it."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from gemensam.benefits.queries.months import Compared, same_months
from gemensam.benefits.queries.realised.delivered import NOTHING, Rows, both_sides
from gemensam.benefits.queries.saving import price_changes
from gemensam.calc.savings import Period, PriceChange, held_against
from gemensam.catalogue.queries.lineage import lineage
from gemensam.group.queries import whose


def saved_on_services(
    months: Sequence[date], of: Compared
) -> Mapping[tuple[int, int, date], int]:
    """Öre by authority, service as it is now and month, at the baseline's volume and
    prices; below zero where it became dearer, nothing without a baseline."""
    against = same_months(months, of.baseline_months)
    if of.baseline is None or of.actual is None or len(against) != len(months):
        return {}
    then, now = both_sides(months, of, whose(), along=lineage(months[-1]))
    found: dict[tuple[int, int, date], int] = {}
    pairs = list(zip(against, months, strict=True))
    for (was, month), change in zip(pairs, price_changes(pairs), strict=True):
        for authority in {who for who, _month in [*then, *now]}:
            each = _by_service(
                then.get((authority, was), {}), now.get((authority, month), {}), change
            )
            for service, ore in each.items():
                found[authority, service, month] = ore
    return found


def _by_service(was: Rows, held: Rows, change: PriceChange) -> Mapping[int, int]:
    services = [one for one in sorted({*was, *held}, key=str) if one is not None]
    if not services:
        return {}
    made = held_against(
        before=_period(was, services), after=_period(held, services), change=change
    )
    saved = made.baseline - made.at_baseline
    return {
        service: round(float(ore)) for service, ore in zip(services, saved, strict=True)
    }


def _period(rows: Rows, services: Sequence[int]) -> Period:
    columns = np.array([rows.get(service, NOTHING) for service in services]).T
    return Period(cost=columns[0], labour=columns[1], volume=columns[2])
