# SPDX-License-Identifier: EUPL-1.2
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models.scenario import BY_SCENARIO, ScenarioVersion


class Summed(models.Model):
    """Current cells of a month that one source tells, summed, by service, provider and
    how far they are shown merged (`level` null: not at all).

    Kept beside the cells, since pages sum tens of thousands of them a month. Made anew
    from them in the transaction that changes them or their protection; `verify` holds
    it against them.
    """

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    month = models.DateField()
    source = models.CharField(max_length=10)
    service = models.ForeignKey(Service, models.PROTECT, null=True, db_index=False)
    provider = models.CharField(max_length=6, choices=Provider.choices)
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
        abstract = True


class MonthSum(Summed):
    """Summed over all units, by the unit that provides."""

    guard = Guard(update=(), frozen_by=BY_SCENARIO)

    provided_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )

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

    def __str__(self) -> str:
        return f"{self.service_id} ← {self.provided_by_id} {self.month:%Y-%m}"


class TopSum(Summed):
    """Summed over the units under an administration, company or centre (`top` null: of
    those that hang nowhere), as `SummedTree` says that they hung."""

    guard = Guard(update=(), frozen_by=BY_SCENARIO)

    top = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "scenario",
                    "month",
                    "source",
                    "service",
                    "provider",
                    "top",
                    "level",
                ],
                nulls_distinct=False,
                name="outcomes_topsum_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.top_id} {self.month:%Y-%m}"


class SummedTree(models.Model):
    """Under which `tops` the `units` with cells hung when a month's `TopSum` were made.

    Whoever asks for another tree reads the units that moved from their cells.
    """

    guard = Guard(update=(), frozen_by=BY_SCENARIO)

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, db_index=False)
    month = models.DateField()
    source = models.CharField(max_length=10)
    units = ArrayField(models.BigIntegerField())
    tops = ArrayField(models.BigIntegerField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "month", "source"], name="outcomes_summedtree_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.source} {self.month:%Y-%m}"
