# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.views.forecast.file import forecast_file
from gemensam.benefits.views.forecast.pages import forecast

__all__ = ["forecast", "forecast_file"]
