# SPDX-License-Identifier: EUPL-1.2
"""Earlier forecasts of the year held against what has come since."""

from collections.abc import Sequence
from dataclasses import dataclass

from gemensam.benefits.models import KeptForecast
from gemensam.benefits.queries.forecast.made import Forecasted

Three = tuple[float, float, float]  # figure, low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was expected of the year through its last closed month, and what came."""

    expected: float
    low: float
    high: float
    came: float

    @property
    def is_inside(self) -> bool:
        return self.low <= self.came <= self.high

    @property
    def off(self) -> float:
        return self.came - self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A kept forecast; öre and share saved, None where no month has been closed since, and
    while a month in between is skipped: it was expected, and has not come."""

    kept: KeptForecast
    outcome: Held | None
    saving: Held | None


def scored(made: Forecasted) -> Sequence[Scored]:
    """Those of the same year, the first first; a month closed again tells its last."""
    rows = KeptForecast.objects.filter(
        year=made.year, close__reopened_at=None, closed_through__lte=made.closed[-1]
    )
    return [_scored(one, made) for one in rows.order_by("closed_through", "pk")]


def _scored(kept: KeptForecast, made: Forecasted) -> Scored:
    through = made.closed[-1]
    step = kept.path.get(f"{through:%Y-%m}")
    if kept.closed_through >= through or step is None or made.has_skipped:
        return Scored(kept=kept, outcome=None, saving=None)
    came = made.figures.months[len(made.closed) - 1].so_far
    return Scored(
        kept=kept,
        outcome=_held(step["ore"], came.outcome.figure),
        saving=_held(step["saved"], came.saving.figure),
    )


def _held(three: Three, came: float) -> Held:
    expected, low, high = three
    return Held(expected=expected, low=low, high=high, came=came)
