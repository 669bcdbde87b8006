# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.costing.enums import Category, Driver, Treatment
from gemensam.costing.models.evidence import SurveyRound
from gemensam.costing.models.ledger import Ledger
from gemensam.costing.models.mapping import MappingVersion
from gemensam.costing.models.stepdown import StepDownVersion
from gemensam.group.models import Unit
from gemensam.outcomes.models import BY_SCENARIO, ScenarioVersion


class CostRun(models.Model):
    """One computation of a month's cost: from which evidence, by which version of calc."""

    guard = Guard(
        update=("computed_at", "superseded_at"), delete=False, frozen_by=BY_SCENARIO
    )

    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT)
    month = models.DateField()
    mapping = models.ForeignKey(MappingVersion, models.PROTECT, null=True)
    survey = models.ForeignKey(SurveyRound, models.PROTECT, null=True)
    step_down = models.ForeignKey(StepDownVersion, models.PROTECT, null=True)
    calc_version = models.CharField(max_length=20)
    evidence_digest = models.BinaryField(max_length=32)
    # What the grain held when the run was kept; null: an older run, not told.
    grain_ore = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    # When the month was last computed, also to the same figures; null: at `at`.
    computed_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "month"],
                condition=models.Q(superseded_at=None),
                name="costing_run_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.month:%Y-%m}"


class Reconciled(models.Model):
    """Where a ledger's öre of the month went; the categories add up to the ledger."""

    guard = Guard(update=(), delete=False)

    run = models.ForeignKey(CostRun, models.PROTECT, related_name="reconciled")
    ledger = models.ForeignKey(Ledger, models.PROTECT)
    category = models.CharField(max_length=8, choices=Category.choices)
    amount_ore = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "reconciled"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "ledger", "category"], name="costing_reconciled_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.category} {self.amount_ore}"


class PoolCost(models.Model):
    """What a support unit (or a unit's own administrators) cost in the month, and how."""

    guard = Guard(update=(), delete=False)

    run = models.ForeignKey(CostRun, models.PROTECT, related_name="pool_costs")
    pool = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, models.PROTECT)
    treatment = models.CharField(max_length=8, choices=Treatment.choices)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    amount_ore = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pool_id} {self.treatment} {self.amount_ore}"


class PoolShare(models.Model):
    """The share of a pool's people-cost that went to a service, and on how many answers."""

    guard = Guard(update=(), delete=False)

    run = models.ForeignKey(CostRun, models.PROTECT, related_name="pool_shares")
    pool = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=9, decimal_places=8)
    people = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    labour_ore = models.BigIntegerField(default=0)
    overhead_ore = models.BigIntegerField(default=0)
    stepped_ore = models.BigIntegerField(default=0)  # from pools without services

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "pool", "service"], name="costing_poolshare_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.service_id} {self.share}"


class PoolStep(models.Model):
    """What a pool without services of its own handed down to another, and by what:
    `weight` of `whole` that the driver counted. An empty driver: nobody chose one."""

    guard = Guard(update=(), delete=False)

    run = models.ForeignKey(CostRun, models.PROTECT, related_name="pool_steps")
    pool = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    driver = models.CharField(max_length=8, choices=Driver.choices, blank=True)
    weight = models.DecimalField(max_digits=17, decimal_places=3)
    whole = models.DecimalField(max_digits=17, decimal_places=3)
    amount_ore = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.pool_id} → {self.receiver_id} {self.amount_ore}"
