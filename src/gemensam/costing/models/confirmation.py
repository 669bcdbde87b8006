# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard
from gemensam.costing.enums import Verdict
from gemensam.group.models import Person, Unit
from gemensam.outcomes.models import BY_SCENARIO, ScenarioVersion


class Confirmation(models.Model):
    """What the head of an administration or company says of its part of a version of the
    baseline; what is said later takes its place. `digest` covers the figures they saw."""

    guard = Guard(update=("superseded_at",), delete=False, frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(
        ScenarioVersion, models.PROTECT, related_name="confirmations"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    words = models.CharField(max_length=1000, blank=True)
    cost_ore = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "unit"],
                condition=models.Q(superseded_at=None),
                name="costing_confirmation_one",
            ),
            models.CheckConstraint(
                name="costing_confirmation_says_what_is_wrong",
                condition=~models.Q(verdict=Verdict.WRONG) | ~models.Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.verdict}"
