# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.core.models import Import
from gemensam.costing.enums import Treatment
from gemensam.group.enums import Chart
from gemensam.group.models import LegalEntity


class MappingVersion(models.Model):
    """A whole set of rules, as decided at one time; a change is a new version."""

    guard = Guard(update=("superseded_at",), delete=False)

    number = models.PositiveIntegerField(unique=True)
    from_import = models.ForeignKey(Import, models.PROTECT, null=True)
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superseded_at"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="costing_mapping_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class MappingRule(models.Model):
    """What a coding string is to support. The first rule that fits decides.

    Patterns: exact `5010`, prefix `50*`, range `5010-5799`, several with commas; empty
    fits all.
    """

    guard = Guard(update=(), delete=False)

    version = models.ForeignKey(MappingVersion, models.PROTECT, related_name="rules")
    order = models.PositiveIntegerField()
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True)
    chart = models.CharField(max_length=12, choices=Chart.choices, blank=True)
    account = models.CharField(max_length=400, blank=True)
    cost_centre = models.CharField(max_length=2000, blank=True)
    activity = models.CharField(max_length=400, blank=True)
    project = models.CharField(max_length=400, blank=True)
    counterpart = models.CharField(max_length=400, blank=True)
    treatment = models.CharField(max_length=8, choices=Treatment.choices)
    service = models.ForeignKey(Service, models.PROTECT, null=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"], name="costing_rule_order"
            ),
            models.CheckConstraint(
                name="costing_rule_direct_has_service",
                condition=models.Q(treatment=Treatment.DIRECT, service__isnull=False)
                | (
                    ~models.Q(treatment=Treatment.DIRECT)
                    & models.Q(service__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.account} → {self.treatment}"
