# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard


class StoredFile(models.Model):
    """A file kept under its hash. Of one with personal numbers only the hash is kept.

    `received_at`: when its bytes last came in. `kept` false: they were disposed of.
    """

    guard = Guard(update=("kept", "received_at"), delete=False)

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    name = models.CharField(max_length=255)
    kept = models.BooleanField(default=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
