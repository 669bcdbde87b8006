# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gemensam.catalogue.models import Area, Service
from gemensam.core.database import APPEND_ONLY
from gemensam.costing.enums import AdjustmentKind
from gemensam.group.models import Person, Unit
from gemensam.outcomes.models import ScenarioVersion


class FrozenBaseline(models.Model):
    """What was signed when a baseline was frozen; `digest` covers every cell of it."""

    guard = APPEND_ONLY

    scenario = models.OneToOneField(
        ScenarioVersion, models.PROTECT, related_name="frozen"
    )
    frozen_at = models.DateTimeField()
    price_level = models.PositiveSmallIntegerField()  # a year
    months = ArrayField(models.DateField())
    areas = ArrayField(models.CharField(max_length=12))
    entities = ArrayField(
        models.BigIntegerField()
    )  # legal entities whose ledgers are in
    left_out = ArrayField(models.BigIntegerField())  # legal entities without a ledger
    out_of_scope = models.TextField(max_length=2000, blank=True)
    method = models.TextField(max_length=4000)
    signed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=200)
    words = models.CharField(max_length=1000)
    # What each head had said by then, as `queries.confirmations` tells it; null where
    # nobody was asked yet when it was frozen (versions frozen before that could be done).
    confirmations = models.JSONField(null=True)
    cost_ore = models.BigIntegerField()
    labour_ore = models.BigIntegerField()
    cells = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.scenario}"


class BaselineAdjustment(models.Model):
    """What is to be reckoned with after freezing, dated and owned; the cells stay as they
    are. An amount is öre a month or percent of the frozen cost. Withdrawn only by another
    row that takes exactly the same back."""

    guard = APPEND_ONLY

    baseline = models.ForeignKey(
        FrozenBaseline, models.PROTECT, related_name="adjustments"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=AdjustmentKind.choices)
    from_month = models.DateField()
    to_month = models.DateField(null=True)  # the first month after
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    ore = models.BigIntegerField(null=True)
    percent = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    reason = models.CharField(max_length=1000)
    decision = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="withdrawn_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["baseline", "number"], name="costing_adjustment_number"
            ),
            models.CheckConstraint(
                name="costing_adjustment_amount",
                condition=models.Q(ore__isnull=False, percent__isnull=True)
                | models.Q(ore__isnull=True, percent__isnull=False),
            ),
            models.CheckConstraint(
                name="costing_adjustment_one_place",
                condition=models.Q(area__isnull=True) | models.Q(service__isnull=True),
            ),
            models.CheckConstraint(
                name="costing_adjustment_in_order",
                condition=models.Q(to_month=None)
                | models.Q(to_month__gt=models.F("from_month")),
            ),
            models.CheckConstraint(
                name="costing_adjustment_first_of_month",
                condition=models.Q(from_month__day=1)
                & (models.Q(to_month=None) | models.Q(to_month__day=1)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.baseline} #{self.number}"
