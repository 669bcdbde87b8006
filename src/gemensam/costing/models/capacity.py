# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import Guard


class CapacityYear(models.Model):
    """How many hours of a full-time post are practical: `weeks` × `hours_a_week` less the
    terms, all hours a year. A change is a new version."""

    guard = Guard(update=("superseded_at",), delete=False)

    number = models.PositiveIntegerField(unique=True)
    weeks = models.DecimalField(max_digits=4, decimal_places=2)
    hours_a_week = models.DecimalField(max_digits=5, decimal_places=2)
    holidays = models.DecimalField(max_digits=6, decimal_places=2)
    vacation = models.DecimalField(max_digits=6, decimal_places=2)
    absence = models.DecimalField(max_digits=6, decimal_places=2)
    training = models.DecimalField(max_digits=6, decimal_places=2)
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
                name="costing_capacity_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"
