# SPDX-License-Identifier: EUPL-1.2
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from gemensam.catalogue.models import Area
from gemensam.core.database import Guard, no_overlap, period_in_order
from gemensam.core.gate import GatedQuerySet
from gemensam.core.models import Import
from gemensam.group.rules import sees_figures_of_group


class Queue(models.Model):
    """A queue of the telephone system, and the area whose calls come in it."""

    guard = Guard(update=("area_id",), delete=False)

    name = models.CharField(max_length=120, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class CallsQuerySet(GatedQuerySet["Calls"]):
    def visible_to(self, person: Any) -> Self:
        """Those who see the group's figures; a unit's calls are nowhere told apart."""
        if person and sees_figures_of_group(person.standing):
            return self
        return self.none()


class Calls(models.Model):
    """Calls that came to a queue in `[begins, ends)`: a day or a month.

    `within`: how many were answered within `within_seconds` (which the file may not tell);
    `wait_seconds` and `talk_seconds` are means of those that were answered.
    """

    guard = Guard(update=("superseded_at",), delete=False)

    queue = models.ForeignKey(Queue, models.PROTECT)
    begins = models.DateField()
    ends = models.DateField()
    offered = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    abandoned = models.PositiveIntegerField(null=True)
    within = models.PositiveIntegerField(null=True)
    within_seconds = models.PositiveIntegerField(null=True)
    wait_seconds = models.PositiveIntegerField(null=True)
    talk_seconds = models.PositiveIntegerField(null=True)
    from_import = models.ForeignKey(
        Import, models.PROTECT, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    objects = CallsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calls"
        indexes = [models.Index(fields=["begins"], name="telephony_calls_begins")]
        constraints = [
            period_in_order("telephony_calls_period", "begins", "ends"),
            no_overlap(
                "telephony_calls_once",
                "queue_id",
                period=("begins", "ends"),
                among=Q(superseded_at=None),
            ),
            models.CheckConstraint(
                name="telephony_calls_no_more_than_came",
                condition=Q(answered__lte=F("offered"))
                & (Q(abandoned=None) | Q(abandoned__lte=F("offered")))
                & (Q(within=None) | Q(within__lte=F("answered"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.begins:%Y-%m-%d}"

    def figures(self) -> tuple[int | None, ...]:
        """What was counted: by it two tellings of a period are compared."""
        return (
            self.offered,
            self.answered,
            self.abandoned,
            self.within,
            self.within_seconds,
            self.wait_seconds,
            self.talk_seconds,
        )
