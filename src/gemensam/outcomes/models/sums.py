# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models.scenario import BY_SCENARIO, ScenarioVersion


class MonthSum(models.Model):
    """Current cells of a month summed over the units: of one service at one provider,
    and merged equally far (`level` null: not at all).

    Kept beside the cells, since pages of the whole group sum tens of thousands of them a
    month. Made anew from them in the transaction that changes them or their protection;
    `verify` holds it against them. `since`: from when on the month's cells, as the source
    tells them, have been these.
    """

    guard = Guard(update=(), frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    month = models.DateField()
    source = models.CharField(max_length=10)
    since = models.DateTimeField()
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    provider = models.CharField(max_length=6, choices=Provider.choices)
    provided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=Shown.choices, null=True)

    volume = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    in_use = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    cost_ore = models.BigIntegerField(null=True)
    labour_ore = models.BigIntegerField(null=True)
    charge_ore = models.BigIntegerField(null=True)
    opened = models.BigIntegerField(null=True)
    resolved = models.BigIntegerField(null=True)
    judged = models.BigIntegerField(null=True)
    on_time = models.BigIntegerField(null=True)
    reopened = models.BigIntegerField(null=True)
    first_right = models.BigIntegerField(null=True)
    lead_minutes = models.BigIntegerField(null=True)
    lead_squared = models.DecimalField(max_digits=30, decimal_places=0, null=True)
    rated = models.BigIntegerField(null=True)
    rating = models.BigIntegerField(null=True)
    rating_squared = models.BigIntegerField(null=True)
    backlog = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "scenario",
                    "month",
                    "source",
                    "service",
                    "provider",
                    "provided_by",
                    "level",
                ],
                nulls_distinct=False,
                name="outcomes_monthsum_one",
            )
        ]
        indexes = [
            # Whoever sums what services cost reads the index alone.
            models.Index(
                fields=["scenario", "month", "source"],
                include=["service", "cost_ore", "labour_ore", "volume"],
                name="outcomes_monthsum_cost",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} ← {self.provided_by_id} {self.month:%Y-%m}"


class MonthColumns(models.Model):
    """The cost of a month's current cells as columns (`outcomes.columns`), packed: the
    `cells` in the order of service and unit, and all that is `merged` of the month.

    Kept beside the cells as their sums are, made anew in the same transaction, with the same
    `since`; `verify` holds it against them.
    """

    guard = Guard(update=(), frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    month = models.DateField()
    source = models.CharField(max_length=10)
    since = models.DateTimeField()
    cells = models.BinaryField()
    merged = models.BinaryField()

    class Meta:
        verbose_name_plural = "month columns"
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "month", "source"],
                name="outcomes_monthcolumns_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.source} {self.month:%Y-%m}"
