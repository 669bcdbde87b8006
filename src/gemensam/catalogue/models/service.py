# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import get_language, pgettext

from gemensam.catalogue.enums import Confidentiality, CountingSource, Priority, Tier
from gemensam.core import clock
from gemensam.core.database import APPEND_ONLY, Guard, no_overlap, period_in_order
from gemensam.core.gate import GatedQuerySet

ESTIMATE = "estimate"  # how the catalogue's own list begins what nobody has measured


class Area(models.Model):
    """A support area: finance, HR, IT."""

    guard = Guard(delete=False)

    code = models.CharField(max_length=12, primary_key=True)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name_sv if get_language() == "sv" else self.name_en


class ServiceQuerySet(GatedQuerySet["Service"]):
    def visible_to(self, person: Any) -> Self:
        """The catalogue is open to everyone who signs in."""
        return self if person else self.none()

    def not_ended(self, day: date) -> Self:
        """Those that are there on a day, or will be."""
        return self.exclude(valid_to__lte=day)


class Service(models.Model):
    """Something that is ordered or counted: the first third of the grain's key."""

    guard = Guard(delete=False)

    code = models.CharField(max_length=12, unique=True)
    area = models.ForeignKey(Area, models.PROTECT)
    name_sv = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    includes_sv = models.TextField(blank=True)
    includes_en = models.TextField(blank=True)
    everyday_words = models.CharField(max_length=400, blank=True)
    unit_sv = models.CharField(max_length=60)
    unit_en = models.CharField(max_length=60)
    counting_source = models.CharField(max_length=12, choices=CountingSource.choices)
    counting_rule_sv = models.CharField(max_length=300)
    counting_rule_en = models.CharField(max_length=300)
    tier = models.CharField(max_length=8, choices=Tier.choices, default=Tier.BASE)
    confidentiality = models.CharField(
        max_length=8, choices=Confidentiality.choices, default=Confidentiality.OPEN
    )
    default_priority = models.PositiveSmallIntegerField(
        choices=Priority.choices, default=Priority.P4
    )
    orderable = models.BooleanField(default=False)
    concerns_persons = models.BooleanField(default=False)  # a unit of it is about one
    basis = models.CharField(max_length=200)  # where the figures come from
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = [period_in_order("catalogue_service_period")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self._in_language("name")

    @property
    def unit(self) -> str:
        return self._in_language("unit")

    @property
    def includes(self) -> str:
        return self._in_language("includes")

    @property
    def counting_rule(self) -> str:
        return self._in_language("counting_rule")

    def is_there(self, day: date) -> bool:
        return self.valid_from <= day and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day

    @property
    def is_confidential(self) -> bool:
        return self.confidentiality == Confidentiality.HR

    def _in_language(self, field: str) -> str:
        language = "en" if get_language() == "en" else "sv"
        return str(getattr(self, f"{field}_{language}") or getattr(self, f"{field}_sv"))


class StandardTime(models.Model):
    """Minutes of work for one unit of a service during a period: on average, where
    `terms` add to the `base` of some of them."""

    guard = Guard(update=("valid_to",), delete=False)

    service = models.ForeignKey(Service, models.PROTECT, related_name="standard_times")
    minutes = models.DecimalField(max_digits=10, decimal_places=3)
    base = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)  # null: came with the catalogue

    class Meta:
        constraints = [
            no_overlap("catalogue_standardtime_one", "service_id"),
            period_in_order("catalogue_standardtime_period"),
            models.CheckConstraint(
                name="catalogue_standardtime_minutes",
                condition=models.Q(minutes__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.minutes} min"

    @property
    def told_basis(self) -> str:
        """The basis in the reader's language, also of what came with the catalogue."""
        came, mark, source = self.basis.partition(ESTIMATE)
        if self.made_at is not None or came or not mark:
            return self.basis
        return pgettext("standard time", "estimate") + source


class TimeTerm(models.Model):
    """What a unit of the service takes beyond the base when something is so of it, and
    the share of the units of which it is."""

    guard = APPEND_ONLY

    time = models.ForeignKey(StandardTime, models.PROTECT, related_name="terms")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    minutes = models.DecimalField(max_digits=8, decimal_places=3)
    share = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["time", "name"], name="catalogue_timeterm_once"
            ),
            models.CheckConstraint(
                name="catalogue_timeterm_adds",
                condition=models.Q(minutes__gte=0, share__gt=0, share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} +{self.minutes} min"


class ServiceSuccession(models.Model):
    """From a date, `share` of what was `predecessor` is `successor`."""

    guard = Guard(update=(), delete=False)

    predecessor = models.ForeignKey(
        Service, models.PROTECT, related_name="succeeded_by"
    )
    successor = models.ForeignKey(Service, models.PROTECT, related_name="succeeds")
    date = models.DateField()
    share = models.DecimalField(max_digits=9, decimal_places=8)
    basis = models.CharField(max_length=400)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "date"],
                name="catalogue_succession_once",
            ),
            models.CheckConstraint(
                name="catalogue_succession_share",
                condition=models.Q(share__gt=0) & models.Q(share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.date}"
