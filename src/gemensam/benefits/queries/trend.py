# SPDX-License-Identifier: EUPL-1.2
"""Month by month: what the outcome cost against the same month of the baseline."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from gemensam.benefits.queries.months import Compared, compared, same_months
from gemensam.benefits.queries.saving import price_changes
from gemensam.benefits.queries.services import effects_as_now, sums_as_now
from gemensam.calc.savings import Period, compare
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage, lineage
from gemensam.costing.queries.adjustments import Effect
from gemensam.outcomes.models import ScenarioVersion

Rows = Mapping[int | None, tuple[float, float, float]]  # service → cost, labour, volume


def trend(
    months: Sequence[date], *, of: Compared | None = None
) -> list[tuple[date, int, int]]:
    """Month, the baseline's cost and the outcome's at its volumes and prices, in öre;
    nothing where there is nothing to compare with. `of` as in `saving_over`."""
    of = of or compared()
    baseline, actual = of.baseline, of.actual
    if baseline is None or actual is None:
        return []
    against = same_months(months, of.baseline_months)
    if len(against) != len(months):
        return []
    along = lineage(months[-1]) if months else AS_THEN
    before, after = _rows(baseline, against, along), _rows(actual, months, along)
    told = []
    pairs = list(zip(against, months, strict=True))
    adjusted = effects_as_now(baseline, pairs, along)
    changes = price_changes(pairs)
    for (then, now), effects, change in zip(pairs, adjusted, changes, strict=True):
        held = _adjusted(before[then], effects)
        services = sorted(held.keys() | after[now].keys(), key=str)
        month = compare(
            before=_period(held, services),
            after=_period(after[now], services),
            change=change,
        )
        told.append((now, round(month.baseline.sum()), round(month.at_baseline.sum())))
    return told


def _adjusted(rows: Rows, adjusted: Sequence[Effect]) -> Rows:
    """The frozen rows with what was reckoned with since."""
    held = dict(rows)
    for one in adjusted:
        for service, ore in one.by_service.items():
            cost, labour, volume = held.get(service, (0.0, 0.0, 0.0))
            held[service] = (cost + ore, labour, volume)
    return held


def _rows(
    scenario: ScenarioVersion, months: Sequence[date], along: Lineage
) -> Mapping[date, Rows]:
    known = sums_as_now(scenario.pk, months, along)
    return {
        month: {
            service: (float(cost), float(labour), volume / 100)
            for service, (cost, labour, volume) in known.get(month, {}).items()
        }
        for month in months
    }


def _period(rows: Rows, services: Sequence[int | None]) -> Period:
    columns = np.array([rows.get(service, (0.0, 0.0, 0.0)) for service in services]).T
    return Period(cost=columns[0], labour=columns[1], volume=columns[2])
