# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.core.database import APPEND_ONLY


class BudgetComment(models.Model):
    """What its owner says of a row of the centre's or the programme's budget, as of a
    closed month. Corrected by another that replaces it; what was said stays."""

    guard = APPEND_ONLY

    row = models.CharField(max_length=60)  # `queries.followed.Row.key`
    month = models.DateField()
    text = models.CharField(max_length=1000)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["row", "month"],
                condition=models.Q(replaces=None),
                name="benefits_comment_first",
            ),
            models.CheckConstraint(
                name="benefits_comment_says_something",
                condition=~models.Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.month:%Y-%m}"
