# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard
from gemensam.surveys.models.asked import Subject
from gemensam.surveys.models.round import Option, Question


class Response(models.Model):
    """What was answered for a subject. A changed answer takes the place of the one
    before; the last one before closing counts."""

    guard = Guard(update=("superseded_at", "disposed_at"), delete=False, secret=True)

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="responses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    # Since then only that there was an answer is known, not what it was or whose.
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "question"],
                condition=models.Q(superseded_at=None),
                name="surveys_response_one",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ResponseShare(models.Model):
    guard = Guard(
        update=(), disposed_by=("response_id", "surveys_response"), secret=True
    )

    response = models.ForeignKey(Response, models.PROTECT, related_name="shares")
    option = models.ForeignKey(Option, models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "option"], name="surveys_share_once"
            ),
            models.CheckConstraint(
                name="surveys_share_percent",
                condition=models.Q(percent__gt=0) & models.Q(percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option_id} {self.percent}"
