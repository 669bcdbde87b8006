# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import Guard
from gemensam.core.enums import ImportState


class SavedMapping(models.Model):
    """How files of one shape are read, remembered so that next month's needs no click."""

    guard = Guard(update=("superseded_at",), delete=False)

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    mapping = models.JSONField()
    saved_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "version"], name="core_savedmapping_version"
            ),
            models.UniqueConstraint(
                fields=["kind", "source"],
                condition=models.Q(superseded_at=None),
                name="core_savedmapping_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source} {self.version}"


class Import(models.Model):
    """One file on its way in: received, read, then committed, undone or refused.

    Reading writes nothing but this row and its report; committing happens in one
    transaction, from the kept original (or its pseudonymised copy).
    """

    guard = Guard(delete=False)

    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    original_name = models.CharField(max_length=255)
    original_sha256 = models.CharField(max_length=64)
    original_size = models.BigIntegerField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True)
    options = models.JSONField(default=dict)
    mapping = models.ForeignKey("core.SavedMapping", models.PROTECT, null=True)
    key_version = models.PositiveSmallIntegerField(null=True)
    report = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    committed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-received_at"], name="core_import_latest")
        ]
        constraints = [
            models.CheckConstraint(
                name="core_import_committed_has_time",
                condition=(
                    models.Q(state=ImportState.COMMITTED, committed_at__isnull=False)
                    | (
                        ~models.Q(state=ImportState.COMMITTED)
                        & models.Q(committed_at__isnull=True)
                    )
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.original_name}"

    @property
    def is_asked_for(self) -> bool:
        """Someone asked for it to be imported by a job, and no job has told its end."""
        return self.state == ImportState.READ and "asked_at" in self.progress

    @property
    def waits_for_a_job(self) -> bool:
        """It is to be read or imported; whether a job is at it the queue knows."""
        return self.state == ImportState.RECEIVED or self.is_asked_for
