# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard
from gemensam.group.models import Unit
from gemensam.surveys.enums import MailKind, Way
from gemensam.surveys.models.round import Round


class Invitation(models.Model):
    """Someone who answers, for themselves or for their employees. The address is taken
    away when the round is closed."""

    guard = Guard(update=("email", "withdrawn_at"), delete=False, secret=True)

    round = models.ForeignKey(Round, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(blank=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.round_id} #{self.pk}"


class Subject(models.Model):
    """Whose time an answer is about: a key of the asking room (never a name), and words
    that tell the subjects of one invitation apart."""

    guard = Guard(update=("withdrawn_at", "key", "label", "likely"), delete=False)

    round = models.ForeignKey(Round, models.PROTECT, related_name="subjects")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="subjects")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    likely = models.JSONField(default=list)  # groups of options to show first
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"], name="surveys_subject_once"
            )
        ]

    def __str__(self) -> str:
        return self.label or self.key


class Link(models.Model):
    """A way in, of which only a digest is kept. An invitation may have several: each
    mail and each list gets its own, and all of them end with the round."""

    guard = Guard(update=(), delete=False, secret=True)

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    way = models.CharField(max_length=4, choices=Way.choices)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"#{self.pk}"


class Mailing(models.Model):
    """A mail that is to be sent to an invitation; sent once."""

    guard = Guard(update=("sent_at", "failure"), delete=False)

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="mailings")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(sent_at=None),
                name="surveys_mailing_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.invitation_id}"
