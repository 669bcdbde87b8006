# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.benefits.enums import ComputationState
from gemensam.core.database import Guard


class MonthClose(models.Model):
    """A month whose ledgers are in and reconciled; opened again only with a reason."""

    guard = Guard(update=("reopened_at", "reason"), delete=False)

    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(reopened_at=None),
                name="benefits_monthclose_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Computation(models.Model):
    """A baseline that someone asked for: how far the job has come, and what it lacked."""

    guard = Guard(delete=False)

    years = models.JSONField()
    state = models.CharField(
        max_length=7, choices=ComputationState.choices, default=ComputationState.WAITING
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)  # steps done, of how many, the month
    lacks = models.JSONField(default=list)  # what could not be computed, in words
    failure = models.TextField(blank=True)

    def __str__(self) -> str:
        return ", ".join(str(year) for year in self.years)
