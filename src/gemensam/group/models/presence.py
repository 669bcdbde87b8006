# SPDX-License-Identifier: EUPL-1.2
from typing import Any, Self

from django.db import models

from gemensam.core.database import Guard, period_in_order
from gemensam.core.gate import GatedQuerySet
from gemensam.core.models import Import
from gemensam.group.models.people import Team
from gemensam.group.models.unit import Unit
from gemensam.group.rules import sees_presence


class PresenceQuerySet(GatedQuerySet["Presence"]):
    def visible_to(self, person: Any) -> Self:
        """For those who see capacity, who are shown it added up only."""
        return self if person and sees_presence(person.standing) else self.none()


class Presence(models.Model):
    """That somebody was there, or was not, in `[begins, ends)`. Why is never known here:
    there is no column for it. The person is a pseudonym."""

    guard = Guard(update=("superseded_at",), delete=False, secret=True)

    pseudonym = models.CharField(max_length=20)
    begins = models.DateField()
    ends = models.DateField()
    is_present = models.BooleanField()
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    from_import = models.ForeignKey(
        Import, models.PROTECT, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "presence"
        indexes = [
            models.Index(
                fields=["begins", "ends"],
                condition=models.Q(superseded_at=None),
                name="group_presence_current",
            )
        ]
        constraints = [
            period_in_order("group_presence_period", "begins", "ends"),
            models.UniqueConstraint(
                fields=["pseudonym", "begins"],
                condition=models.Q(superseded_at=None),
                name="group_presence_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.begins:%Y-%m-%d}"
