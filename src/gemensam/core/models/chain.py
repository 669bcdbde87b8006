# SPDX-License-Identifier: EUPL-1.2
"""Events that are only ever added, each sealed to the one before it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from gemensam.core.database import APPEND_ONLY
from gemensam.core.enums import Origin


class ChainedEvent(models.Model):
    """An event of one aggregate (a case, a unit, an import …), number `seq` of it.

    `hash` covers the hash of the event before it and `digest`, which covers `salt` and
    `payload`: destroying payload and salt by a decided disposal leaves the chain whole.
    Subclasses name their aggregate in `aggregate_field`.
    """

    guard = APPEND_ONLY
    aggregate_field: ClassVar[str] = "aggregate"

    id = models.BigAutoField(primary_key=True)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    origin = models.CharField(max_length=6, choices=Origin.choices)
    request = models.CharField(max_length=36, blank=True)
    payload = models.JSONField(null=True)
    salt = models.BinaryField(null=True, max_length=16)
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        abstract = True


class ChainAnchor(models.Model):
    """A seal over all events of one table up to an id, chained to the seal before it."""

    guard = APPEND_ONLY

    table = models.CharField(max_length=63)
    sealed_at = models.DateTimeField()
    after_id = models.BigIntegerField()
    up_to_id = models.BigIntegerField()
    events = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "after_id"], name="core_anchor_one_line"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} ≤ {self.up_to_id}"
