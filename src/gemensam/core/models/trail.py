# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.models.chain import ChainedEvent


class AuditEvent(ChainedEvent):
    """A change of state anywhere but in a case, which has a trail of its own."""

    aggregate = models.CharField(max_length=80)  # "group.unit:17"
    action = models.CharField(max_length=60)  # "unit.moved"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["aggregate", "seq"], name="core_auditevent_chain"
            )
        ]
        indexes = [models.Index(fields=["at"], name="core_auditevent_at")]

    def __str__(self) -> str:
        return f"{self.aggregate} {self.seq} {self.action}"
