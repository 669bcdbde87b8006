# SPDX-License-Identifier: EUPL-1.2
"""The saving over some months: the outcome held against the same months of the baseline,
at the baseline's volumes and price level, with the interval the draws give."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.queries.known import known
from gemensam.benefits.queries.months import Compared, compared, same_months
from gemensam.benefits.queries.services import (
    effects_as_now,
    effects_together,
    sums_as_now,
)
from gemensam.calc.interval import nine_of_ten
from gemensam.calc.savings import (
    UNCHANGED,
    Comparison,
    Period,
    PriceChange,
    compare,
    drawn_about,
    in_earlier_prices,
    mean_change,
)
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.costing.models import PriceIndex
from gemensam.costing.queries.adjustments import Effect
from gemensam.outcomes.models import CostDraws, ScenarioVersion
from gemensam.outcomes.queries import deviations

Sums = Mapping[
    int | None, Sequence[int]
]  # service → cost, labour, hundredths of volume
NOTHING = (0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """Öre and shares of one. `services` are ids in the order of the arrays; None is cost
    that could not be placed on a service. `baseline` is `frozen`, as the version in force
    holds it, with all `adjustments` made since. `drawn` holds
    `per_service` once for each draw. `change` is that of all months together, where the
    baseline's lie in several years."""

    months: tuple[date, ...]
    compared_with: tuple[date, ...]
    services: tuple[int | None, ...]
    version: ScenarioVersion
    frozen: Decimal
    adjustments: tuple[Effect, ...]
    baseline: Decimal
    actual: Decimal
    at_baseline: Decimal
    share: float
    low: float
    high: float
    per_service: Comparison
    drawn: Comparison
    change: PriceChange

    def of(self, services: Collection[int]) -> tuple[float, float, float]:
        """The share saved of what some services cost, with the 90 % interval of it."""
        chosen = np.array([one in services for one in self.services])
        point = float(self.per_service.of(chosen).saving)
        low, high = nine_of_ten(self.drawn.of(chosen).saving, point)
        return point, float(low), float(high)

    @property
    def ore(self) -> Decimal:
        return self.baseline - self.at_baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priced:
    """Months of the outcome whose prices changed alike since their own in the baseline."""

    months: Sequence[date]
    change: PriceChange
    told: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Two sides without their draws; `order` of the services, as in `Saving`."""

    baseline: ScenarioVersion
    actual: ScenarioVersion
    against: Sequence[date]
    order: Sequence[int | None]
    adjusted: Sequence[Effect]
    along: Lineage
    frozen: Period
    before: Period
    after: Sequence[_Priced]

    @property
    def priced(self) -> list[tuple[Period, PriceChange]]:
        return [(one.told, one.change) for one in self.after]

    @property
    def point(self) -> Comparison:
        after = in_earlier_prices(self.priced)
        return compare(before=self.before, after=after, change=UNCHANGED)


def share_over(months: Sequence[date], *, of: Compared | None = None) -> float | None:
    """The share saved over `months`, by itself, as `Saving` tells it; arguments and None
    as of `saving_over`."""
    held = _held(months, of or compared())
    return float(held.point.saving) if held else None


def saving_over(months: Sequence[date], *, of: Compared | None = None) -> Saving | None:
    """The saving over `months`; None when there is no baseline for them. `of` is what is
    compared, where the caller has asked already."""
    held = _held(months, of or compared())
    if held is None:
        return None
    point = held.point
    drawn = compare(
        before=_drawn(held, held.baseline, held.against, held.before),
        after=in_earlier_prices(
            [
                (_drawn(held, held.actual, one.months, one.told), one.change)
                for one in held.after
            ]
        ),
        change=UNCHANGED,
    )
    low, high = nine_of_ten(drawn.saving, float(point.saving))
    return Saving(
        months=tuple(months),
        compared_with=tuple(held.against),
        services=tuple(held.order),
        version=held.baseline,
        frozen=_ore(held.frozen.cost.sum()),
        adjustments=tuple(held.adjusted),
        baseline=_ore(held.before.cost.sum()),
        actual=_ore(sum(float(one.told.cost.sum()) for one in held.after)),
        at_baseline=_ore(point.at_baseline.sum()),
        share=float(point.saving),
        low=float(low),
        high=float(high),
        per_service=point,
        drawn=drawn,
        change=mean_change(held.priced),
    )


def _held(months: Sequence[date], of: Compared) -> _Held | None:
    baseline, actual = of.baseline, of.actual
    if baseline is None or actual is None or not months:
        return None
    against = same_months(months, of.baseline_months)
    if len(against) != len(months):
        return None
    along = lineage(months[-1])
    pairs = list(zip(against, months, strict=True))
    adjusted = effects_together(effects_as_now(baseline, pairs, along))
    then = _by_service(baseline, against, along)
    now = [
        (alike, price_change(*years), _by_service(actual, alike, along))
        for years, alike in _by_years(pairs).items()
    ]
    services = then.keys() | {service for *_, sums in now for service in sums}
    services |= {service for one in adjusted for service in one.by_service}
    order = sorted(services, key=lambda service: (service is None, service or 0))
    frozen = _period(then, order)
    before = _adjusted(frozen, adjusted, order)
    if before.cost.sum() <= 0:
        return None
    return _Held(
        baseline=baseline,
        actual=actual,
        against=against,
        order=order,
        adjusted=adjusted,
        along=along,
        frozen=frozen,
        before=before,
        after=[
            _Priced(months=alike, change=change, told=_period(sums, order))
            for alike, change, sums in now
        ],
    )


def _by_years(
    pairs: Sequence[tuple[date, date]],
) -> Mapping[tuple[int, int], Sequence[date]]:
    """The outcome's months by the years between which their prices changed."""
    found: dict[tuple[int, int], list[date]] = {}
    for before, after in pairs:
        found.setdefault((before.year, after.year), []).append(after)
    return found


