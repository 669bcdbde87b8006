# SPDX-License-Identifier: EUPL-1.2
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.outcomes.models.scenario import BY_SCENARIO, ScenarioVersion


class Cell(models.Model):
    """Service × unit × month at one provider, as one source knew it from `recorded_at` on.

    Measures are additive sums; those the source does not tell are null. A later rebuild
    that finds other figures adds a row and dates this one `superseded_at`: the figures
    as known then can always be asked for.
    """

    guard = Guard(update=("superseded_at",), delete=False, frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    source = models.CharField(max_length=10)
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+")
    provider = models.CharField(max_length=6, choices=Provider.choices)
    provided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    month = models.DateField()

    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    in_use = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    cost_ore = models.BigIntegerField(null=True)
    labour_ore = models.BigIntegerField(null=True)
    charge_ore = models.BigIntegerField(null=True)
    opened = models.IntegerField(null=True)
    resolved = models.IntegerField(null=True)
    judged = models.IntegerField(null=True)
    on_time = models.IntegerField(null=True)
    reopened = models.IntegerField(null=True)
    first_right = models.IntegerField(null=True)
    lead_minutes = models.BigIntegerField(null=True)
    lead_squared = models.DecimalField(max_digits=24, decimal_places=0, null=True)
    lead_histogram = ArrayField(models.IntegerField(), null=True)
    rated = models.IntegerField(null=True)
    rating = models.IntegerField(null=True)
    rating_squared = models.IntegerField(null=True)
    backlog = models.IntegerField(null=True)

    persons = models.IntegerField(null=True)  # concerned by the cell; null: none
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "scenario",
                    "month",
                    "source",
                    "service",
                    "unit",
                    "provider",
                    "provided_by",
                ],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="outcomes_cell_current",
            ),
            models.CheckConstraint(
                name="outcomes_cell_first_of_month",
                condition=models.Q(month__day=1),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "scenario", "month"],
                condition=models.Q(superseded_at=None),
                name="outcomes_cell_unit",
            ),
            models.Index(
                fields=["service", "scenario", "month"],
                condition=models.Q(superseded_at=None),
                name="outcomes_cell_service",
            ),
            models.Index(
                fields=["scenario", "month", "source", "superseded_at"],
                condition=models.Q(superseded_at__isnull=False),
                name="outcomes_cell_superseded",
            ),
            # Whoever asks how much each unit had done on time reads the index alone.
            models.Index(
                fields=["scenario", "month", "unit"],
                include=["judged", "on_time"],
                condition=models.Q(source="desk", superseded_at=None, judged__gt=0),
                name="outcomes_cell_on_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.unit_id} × {self.month:%Y-%m}"


class CostDraws(models.Model):
    """The joint draws of what a service cost at a provider in a month.

    Draw r of every row belongs together (one possible answer of every person), so a sum
    is drawn by adding draw by draw, never by adding intervals. A cell's draws are those
    of its service, provider and month, in proportion to its cost; `provided_by` null
    holds the sum over all providers. Stored as little-endian float16: how far each draw
    lies from `cost_ore`, as a share of it.
    """

    guard = Guard(update=("superseded_at",), delete=False, frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    month = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    provided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    cost_ore = models.BigIntegerField()
    draws = models.BinaryField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "cost draws"
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "month", "provided_by", "service"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="outcomes_costdraws_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} ← {self.provided_by_id} {self.month:%Y-%m}"
