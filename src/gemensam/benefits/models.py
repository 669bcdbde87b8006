# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

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
