# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import APPEND_ONLY, Guard
from gemensam.costing.enums import Driver
from gemensam.group.models import Unit


class StepDownVersion(models.Model):
    """By what units without services of their own hand down their cost, as decided at one
    time; a change is a new version. Units not named are handed down on full-time posts."""

    guard = Guard(update=("superseded_at",), delete=False)

    number = models.PositiveIntegerField(unique=True)
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superseded_at"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="costing_stepdown_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class StepDownRule(models.Model):
    """One unit's place in the order, and its driver."""

    guard = APPEND_ONLY

    version = models.ForeignKey(StepDownVersion, models.PROTECT, related_name="rules")
    order = models.PositiveIntegerField()
    pool = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    driver = models.CharField(max_length=8, choices=Driver.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "pool"], name="costing_stepdown_pool"
            ),
            models.UniqueConstraint(
                fields=["version", "order"], name="costing_stepdown_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.pool_id} {self.driver}"


class DriverReading(models.Model):
    """What a driver counts for a unit: its users, square metres, cases, volume."""

    guard = APPEND_ONLY

    version = models.ForeignKey(
        StepDownVersion, models.PROTECT, related_name="readings"
    )
    driver = models.CharField(max_length=8, choices=Driver.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "driver", "unit"], name="costing_reading_one"
            ),
            models.CheckConstraint(
                name="costing_reading_not_negative",
                condition=models.Q(amount__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver} {self.unit_id} {self.amount}"
