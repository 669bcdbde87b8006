# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import Guard


class KeptDocument(models.Model):
    """A document as it was made: its description and its PDF, neither ever changed.

    Who may see it is for the room whose `kind` it is.
    """

    guard = Guard(update=(), delete=False)

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    dated = models.DateField()
    content = models.JSONField()
    pdf = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["kind", "subject", "-made_at"], name="core_document_of"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.dated:%Y-%m-%d}"
