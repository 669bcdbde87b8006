# SPDX-License-Identifier: EUPL-1.2
"""What a savings case is made of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gemensam.catalogue.models import Area, Service
from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.programme.enums import (
    AssumptionKind,
    Base,
    CostKind,
    RangeShape,
    Stream,
)
from gemensam.programme.models.case import SavingsCase


class Assumption(models.Model):
    """A range with its source. A lever holds for all, or for an area, a service or an
    administration instead of what holds for all: the narrowest counts, never two."""

    guard = Guard()

    case = models.ForeignKey(
        SavingsCase, models.PROTECT, related_name="assumptions", db_index=False
    )
    kind = models.CharField(max_length=16, choices=AssumptionKind.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True)
    top = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    base = models.CharField(max_length=8, choices=Base.choices, default=Base.ALL)
    shape = models.CharField(
        max_length=12, choices=RangeShape.choices, default=RangeShape.PERT
    )
    low = models.DecimalField(max_digits=14, decimal_places=6)
    likely = models.DecimalField(max_digits=14, decimal_places=6)
    high = models.DecimalField(max_digits=14, decimal_places=6)
    points = ArrayField(
        models.DecimalField(max_digits=14, decimal_places=6), default=list, blank=True
    )
    source = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "area", "service", "top"],
                nulls_distinct=False,
                name="programme_assumption_once",
            ),
            models.CheckConstraint(
                name="programme_assumption_ordered",
                condition=models.Q(low__lte=models.F("likely"))
                & models.Q(likely__lte=models.F("high")),
            ),
        ]

    def __str__(self) -> str:
        where = self.service or self.area or self.top
        label = str(self.get_kind_display())
        return f"{label}, {where}" if where else label

    @property
    def key(self) -> str:
        """How the model knows it."""
        parts = [self.kind]
        for letter, held in (("a", self.area_id), ("s", self.service_id), ("t", self.top_id)):  # fmt: skip
            if held is not None:
                parts.append(f"{letter}{held}")
        return ":".join(parts)

    @property
    def is_narrow(self) -> bool:
        return any((self.area_id, self.service_id, self.top_id))


class Tie(models.Model):
    """Two assumptions that tend to be high together (or, below zero, to differ)."""

    guard = Guard()

    case = models.ForeignKey(SavingsCase, models.PROTECT, related_name="ties")
    one = models.ForeignKey(Assumption, models.CASCADE, related_name="+")
    other = models.ForeignKey(Assumption, models.CASCADE, related_name="+")
    rank = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="programme_tie_once"),
            models.CheckConstraint(
                name="programme_tie_rank",
                condition=models.Q(rank__gte=-1) & models.Q(rank__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} ~ {self.other} {self.rank}"


class WavePart(models.Model):
    """The share of the cost – all, an area's, an administration's – that moves in a month."""

    guard = Guard()

    case = models.ForeignKey(SavingsCase, models.PROTECT, related_name="waves")
    name = models.CharField(max_length=80)
    month = models.DateField()
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    top = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    share = models.DecimalField(max_digits=9, decimal_places=8)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_wave_share",
                condition=models.Q(share__gt=0) & models.Q(share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%Y-%m}"


class CostRow(models.Model):
    """What one kind of implementation cost comes to in a stream and a quarter."""

    guard = Guard()

    case = models.ForeignKey(SavingsCase, models.PROTECT, related_name="costs")
    stream = models.CharField(max_length=14, choices=Stream.choices)
    kind = models.CharField(max_length=12, choices=CostKind.choices)
    quarter = models.DateField()  # its first day
    low_ore = models.BigIntegerField()
    likely_ore = models.BigIntegerField()
    high_ore = models.BigIntegerField()
    source = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stream", "kind", "quarter"],
                name="programme_costrow_once",
            ),
            models.CheckConstraint(
                name="programme_costrow_ordered",
                condition=models.Q(low_ore__gte=0)
                & models.Q(low_ore__lte=models.F("likely_ore"))
                & models.Q(likely_ore__lte=models.F("high_ore")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.kind} {self.quarter}"
