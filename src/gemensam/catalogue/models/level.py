# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.enums import LevelKind, Priority, TargetUnit
from gemensam.catalogue.models.service import Service
from gemensam.core.database import Guard, no_overlap, period_in_order


class OpeningHours(models.Model):
    """A version of a calendar of opening hours; a case keeps the one it was promised."""

    guard = Guard(update=(), delete=False)

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    definition = models.JSONField()  # as calc.worktime reads it
    published_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="catalogue_openinghours_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class LevelTarget(models.Model):
    """What is promised for a service and priority during a period."""

    guard = Guard(update=("valid_to",), delete=False)

    service = models.ForeignKey(Service, models.PROTECT, related_name="levels")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    measure = models.PositiveSmallIntegerField(choices=LevelKind.choices)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=13, choices=TargetUnit.choices)
    hours = models.ForeignKey(OpeningHours, models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            no_overlap("catalogue_level_one", "service_id", "priority", "measure"),
            period_in_order("catalogue_level_period"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.service_id} {self.get_measure_display()} {self.amount} {self.unit}"
        )
