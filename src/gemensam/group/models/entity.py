# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gemensam.core.database import Guard
from gemensam.group.enums import AuthorityKind, Chart, EntityKind


class LegalEntity(models.Model):
    """What can own money, sign contracts and be invoiced."""

    guard = Guard(delete=False)

    # Ten digits, no hyphen; null where only a name is known (a ledger file without it).
    orgnr = models.CharField(max_length=10, unique=True, null=True)  # noqa: DJ001
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EntityKind.choices)
    chart = models.CharField(max_length=12, choices=Chart.choices)
    fiscal_year_start = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    vat_deduction_ratio = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        default=Decimal(1),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_legalentity_vat_ratio",
                condition=models.Q(vat_deduction_ratio__gte=0)
                & models.Q(vat_deduction_ratio__lte=1),
            ),
            models.CheckConstraint(
                name="group_legalentity_orgnr",
                condition=models.Q(orgnr__regex=r"^\d{10}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Authority(models.Model):
    """A border of secrecy, archive and data protection: a nämnd, or a company's board."""

    guard = Guard(delete=False)

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=16, choices=AuthorityKind.choices)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT)

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name
