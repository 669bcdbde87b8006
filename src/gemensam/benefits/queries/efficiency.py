# SPDX-License-Identifier: EUPL-1.2
"""How much cheaper the centre's own work became in a year: its unit costs against those
of the same months a year before, at that year's volumes and in its prices.

Compared is what the centre itself delivered in both years, service by service and month
by month. A unit that moved in between brings volume, and the cost of serving it; what its
own people cost before is no part of it, so a move is neither efficiency nor its lack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Sum

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.queries.months import (
    centre_start,
    closed_through,
    months_between,
    newest,
    next_month,
)
from gemensam.benefits.queries.saving import price_change
from gemensam.calc.bridge.rounding import whole_parts
from gemensam.calc.efficiency import UnitCostIndex, unit_cost_index, yearly_efficiency
from gemensam.calc.errors import CalcError
from gemensam.calc.interval import nine_of_ten
from gemensam.calc.money import split
from gemensam.calc.paired import Cells, Draws, LeftOut, Pairs, drawn_side, paired, side
from gemensam.calc.savings import Period, PriceChange
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.queries.lineage import Lineage, lineage
from gemensam.costing.models import PriceIndex
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import CostDraws, MonthSum, ScenarioVersion
from gemensam.outcomes.queries import deviations
from gemensam.outcomes.queries.versions import months_of

FEWEST_MONTHS = 3  # fewer tell more of when bills came than of how work is done


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A service in the months in which the centre had begun with it in both years. Öre; `real`
    is the later cost in the earlier prices, `at_before` that at the earlier volume; `at_after` is
    the earlier cost at the later volume."""

    service: int | None
    months: int
    before: int
    after: int
    labour: int
    volume_before: float
    volume_after: float
    real: int
    at_before: int
    at_after: int

    @property
    def is_counted(self) -> bool:
        """Whether it has a unit cost in both years; else it is compared as it stands."""
        return self.volume_before > 0 and self.volume_after > 0

    @property
    def unit_before(self) -> float:
        """Öre; asked only of what is counted, as `unit_after`, in the earlier prices."""
        return self.before / self.volume_before

    @property
    def unit_after(self) -> float:
        return self.real / self.volume_after

    @property
    def saved(self) -> int:
        return self.before - self.at_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Efficiency:
    """Shares of one, above zero where units became cheaper; `low` and `high` are a 90 %
    interval. `superlative` is by Fisher's index. `before` and `at_before` are the sums of
    the lines, in öre. `drawn` (r, lines) is what each line contributes in each draw."""

    months: tuple[date, ...]
    compared_with: tuple[date, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    share: float
    low: float
    high: float
    superlative: float
    paasche: float
    change: PriceChange
    has_indices: bool
    drawn: NDArray[np.float64]

    def between(self, lines: Sequence[Line]) -> tuple[float, float]:
        """The 90 % interval of what some lines together contribute, the figure itself
        in it; shares of the whole as `share`."""
        chosen = {line.service for line in lines}
        at = [place for place, one in enumerate(self.lines) if one.service in chosen]
        point = sum(line.saved for line in lines) / self.before
        return _interval(self.drawn[:, at].sum(axis=1), point)

    @property
    def before(self) -> int:
        return sum(line.before for line in self.lines)

    @property
    def at_before(self) -> int:
        return sum(line.at_before for line in self.lines)

    @property
    def saved(self) -> int:
        return self.before - self.at_before


def efficiency(through: date | None = None) -> Efficiency | None:
    """As known now, of the year to the last closed month, or to `through`; None until the
    centre has closed months in two years to compare."""
    actual = newest(ScenarioKind.ACTUAL)
    months = comparable(through or closed_through(), centre_start())
    if actual is None or not months:
        return None
    held = set(months_of(actual))
    months = [one for one in months if {one, year_before(one)} <= held]
    if len(months) < FEWEST_MONTHS:
        return None
    return _between(actual, [year_before(one) for one in months], months)


def efficiency_as_json() -> dict[str, float | None]:
    """Per cent, as `report --json` prints them; None while it is not known."""
    found = efficiency()
    shares = (found.share, found.low, found.high) if found else (None, None, None)
    names = ("", "low_", "high_")
    return {
        f"yearly_efficiency_{name}pct": None if share is None else round(100 * share, 2)
        for name, share in zip(names, shares, strict=True)
    }


def comparable(last: date | None, start: date | None) -> list[date]:
    """The year to date through `last`, or the whole year before while that is too short:
    of it the months whose like the centre also had a year before. Nothing when too few."""
    if last is None or start is None:
        return []
    for end in (last, date(last.year - 1, 12, 1)):
        year = months_between(date(end.year, 1, 1), end)
        months = [one for one in year if year_before(one) >= start]
        if len(months) >= FEWEST_MONTHS:
            return months
    return []


def known_from(start: date) -> date:
    """The month with whose close it can be known for the first time."""
    month = date(start.year + 1, start.month, 1)
    while not comparable(month, start):
        month = next_month(month)
    return month


def year_before(month: date) -> date:
    return date(month.year - 1, month.month, 1)


def _between(
    actual: ScenarioVersion, then: Sequence[date], now: Sequence[date]
) -> Efficiency | None:
    along = lineage(now[-1])
    cells = _cells(actual, [*then, *now], along)
    months = list(zip(then, now, strict=True))
    pairs, left_out = paired(cells, _begun(actual, along), months)
    services = sorted(pairs, key=lambda one: (one is None, one or 0))
    sides = [side(cells, pairs, services, place) for place in (0, 1)]
    change = price_change(then[-1].year, now[-1].year)
    draws = _draws(actual, [*then, *now], along)
    drawn = [
        drawn_side(year, draws, pairs, services, place)
        for place, year in enumerate(sides)
    ]
    try:
        index = unit_cost_index(before=sides[0], after=sides[1], change=change)
        spread = unit_cost_index(before=drawn[0], after=drawn[1], change=change)
    except CalcError:  # credits above costs: there is nothing to be cheaper than
        return None
    years = now[0].year - then[0].year
    shares = (index.laspeyres, index.fisher, index.paasche)
    share, superlative, paasche = (
        float(yearly_efficiency(one, years=years)) for one in shares
    )
    low, high = _interval(yearly_efficiency(spread.laspeyres, years=years), share)
    whole = spread.before.sum(axis=-1, keepdims=True)
    return Efficiency(
        months=tuple(now),
        compared_with=tuple(then),
        lines=tuple(_lines(services, pairs, sides, index)),
        left_out=tuple(left_out),
        share=share,
        low=low,
        high=high,
        superlative=superlative,
        paasche=paasche,
        change=change,
        has_indices=PriceIndex.objects.filter(
            year=now[-1].year, superseded_at=None
        ).exists(),
        drawn=(spread.before - spread.at_before) / whole,
    )


def _interval(drawn: NDArray[np.float64], point: float) -> tuple[float, float]:
    low, high = nine_of_ten(drawn, point)
    return float(low), float(high)


def _cells(actual: ScenarioVersion, months: Sequence[date], along: Lineage) -> Cells:
    """What the centre's own work cost and gave, by month and service as it is now."""
    rows = (
        MonthSum.objects.filter(
            scenario=actual,
            month__in=months,
            source="costing",
            provider=Provider.CENTRE,
        )
        .values_list("month", "service_id")
        .annotate(Sum("cost_ore"), Sum("labour_ore"), Sum("volume"))
        .order_by()
    )
    found: dict[tuple[date, int | None], tuple[int, int, float]] = {}
    for month, service, *told in rows:
        ore = [int(each or 0) for each in told[:2]]
        shares = along.shares(service, month)
        weights = list(shares.values())
        cost, labour = (
            split(each, weights) if len(weights) > 1 else (each,) for each in ore
        )
        for place, (one, share) in enumerate(shares.items()):
            was = found.get((month, one), (0, 0, 0.0))
            volume = was[2] + float(share) * float(told[2] or 0)
            found[month, one] = was[0] + cost[place], was[1] + labour[place], volume
    return found


def _begun(actual: ScenarioVersion, along: Lineage) -> Mapping[int | None, date]:
    """The first month in which the centre delivered each service that is counted, or
    what became it."""
    rows = MonthSum.objects.filter(
        scenario=actual, source="costing", provider=Provider.CENTRE, volume__gt=0
    ).values_list("service_id")
    found: dict[int | None, date] = {}
    for service, first in rows.annotate(first=Min("month")).order_by("first"):
        for one in along.shares(service, first):
            found.setdefault(one, first)
    return found


def _draws(actual: ScenarioVersion, months: Sequence[date], along: Lineage) -> Draws:
    """How far each draw of the centre's cost lies from it, in öre."""
    centres = (
        MonthSum.objects.filter(
            scenario=actual,
            month__in=months,
            provider=Provider.CENTRE,
            provided_by__isnull=False,
        )
        .values_list("provided_by")
        .distinct()
    )
    rows = CostDraws.objects.filter(
        scenario=actual,
        month__in=months,
        provided_by__in=[pk for (pk,) in centres],
        superseded_at=None,
    ).values_list("month", "service_id", "cost_ore", "draws")
    found: dict[tuple[date, int | None], NDArray[np.float64]] = {}
    for month, service, ore, packed in rows:
        off = ore * deviations(packed)
        for one, share in along.shares(service, month).items():
            found[month, one] = found.get((month, one), 0.0) + float(share) * off
    return found


def _lines(
    services: Sequence[int | None],
    pairs: Pairs,
    sides: Sequence[Period],
    index: UnitCostIndex,
) -> Iterator[Line]:
    """Estimated öre made whole so that they still add up."""
    before, after = sides
    together = np.zeros(len(services), dtype=np.int64)
    real, at_before, at_after = (
        whole_parts(one, together)
        for one in (index.after, index.at_before, index.at_after)
    )
    for place, service in enumerate(services):
        yield Line(
            service=service,
            months=len(pairs[service]),
            before=int(before.cost[place]),
            after=int(after.cost[place]),
            labour=int(after.labour[place]),
            volume_before=float(before.volume[place]),
            volume_after=float(after.volume[place]),
            real=int(real[place]),
            at_before=int(at_before[place]),
            at_after=int(at_after[place]),
        )
