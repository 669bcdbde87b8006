# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

from django.conf import settings
from django.db import models

from gemensam.core.database import Guard
from gemensam.core.models import Import
from gemensam.costing.enums import ListChange


def share() -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(max_digits=5, decimal_places=4)


class StandardShareVersion(models.Model):
    """A whole list of standard shares, as decided at one time; a change is a new one."""

    guard = Guard(update=("superseded_at",), delete=False)

    number = models.PositiveIntegerField(unique=True)
    from_import = models.ForeignKey(Import, models.PROTECT, null=True)
    change = models.CharField(max_length=8, choices=ListChange.choices)
    about = models.CharField(max_length=400, blank=True)  # which line, file or version
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superseded_at"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="costing_standard_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class StandardShare(models.Model):
    """How much of their working time people with a title give to one support area.

    `title` and `code` are patterns (`calc.costing.titles`); rows with the same two are
    one line of the list. `target`: code of a catalogue.Area, LED or OVR.
    """

    guard = Guard(update=(), delete=False)

    version = models.ForeignKey(
        StandardShareVersion, models.PROTECT, related_name="shares"
    )
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=400, blank=True)
    code = models.CharField(max_length=100, blank=True)
    target = models.CharField(max_length=12)
    low = share()
    likely = share()
    high = share()
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "title", "code", "target"],
                name="costing_standard_once",
            ),
            models.CheckConstraint(
                name="costing_standard_in_order",
                condition=models.Q(low__gte=0)
                & models.Q(likely__gte=models.F("low"))
                & models.Q(high__gte=models.F("likely"))
                & models.Q(high__lte=1),
            ),
            models.CheckConstraint(
                name="costing_standard_has_pattern",
                condition=~models.Q(title="") | ~models.Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.code} {self.target} {Decimal(self.likely):.0%}"
