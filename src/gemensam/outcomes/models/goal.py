# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.catalogue.models import Area
from gemensam.core.database import Guard
from gemensam.group.models import Person
from gemensam.outcomes.enums import GoalMeasure


class Vision(models.Model):
    """What it is all for, in the steering group's own words; a change is a new version."""

    guard = Guard(update=("superseded_at",), delete=False)

    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(superseded_at=None),
                name="outcomes_vision_one",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Goal(models.Model):
    """What is to be reached, by when and whose it is, in a measure of the grain.

    In the measure's own unit (`GoalMeasure`). `baseline` is what it was when the goal was
    set; null: nobody had measured it. A change is a new version of the same measure.
    """

    guard = Guard(update=("superseded_at",), delete=False)

    measure = models.CharField(max_length=12, choices=GoalMeasure.choices)
    area = models.ForeignKey(Area, models.PROTECT, null=True)  # null: all of them
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=2)
    due = models.DateField()
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "area"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="outcomes_goal_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.target}"
