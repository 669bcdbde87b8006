# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard
from gemensam.core.enums import ENDED, PickUpState


class PickUp(models.Model):
    """A file that lay in the folder: what it was when it was last looked at, and what
    became of it.

    It is known again by its place on the disk, size and time, never by its name: the name
    of a file with personal numbers may hold one, and is kept struck.
    """

    guard = Guard(delete=False)

    kind = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    name = models.CharField(max_length=255)
    place = models.CharField(max_length=60)  # device and inode
    size = models.BigIntegerField()
    changed_ns = models.BigIntegerField()
    still_since = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=PickUpState.choices, default=PickUpState.SEEN
    )
    tries = models.PositiveSmallIntegerField(default=0)
    record = models.ForeignKey(
        "core.Import", models.PROTECT, null=True, related_name="+"
    )
    why = models.JSONField(default=dict)
    first_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["place"],
                condition=models.Q(ended_at=None),
                name="core_pickup_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="core_pickup_ended_has_time",
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
