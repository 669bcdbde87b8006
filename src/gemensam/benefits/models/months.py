# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models
from django.utils.translation import gettext

from gemensam.benefits.enums import ComputationState
from gemensam.core.database import APPEND_ONLY, Guard
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import Import
from gemensam.formats.issues import kept_told, values_kept
from gemensam.group.models import Person
from gemensam.outcomes.enums import ScenarioKind


class MonthClose(models.Model):
    """A month whose ledgers are in and reconciled; opened again only with a reason."""

    guard = Guard(update=("reopened_at", "reopened_by_id", "reason"), delete=False)

    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # The last file there was; null: closed before that was kept. What came after it is
    # told by its number: files of a history are all read long after its months.
    newest_import = models.ForeignKey(
        Import, models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(reopened_at=None),
                name="benefits_monthclose_one",
            ),
            models.CheckConstraint(
                name="benefits_monthclose_reopened_says_why",
                condition=models.Q(reopened_at=None) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class HeldAtClose(models.Model):
    """What a source held of a month when it was closed: what comes later differs from
    it. `ore` is without sign, `net_ore` cost less income; `digest` is over every row."""

    guard = APPEND_ONLY

    close = models.ForeignKey(MonthClose, models.PROTECT, related_name="held")
    source = models.CharField(max_length=240)  # `queries.routine.Source.key`
    rows = models.BigIntegerField()
    ore = models.BigIntegerField(null=True)
    net_ore = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "held at close"
        constraints = [
            models.UniqueConstraint(
                fields=["close", "source"], name="benefits_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.rows}"


class SourceDuty(models.Model):
    """By which day of the next month a source is to have come, and who sees to it;
    a change is a new row. From the month `ends` it comes no more."""

    guard = Guard(update=("superseded_at",), delete=False)

    source = models.CharField(max_length=240)
    due_day = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ends = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "source duties"
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(superseded_at=None),
                name="benefits_duty_one",
            ),
            models.CheckConstraint(
                name="benefits_duty_day",
                condition=models.Q(due_day__gte=1, due_day__lte=28),
            ),
            models.CheckConstraint(
                name="benefits_duty_first_of_month",
                condition=models.Q(ends=None) | models.Q(ends__day=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ≤ {self.due_day}"


class Computation(models.Model):
    """A baseline, or months of the outcome, that someone asked for: how far the job has
    come, and what it lacked. `years` are the baseline's, `months` the outcome's."""

    guard = Guard(delete=False)

    kind = models.CharField(
        max_length=8, choices=ScenarioKind.choices, default=ScenarioKind.BASELINE
    )
    years = models.JSONField(default=list)
    months = models.JSONField(default=list)  # "2026-10-01"
    state = models.CharField(
        max_length=7, choices=ComputationState.choices, default=ComputationState.WAITING
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    progress = models.JSONField(default=dict)  # steps done, of how many, the month
    lacks = models.JSONField(default=list)  # what could not be computed, in words
    failure = models.TextField(blank=True)  # marked; `failure_values` fill it
    failure_values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return ", ".join(str(one) for one in self.years or self.months)

    def failed(self, failure: ExpectedFailure) -> None:
        """What a job was refused, to be told in the language of who reads it."""
        self.state, self.failure = ComputationState.FAILED, failure.text
        self.failure_values = values_kept(failure.values)

    @property
    def why(self) -> str:
        """Why it failed, and the cure, in the reader's language; empty if it did not."""
        if not self.failure:
            return ""
        return kept_told(self.failure, self.failure_values, gettext)
