# SPDX-License-Identifier: EUPL-1.2
"""A year's outcome, forecast from the months that are closed, with a range.

told = forecast([Part(key="it", costs=Costs(...), ...), ...], seed=202610)
told.whole.saving.low, told.chances[0.15]
"""

from gemensam.calc.forecast.carried import agreeing, carried_on
from gemensam.calc.forecast.level import Worth
from gemensam.calc.forecast.moves import in_effect, with_plan
from gemensam.calc.forecast.year import (
    GOALS,
    Costs,
    Forecast,
    Month,
    NothingClosedError,
    Part,
    Range,
    Told,
    forecast,
)

__all__ = [
    "GOALS",
    "Costs",
    "Forecast",
    "Month",
    "NothingClosedError",
    "Part",
    "Range",
    "Told",
    "Worth",
    "agreeing",
    "carried_on",
    "forecast",
    "in_effect",
    "with_plan",
]
