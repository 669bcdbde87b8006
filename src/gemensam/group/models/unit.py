# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core import clock
from gemensam.core.database import Guard, no_overlap, period_in_order
from gemensam.group.enums import UnitKind
from gemensam.group.models.entity import Authority, LegalEntity


class Unit(models.Model):
    """A node of the group's tree. Its code is our own: registers keep theirs (`UnitAlias`).

    `authority` is the newest that is recorded, maybe from a day to come; whose the unit is
    on a day its `Placement` tells.
    """

    guard = Guard(delete=False)

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(
        max_length=400, editable=False
    )  # Swedish order, å ä ö last
    kind = models.CharField(max_length=14, choices=UnitKind.choices)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT)
    authority = models.ForeignKey(Authority, models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [period_in_order("group_unit_period")]
        indexes = [models.Index(fields=["name_key"], name="group_unit_name_key")]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Where in the tree, and under which authority, a unit hangs during a period.

    `ended_at`: when it was recorded that the period ends, where that came later.
    """

    guard = Guard(update=("valid_to", "ended_at"), delete=False)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="children")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            no_overlap("group_placement_one_parent", "unit_id"),
            period_in_order("group_placement_period"),
            models.CheckConstraint(
                name="group_placement_not_itself",
                condition=~models.Q(unit=models.F("parent")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ← {self.parent}"


class UnitSuccession(models.Model):
    """From a date, `share` of what was `predecessor` is `successor`: merge, split, move."""

    guard = Guard(update=(), delete=False)

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="succeeds")
    date = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=8)
    basis = models.CharField(max_length=400)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "date"],
                name="group_succession_once",
            ),
            models.CheckConstraint(
                name="group_succession_share",
                condition=models.Q(share__gt=0) & models.Q(share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} {self.date}"
