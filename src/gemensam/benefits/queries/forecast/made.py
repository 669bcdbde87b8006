# SPDX-License-Identifier: EUPL-1.2
"""The forecast of the calendar year, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gemensam.benefits.models import BudgetMove
from gemensam.benefits.ports import Plan, planned
from gemensam.benefits.queries.forecast.costs import NO_AREA, YearCosts, year_costs
from gemensam.benefits.queries.forecast.moving import UNTOLD, Moving, moving
from gemensam.benefits.queries.months import (
    Compared,
    calendar_to,
    closed_months,
    compared,
)
from gemensam.calc.budget import Move, in_year
from gemensam.calc.forecast import Forecast, Part, forecast
from gemensam.calc.savings import PriceChange
from gemensam.costing.models import PriceIndex
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries import cost_goals

DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A budget that is cut from a month to come; öre in the year."""

    move: BudgetMove
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasted:
    """`months` of the year since the centre began: first those `closed`, which the outcome
    holds, then the others, whose cost is expected: those to come, and any that was skipped.
    `has_indices`: whether wages and prices of the year are imported; `cuts`: budget that
    is cut in months to come, told and not counted, since a frame is no cost."""

    year: int
    months: Sequence[date]
    closed: Sequence[date]
    figures: Forecast
    moves: Mapping[str, Moving]
    plan: Plan | None
    change: PriceChange
    has_indices: bool
    version: ScenarioVersion
    cuts: Sequence[Cut]
    seed: int

    @property
    def to_come(self) -> Sequence[date]:
        return self.months[len(self.closed) :]

    @property
    def is_whole(self) -> bool:
        """All its months are closed: it is the outcome."""
        return not self.to_come

    @property
    def has_skipped(self) -> bool:
        """Whether a month before the last closed one is expected only."""
        return any(month < self.closed[-1] for month in self.to_come)

    @property
    def first(self) -> date:
        return min(self.months)

    @property
    def last(self) -> date:
        return max(self.months)


def forecast_now(*, of: Compared | None = None) -> Forecasted | None:
    """As the figures are known now; None before a month of the centre is closed, or
    without a baseline of the same months."""
    known = closed_months()
    last, closed = known.last, list(known.year)
    if last is None or not closed:
        return None
    year = calendar_to(date(last.year, DECEMBER, 1))
    months = [*closed, *(month for month in year if month not in closed)]
    of = of or compared()
    costs = year_costs(months, closed=len(closed), of=of)
    if of.baseline is None or costs is None or _whole_base(costs) <= 0:
        return None
    plan = planned()
    through = year.index(closed[-1]) + 1
    moves = moving(year, closed=through, weights=costs.weights, plan=plan)
    order = [year.index(month) for month in months]
    seed = last.year * 100 + last.month
    return Forecasted(
        year=last.year,
        months=months,
        closed=closed,
        figures=forecast(_parts(costs, moves, order), seed=seed, goals=_goals()),
        moves=moves,
        plan=plan,
        change=costs.change,
        has_indices=PriceIndex.objects.filter(
            year=last.year, superseded_at=None
        ).exists(),
        version=of.baseline,
        cuts=_cuts(last),
        seed=seed,
    )


def _goals() -> list[float]:
    """Shares saved that are worth telling the chance of: 15, 20 % and the goal's."""
    return [float(-one) / 100 for one in cost_goals()]


def _whole_base(costs: YearCosts) -> float:
    return sum(float(one.base.sum()) for one in costs.costs.values())


def _parts(
    costs: YearCosts, moves: Mapping[str, Moving], order: Sequence[int]
) -> list[Part]:
    """`order`: the place in the calendar of each of the months of `costs`."""
    found = []
    for area, told in costs.costs.items():
        held = moves.get(area)
        found.append(
            Part(
                key=area,
                costs=told,
                actual=costs.actual[area],
                moved=held.in_effect[order] if held else 0 * told.base,
                worth=held.worth if held else UNTOLD,
                drawn=costs.drawn[area],
            )
        )
    return [one for one in found if one.key != NO_AREA or _is_something(one)]


def _is_something(part: Part) -> bool:
    return bool(part.costs.base.any() or part.costs.real.any())


def _cuts(last: date) -> list[Cut]:
    """Moves of budget that begin after the last closed month, within its year."""
    moves = BudgetMove.objects.filter(from_month__gt=last, from_month__year=last.year)
    return [
        Cut(
            move=one,
            ore=in_year(
                Move(
                    ore=one.ore,
                    from_month=one.from_month,
                    is_permanent=one.is_permanent,
                ),
                last.year,
            ),
        )
        for one in moves.select_related("authority").order_by("from_month", "number")
    ]


def forecast_as_json() -> dict[str, Any] | None:
    """Öre, per cent and chances, as `report --json` prints them."""
    made = forecast_now()
    if made is None:
        return None
    whole, chances = made.figures.whole, made.figures.chances
    return {
        "year": made.year,
        "closed_months": len(made.closed),
        "outcome_ore": round(whole.outcome.figure),
        "low_ore": round(whole.outcome.low),
        "high_ore": round(whole.outcome.high),
        "outcome_equal_volume_ore": round(whole.at_base.figure),
        "saving_pct": _percent(whole.saving.figure),
        "saving_low_pct": _percent(whole.saving.low),
        "saving_high_pct": _percent(whole.saving.high),
        "p_15": round(chances[0.15], 3),
        "p_20": round(chances[0.20], 3),
    }


def _percent(share: float) -> float:
    return round(100 * share, 2)
