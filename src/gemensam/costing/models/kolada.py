# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import APPEND_ONLY, Guard
from gemensam.core.models import Import


class KoladaTitle(models.Model):
    """What a key figure of Kolada measures, as its newest file says."""

    guard = Guard(
        update=("title", "area", "description", "from_import_id"), delete=False
    )

    kpi = models.CharField(max_length=6, primary_key=True)
    title = models.CharField(max_length=400)
    area = models.CharField(max_length=120, blank=True)
    description = models.TextField(max_length=2000, blank=True)
    from_import = models.ForeignKey(Import, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kpi} {self.title}"


class KoladaValue(models.Model):
    """A figure exactly as published. One that Kolada revises is superseded, not changed."""

    guard = Guard(update=("superseded_at",), delete=False)

    kpi = models.CharField(max_length=6)
    municipality = models.CharField(max_length=4)
    name = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField()
    gender = models.CharField(max_length=1)  # T all, K women, M men
    value = models.DecimalField(max_digits=20, decimal_places=6)
    fetched_on = models.DateField()
    from_import = models.ForeignKey(Import, models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "municipality", "year", "gender"],
                condition=models.Q(superseded_at=None),
                name="costing_kolada_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.municipality} {self.year}"


class KoladaPin(models.Model):
    """A key figure that is shown beside the baseline."""

    guard = Guard(update=("unpinned_at",), delete=False)

    kpi = models.CharField(max_length=6)
    municipality = models.CharField(max_length=4)
    pinned_at = models.DateTimeField()
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    unpinned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "municipality"],
                condition=models.Q(unpinned_at=None),
                name="costing_pin_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi} {self.municipality}"


class Inhabitants(models.Model):
    """How many live in the municipality; the newest row of a year holds."""

    guard = APPEND_ONLY

    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "inhabitants"

    def __str__(self) -> str:
        return f"{self.year}: {self.count}"
