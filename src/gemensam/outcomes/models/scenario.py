# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard
from gemensam.outcomes.enums import ScenarioKind

BY_SCENARIO = ("scenario_id", "outcomes_scenarioversion")  # for Guard.frozen_by


class ScenarioVersion(models.Model):
    """A version of baseline, plan or outcome; a frozen one is never written again."""

    guard = Guard(
        update=("frozen_at",), delete=False, update_only_if="OLD.frozen_at IS NULL"
    )

    kind = models.CharField(max_length=8, choices=ScenarioKind.choices)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    price_level = models.PositiveSmallIntegerField(null=True)  # a year; null: nominal
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"], name="outcomes_scenario_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
