# SPDX-License-Identifier: EUPL-1.2
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gemensam.core.database import APPEND_ONLY, Guard
from gemensam.core.gate import GatedQuerySet
from gemensam.outcomes.models import ScenarioVersion
from gemensam.programme import rules


class SavingsCaseQuerySet(GatedQuerySet["SavingsCase"]):
    def visible_to(self, person: Any) -> Self:
        return self if person and rules.sees_case(person.standing) else self.none()


class SavingsCase(models.Model):
    """A scenario of the savings case, written on until a version of it is locked.

    `result` is what its assumptions come to (`queries.told`), computed in the action
    that changed them.
    """

    guard = Guard(delete=False)

    name = models.CharField(max_length=120, unique=True)
    baseline = models.ForeignKey(ScenarioVersion, models.PROTECT)
    first_month = models.DateField()  # the centre's first
    interest = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.03"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal("0.25"))],
    )
    years = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(3), MaxValueValidator(10)]
    )
    # Years over which IT and premises are written off with interest; null: as spent.
    written_off = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    seed = models.PositiveIntegerField(default=2026)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    computed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)

    objects = SavingsCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_case_first_of_month",
                condition=models.Q(first_month__day=1),
            ),
            models.CheckConstraint(
                name="programme_case_years",
                condition=models.Q(years__gte=3) & models.Q(years__lte=10),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseVersionQuerySet(GatedQuerySet["CaseVersion"]):
    def visible_to(self, person: Any) -> Self:
        return self if person and rules.sees_case(person.standing) else self.none()


class CaseVersion(models.Model):
    """A savings case as it went to the gate: never changed, told by its digest.

    `content` holds every assumption with its source and everything they came to;
    `digest` is the SHA-256 of it in canonical form.
    """

    guard = APPEND_ONLY

    case = models.ForeignKey(SavingsCase, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    baseline_frozen = models.BooleanField()
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CaseVersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"