def _ore(value: float) -> Decimal:
    return Decimal(round(value))


def price_change(
    before: int, after: int, *, known_at: datetime | None = None
) -> PriceChange:
    """Indices multiplied over the years from `before` (excluded) to `after`, as they are
    or as they were known; a year without one changed nothing."""
    wage = price = 1.0
    rows = PriceIndex.objects.filter(
        known(known_at, since="recorded_at", until="superseded_at"),
        year__gt=before,
        year__lte=after,
    ).order_by("year")
    for wages, prices in rows.values_list("wage_percent", "price_percent"):
        wage *= 1 + float(wages) / 100
        price *= 1 + float(prices) / 100
    return PriceChange(wage=wage, price=price)


def price_changes(
    pairs: Sequence[tuple[date, date]], *, known_at: datetime | None = None
) -> list[PriceChange]:
    """Of each pair of months, the earlier first; asked once for the same two years."""
    years = [(then.year, now.year) for then, now in pairs]
    between = {two: price_change(*two, known_at=known_at) for two in set(years)}
    return [between[two] for two in years]


def _by_service(
    scenario: ScenarioVersion, months: Sequence[date], along: Lineage
) -> Sums:
    found: dict[int | None, Sequence[int]] = {}
    for month in sums_as_now(scenario.pk, months, along).values():
        for service, sums in month.items():
            held = found.get(service, NOTHING)
            found[service] = [a + b for a, b in zip(held, sums, strict=True)]
    return found


def _period(sums: Sums, order: Sequence[int | None]) -> Period:
    rows = np.array([sums.get(service, NOTHING) for service in order], dtype=np.float64)
    cost, labour, volume = rows.reshape(-1, 3).T
    return Period(cost=cost, labour=labour, volume=volume / 100)


def _adjusted(
    frozen: Period, adjusted: Sequence[Effect], order: Sequence[int | None]
) -> Period:
    """The frozen cost with what was reckoned with since; volumes stay."""
    at = {service: place for place, service in enumerate(order)}
    cost = frozen.cost.copy()
    for one in adjusted:
        for service, ore in one.by_service.items():
            cost[at[service]] += ore
    return Period(cost=cost, labour=frozen.labour, volume=frozen.volume)


def _drawn(
    held: _Held, scenario: ScenarioVersion, months: Sequence[date], point: Period
) -> Period:
    """The period once for each draw; what has no draws stays as it is."""
    at = {service: place for place, service in enumerate(held.order)}
    rows = CostDraws.objects.filter(
        scenario=scenario, month__in=months, provided_by=None, superseded_at=None
    ).values_list("month", "service_id", "cost_ore", "draws")
    extra: NDArray[np.float64] | None = None
    for month, service, ore, packed in rows:
        drawn = ore * deviations(packed)
        if extra is None:
            extra = np.zeros((len(drawn), len(held.order)))
        for one, share in held.along.shares(service, month).items():
            extra[:, at[one]] += float(share) * drawn
    if extra is None:
        extra = np.zeros((1, len(held.order)))
    return drawn_about(point, extra)
