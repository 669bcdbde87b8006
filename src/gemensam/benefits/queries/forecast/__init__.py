# SPDX-License-Identifier: EUPL-1.2
"""What the calendar year comes to, with a range; what was forecast before, and how that
turned out."""

from gemensam.benefits.queries.forecast.kept import Scored, scored
from gemensam.benefits.queries.forecast.made import (
    Forecasted,
    forecast_as_json,
    forecast_now,
)
from gemensam.benefits.queries.forecast.moving import Moving

__all__ = [
    "Forecasted",
    "Moving",
    "Scored",
    "forecast_as_json",
    "forecast_now",
    "scored",
]
