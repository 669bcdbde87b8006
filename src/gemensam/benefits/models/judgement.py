# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.benefits.enums import Finding
from gemensam.core.database import APPEND_ONLY


class Judgement(models.Model):
    """What somebody found of a suspicion, named by its `key`, when it weighed
    `monthly_ore` a month. It holds while it weighs about as much; it is taken back by
    another that names it. `about` is what it was called then, in words."""

    guard = APPEND_ONLY

    key = models.CharField(max_length=60)
    finding = models.CharField(max_length=9, choices=Finding.choices)
    words = models.CharField(max_length=400)
    about = models.CharField(max_length=400)
    ore = models.BigIntegerField()
    monthly_ore = models.BigIntegerField()
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="withdrawn_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="benefits_judgement_says_why", condition=~models.Q(words="")
            )
        ]
        indexes = [models.Index(fields=["key"], name="benefits_judgement_key")]

    def __str__(self) -> str:
        return f"{self.key} {self.finding}"
