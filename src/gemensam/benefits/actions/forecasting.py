# SPDX-License-Identifier: EUPL-1.2
"""The year's forecast is kept when a month is closed, so that it can be scored later."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from gemensam.benefits.models import KeptForecast, MonthClose
from gemensam.benefits.queries.forecast import Forecasted, forecast_now
from gemensam.calc.forecast import Month, Range
from gemensam.core import audit
from gemensam.core.by import By

PLACES = 6


def keep_forecast(close: MonthClose, *, by: By, at: datetime) -> KeptForecast | None:
    """What is forecast now that `close` is made, in its transaction; None where nothing
    can be forecast."""
    made = forecast_now()
    if made is None:
        return None
    whole, chances = made.figures.whole, made.figures.chances
    kept = KeptForecast.objects.create(
        close=close,
        year=made.year,
        closed_through=made.closed[-1],
        baseline=made.version,
        outcome_ore=round(whole.outcome.figure),
        low_ore=round(whole.outcome.low),
        high_ore=round(whole.outcome.high),
        saving=_exact(whole.saving.figure),
        saving_low=_exact(whole.saving.low),
        saving_high=_exact(whole.saving.high),
        p_15=round(Decimal(str(chances[0.15])), 4),
        p_20=round(Decimal(str(chances[0.20])), 4),
        path=_path(made),
        seed=made.seed,
        made_at=at,
    )
    facts = {
        "year": kept.year,
        "outcome_ore": kept.outcome_ore,
        "low_ore": kept.low_ore,
        "high_ore": kept.high_ore,
    }
    audit.record(kept, "forecast.kept", by=by, at=at, facts=facts)
    return kept


def _path(made: Forecasted) -> dict[str, Any]:
    return {
        f"{month:%Y-%m}": _step(one)
        for month, one in zip(made.months, made.figures.months, strict=True)
    }


def _step(one: Month) -> dict[str, list[float]]:
    return {
        "ore": [round(value) for value in _three(one.so_far.outcome)],
        "saved": [round(value, PLACES) for value in _three(one.so_far.saving)],
    }


def _three(one: Range) -> tuple[float, float, float]:
    return one.figure, one.low, one.high


def _exact(share: float) -> Decimal:
    return round(Decimal(str(share)), PLACES)
