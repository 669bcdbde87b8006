# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard


class FoundSuspicions(models.Model):
    """What the rules found in what was there: `evidence` is a digest of what tells that
    something of it changed, and of the `program` that looked. Whatever changes, it is
    looked for anew, and this row goes."""

    guard = Guard(update=())

    evidence = models.CharField(max_length=64, unique=True)
    program = models.CharField(max_length=64, default="")
    found = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "found suspicions"

    def __str__(self) -> str:
        return self.evidence[:12]
