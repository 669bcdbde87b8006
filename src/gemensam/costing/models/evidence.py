# SPDX-License-Identifier: EUPL-1.2
from django.conf import settings
from django.db import models

from gemensam.catalogue.models import Service
from gemensam.core.database import Guard
from gemensam.core.models import Import
from gemensam.costing.enums import EmploymentForm
from gemensam.group.models import LegalEntity, Unit
from gemensam.surveys.models import Round


class StaffRow(models.Model):
    """An employment during a period; the person is a pseudonym, the name was never kept."""

    guard = Guard(update=("superseded_at",), delete=False)

    from_import = models.ForeignKey(Import, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    pseudonym = models.CharField(max_length=20)
    form = models.CharField(max_length=7, choices=EmploymentForm.choices)
    title = models.CharField(max_length=120)
    aid = models.CharField(max_length=12, blank=True)
    extent = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    monthly_ore = models.BigIntegerField(null=True)
    hourly_ore = models.BigIntegerField(null=True)
    hr_code = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    cost_centre = models.CharField(max_length=40)
    legal_entity = models.ForeignKey(LegalEntity, models.PROTECT)
    employed_from = models.DateField()
    employed_to = models.DateField(null=True)  # the first day after
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["year"],
                condition=models.Q(superseded_at=None),
                name="costing_staff_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.title}"


class SurveyRound(models.Model):
    """Who-does-what, asked once, in a file or in the product; the newest of a month is
    the one that holds. A `partial` one asked only some: of the others their manager's
    correction or the standard share of their title is taken."""

    guard = Guard(update=("superseded_at", "disposed_at"), delete=False)

    month = models.DateField()
    # The first and the last month that people were asked about, where that was said.
    about_from = models.DateField(null=True)
    about_to = models.DateField(null=True)
    from_import = models.ForeignKey(Import, models.PROTECT, null=True, related_name="+")
    asked = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    partial = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)  # of its answers, by decision

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=models.Q(superseded_at=None),
                name="costing_surveyround_one",
            ),
            models.CheckConstraint(
                condition=models.Q(about_to__gte=models.F("about_from"))
                | models.Q(about_to=None)
                | models.Q(about_from=None),
                name="costing_surveyround_in_order",
            ),
            models.CheckConstraint(
                name="costing_surveyround_has_source",
                condition=models.Q(from_import__isnull=False)
                | models.Q(asked__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def draws_from(self) -> str:
        """What its draws follow from: the file, or the round in the product."""
        if self.from_import is not None:
            return self.from_import.original_sha256
        return f"asked {self.asked_id}"


class SurveyAnswer(models.Model):
    """A share of a person's time; a person who did not answer has one row without."""

    guard = Guard(update=(), disposed_by=("round_id", "costing_surveyround"))

    round = models.ForeignKey(SurveyRound, models.PROTECT, related_name="answers")
    pseudonym = models.CharField(max_length=20)
    activity = models.CharField(max_length=12, blank=True)  # a service code, LED or OVR
    share = models.DecimalField(max_digits=6, decimal_places=5, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "pseudonym", "activity"], name="costing_answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.activity}"


class AnswerRetention(models.Model):
    """The authority's decision on how long answers to time surveys are kept after a
    baseline that rests on them was frozen. Without one nothing is disposed of."""

    guard = Guard(update=("superseded_at",), delete=False)

    days = models.PositiveIntegerField()
    decision = models.CharField(max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superseded_at"],
                condition=models.Q(superseded_at=None),
                nulls_distinct=False,
                name="costing_retention_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.days}"


class Correction(models.Model):
    """What a unit's manager says of one of her employees: percent of their time by
    target (code of an area, or LED). What is left is other work."""

    guard = Guard(update=("superseded_at",), delete=False)

    pseudonym = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    percent = models.JSONField()  # {target: whole percent}
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pseudonym"],
                condition=models.Q(superseded_at=None),
                name="costing_correction_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.percent}"


class VolumeRow(models.Model):
    """Units of a service delivered to a unit in a month, as a register counted them."""

    guard = Guard(update=("count", "persons", "from_import_id"), delete=False)

    month = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    meter = models.CharField(max_length=100)
    count = models.DecimalField(max_digits=14, decimal_places=2)
    persons = models.IntegerField(null=True)
    from_import = models.ForeignKey(
        Import, models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "service", "meter"], name="costing_volume_one"
            )
        ]
        indexes = [
            models.Index(fields=["month", "from_import"], name="costing_volume_file")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.meter} {self.month:%Y-%m}"


class PriceIndex(models.Model):
    """How wages and prices moved from the year before, in percent, and who says so; what
    is said otherwise later is a new row."""

    guard = Guard(update=("superseded_at",), delete=False)

    year = models.PositiveSmallIntegerField()
    wage_percent = models.DecimalField(max_digits=6, decimal_places=3)
    price_percent = models.DecimalField(max_digits=6, decimal_places=3)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "price indices"
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(superseded_at=None),
                name="costing_priceindex_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}"
