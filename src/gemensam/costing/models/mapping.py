# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
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


class Patterns(models.Model):
    """Which coding strings, and what they are to support.

    Patterns: exact `5010`, prefix `50*`, range `5010-5799`, several with commas; empty
    fits all. An empty chart means every chart.
    """

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
        abstract = True

    def __str__(self) -> str:
        return f"{self.order} {self.account} → {self.treatment}"


def direct_has_service(name: str) -> models.CheckConstraint:
    """A constraint: direct cost names its service, and nothing else does."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(treatment=Treatment.DIRECT, service__isnull=False)
        | (~models.Q(treatment=Treatment.DIRECT) & models.Q(service__isnull=True)),
    )


class MappingRule(Patterns):
    """A rule of a version in force or once in force. The first that fits decides."""

    guard = Guard(update=(), delete=False)

    version = models.ForeignKey(MappingVersion, models.PROTECT, related_name="rules")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"], name="costing_rule_order"
            ),
            direct_has_service("costing_rule_direct_has_service"),
        ]


class MappingDraft(models.Model):
    """Work on the next version of the mapping; costing does not see it before it is put
    in force. There is one at a time."""

    guard = Guard(update=("closed_at", "became_id"), delete=False)

    base = models.ForeignKey(
        MappingVersion, models.PROTECT, null=True, related_name="drafts"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    became = models.OneToOneField(
        MappingVersion, models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closed_at"],
                condition=models.Q(closed_at=None),
                nulls_distinct=False,
                name="costing_draft_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class DraftRule(Patterns):
    """A rule of a draft; free to be changed until the draft is put in force."""

    draft = models.ForeignKey(MappingDraft, models.PROTECT, related_name="rules")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "order"],
                name="costing_draftrule_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            direct_has_service("costing_draftrule_direct_has_service"),
        ]
