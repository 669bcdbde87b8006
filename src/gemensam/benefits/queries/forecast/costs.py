# SPDX-License-Identifier: EUPL-1.2
"""A year's months by area, of the baseline and of the outcome as far as it is closed, with
the joint draws that both carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.queries.months import Compared, same_months
from gemensam.benefits.queries.saving import price_changes
from gemensam.benefits.queries.services import effects_as_now, sums_as_now
from gemensam.calc.forecast import Costs
from gemensam.calc.savings import Period, PriceChange, mean_change
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.costing.queries.adjustments import Effect
from gemensam.outcomes.models import CostDraws, ScenarioVersion
from gemensam.outcomes.queries import deviations

Floats = NDArray[np.float64]

NO_AREA = ""  # cost that is placed on no service


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCosts:
    """By area. `actual` (n,) öre as posted; `weights`: service → area and öre in the year
    of the baseline."""

    months: Sequence[date]
    against: Sequence[date]
    closed: int
    costs: Mapping[str, Costs]
    drawn: Mapping[str, Costs]
    actual: Mapping[str, NDArray[np.int64]]
    weights: Mapping[int, tuple[str, float]]
    change: PriceChange


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """(m, s) öre, its labour, volume; `extra` (r, m, s): how far draws lie from cost."""

    cost: Floats
    labour: Floats
    volume: Floats
    extra: Floats

    @property
    def factor(self) -> Floats:
        """(r, m, s): each draw over the cost."""
        drawn = self.cost + self.extra
        factor: Floats = np.divide(
            drawn, self.cost, out=np.ones_like(drawn), where=self.cost != 0
        )
        return factor


def year_costs(
    months: Sequence[date], *, closed: int, of: Compared
) -> YearCosts | None:
    """Of the year's `months` the first `closed` are closed. None without a baseline of all
    of them, and an outcome."""
    against = same_months(months, of.baseline_months)
    if of.baseline is None or of.actual is None or len(against) != len(months):
        return None
    areas = dict(Service.objects.values_list("pk", "area_id"))
    pairs = list(zip(against, months, strict=True))
    along = lineage(months[closed - 1] if closed else months[0])
    effects = effects_as_now(of.baseline, pairs, along)
    services = _services(of, [*against, *months], effects, along)
    before = _side(of.baseline, against, services, along)
    adjusted = before.cost + _adjusted(effects, services)
    after = _side(of.actual, months[:closed], services, along)
    changes = price_changes(pairs)
    wage, price = (
        np.array([[getattr(one, name)] for one in changes[:closed]]).reshape(-1, 1)
        for name in ("wage", "price")
    )
    real = after.labour / wage + (after.cost - after.labour) / price
    ratio = _volume_ratio(before, after, closed)
    lies = [NO_AREA if one is None else areas[one] for one in services]
    of_area = {
        area: np.array([one == area for one in lies])
        for area in [*dict.fromkeys(areas.values()), NO_AREA]
    }
    told = {area: where for area, where in of_area.items() if where.any()}
    whole = Costs(base=adjusted, real=real, at_base=real * ratio)
    ways = Costs(
        base=adjusted + before.extra,
        real=real * after.factor,
        at_base=real * ratio * after.factor,
    )
    yearly = adjusted.sum(axis=0)
    return YearCosts(
        months=tuple(months),
        against=tuple(against),
        closed=closed,
        costs={area: _of(whole, where) for area, where in told.items()},
        drawn={area: _alike(_of(ways, where)) for area, where in told.items()},
        actual={
            area: np.rint(after.cost[:, where].sum(axis=1)).astype(np.int64)
            for area, where in told.items()
        },
        weights={
            one: (areas[one], float(ore))
            for one, ore in zip(services, yearly, strict=True)
            if one is not None
        },
        change=_mean(after, changes[:closed]) if closed else changes[-1],
    )


def _mean(after: _Side, changes: Sequence[PriceChange]) -> PriceChange:
    """Of the closed months together."""
    parts = [
        (Period(cost=cost, labour=labour, volume=volume), change)
        for cost, labour, volume, change in zip(
            after.cost, after.labour, after.volume, changes, strict=True
        )
    ]
    return mean_change(parts)


def _services(
    of: Compared,
    months: Sequence[date],
    effects: Sequence[Sequence[Effect]],
    along: Lineage,
) -> list[int | None]:
    """All that have a cost; last what is placed on none."""
    held = {
        service
        for one in (of.baseline, of.actual)
        if one
        for month in sums_as_now(one.pk, months, along).values()
        for service in month
    }
    held |= {
        service for month in effects for one in month for service in one.by_service
    }
    return [*sorted(one for one in held if one is not None), None]


def _side(
    scenario: ScenarioVersion,
    months: Sequence[date],
    services: Sequence[int | None],
    along: Lineage,
) -> _Side:
    row = {month: place for place, month in enumerate(months)}
    column = {service: place for place, service in enumerate(services)}
    held = np.zeros((3, len(months), len(services)))
    for month, told in sums_as_now(scenario.pk, months, along).items():
        for service, (cost, labour, volume) in told.items():
            held[:, row[month], column[service]] = cost, labour, volume / 100
    drawn = CostDraws.objects.filter(
        scenario=scenario, month__in=months, provided_by=None, superseded_at=None
    ).values_list("month", "service_id", "cost_ore", "draws")
    extra = np.zeros((1, len(months), len(services)))
    for month, service, ore, packed in drawn:
        off = ore * deviations(packed)
        if len(extra) != len(off):
            extra = np.zeros((len(off), len(months), len(services)))
        for one, share in along.shares(service, month).items():
            extra[:, row[month], column[one]] += float(share) * off
    return _Side(cost=held[0], labour=held[1], volume=held[2], extra=extra)


def _adjusted(
    effects: Sequence[Sequence[Effect]], services: Sequence[int | None]
) -> Floats:
    """(N, s) öre that dated adjustments add to the frozen cost."""
    column = {service: place for place, service in enumerate(services)}
    added = np.zeros((len(effects), len(services)))
    for place, of_month in enumerate(effects):
        for one in of_month:
            for service, ore in one.by_service.items():
                added[place, column[service]] += ore
    return added


def _volume_ratio(before: _Side, after: _Side, closed: int) -> Floats:
    """(s,) the baseline's volume over the outcome's, over all closed months together."""
    then, now = before.volume[:closed].sum(axis=0), after.volume.sum(axis=0)
    counted = (then > 0) & (now > 0)
    ratio: Floats = np.divide(then, now, out=np.ones_like(then), where=counted)
    return ratio


def _of(costs: Costs, where: NDArray[np.bool_]) -> Costs:
    base, real, at_base = (
        one[..., where].sum(axis=-1) for one in (costs.base, costs.real, costs.at_base)
    )
    return Costs(base=base, real=real, at_base=at_base)


def _alike(costs: Costs) -> Costs:
    """As many ways of each, where only one side has draws."""
    ways = max(len(one) for one in (costs.base, costs.real, costs.at_base))
    base, real, at_base = (
        np.broadcast_to(one, (ways, one.shape[1])) if len(one) == 1 else one
        for one in (costs.base, costs.real, costs.at_base)
    )
    return Costs(base=base, real=real, at_base=at_base)
