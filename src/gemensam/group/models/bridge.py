# SPDX-License-Identifier: EUPL-1.2
from django.db import models

from gemensam.core.database import Guard, period_in_order
from gemensam.group.enums import Register
from gemensam.group.models.entity import LegalEntity
from gemensam.group.models.unit import Unit


class UnitAlias(models.Model):
    """What another register calls a unit during a period.

    A cost centre belongs to a legal entity's ledger; other registers span the group.
    """

    guard = Guard(update=("valid_to",), delete=False)

    register = models.CharField(max_length=8, choices=Register.choices)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT, null=True)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "unit aliases"
        constraints = [
            period_in_order("group_unitalias_period"),
            models.UniqueConstraint(
                fields=["register", "legal_entity", "code", "valid_from"],
                nulls_distinct=False,
                name="group_unitalias_once",
            ),
            models.CheckConstraint(
                name="group_unitalias_ledger_has_entity",
                condition=~models.Q(register=Register.LEDGER)
                | models.Q(legal_entity__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["register", "legal_entity", "code"], name="group_unitalias_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.code}"
