# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models.scenario import ScenarioVersion


class ProtectedCell(models.Model):
    """A cell that others than its own manager see only merged, and with what.

    Decided once, when the month closes: every cell then belongs to exactly one part of a
    partition (`calc.protection`), so no difference of two views gives it away.
    """

    guard = Guard(update=(), delete=False)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    month = models.DateField()
    level = models.PositiveSmallIntegerField(choices=Shown.choices)
    shown_node = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "month", "service", "unit"],
                nulls_distinct=False,
                name="outcomes_protected_once",
            )
        ]
        indexes = [
            models.Index(fields=["level", "month"], name="outcomes_protected_level")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.unit_id} × {self.month:%Y-%m}"
