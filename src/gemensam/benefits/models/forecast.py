# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.benefits.models.months import MonthClose
from gemensam.core.database import APPEND_ONLY
from gemensam.outcomes.models import ScenarioVersion


class KeptForecast(models.Model):
    """What the year was forecast to come to when a month was closed, to be held against
    what it came to. `path` has for every month of the year the outcome and the share
    saved from the year's first month through that one, each as figure, low and high."""

    guard = APPEND_ONLY

    close = models.OneToOneField(MonthClose, models.PROTECT, related_name="forecast")
    year = models.PositiveSmallIntegerField()
    closed_through = models.DateField()
    baseline = models.ForeignKey(ScenarioVersion, models.PROTECT, related_name="+")
    outcome_ore = models.BigIntegerField()
    low_ore = models.BigIntegerField()
    high_ore = models.BigIntegerField()
    saving = models.DecimalField(max_digits=9, decimal_places=6)
    saving_low = models.DecimalField(max_digits=9, decimal_places=6)
    saving_high = models.DecimalField(max_digits=9, decimal_places=6)
    p_15 = models.DecimalField(max_digits=5, decimal_places=4)
    p_20 = models.DecimalField(max_digits=5, decimal_places=4)
    path = models.JSONField()  # {"2026-10": {"ore": [3], "saved": [3]}}
    seed = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="benefits_forecast_ordered",
                condition=models.Q(low_ore__lte=models.F("outcome_ore"))
                & models.Q(outcome_ore__lte=models.F("high_ore")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} ← {self.closed_through:%Y-%m}"
