# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard


class Installation(models.Model):
    """This installation; one row. Only the owner writes it: the app cannot turn an
    installation into a demo, whose sign-in needs no password."""

    guard = Guard(update=(), delete=False)

    only = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=200)
    built_by_demo = models.BooleanField(default=False)
    clock_offset = models.BigIntegerField(default=0)  # seconds
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_installation_one_row", condition=models.Q(only=True)
            )
        ]

    def __str__(self) -> str:
        return self.name
