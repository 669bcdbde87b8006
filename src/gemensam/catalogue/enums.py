# SPDX-License-Identifier: EUPL-1.2
from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class CountingSource(TextChoices):
    """Where the number of delivered units comes from."""

    CASE = "case", _("Cases")
    METER = "meter", _("Meter readings")
    SUBSCRIPTION = "subscription", _("Subscriptions")


class Tier(TextChoices):
    BASE = "base", _("Base service")
    ADD_ON = "add_on", _("Add-on service")
    SPECIAL = "special", _("Special service")


class Confidentiality(TextChoices):
    """Who but the parties may read the cases of a service."""

    OPEN = "open", _("Within the unit and the team")
    HR = "hr", _("Parties and the handling team only")


class Priority(IntegerChoices):
    P1 = 1, _("P1 – work stops for many")
    P2 = 2, _("P2 – work stops for a unit")
    P3 = 3, _("P3 – one person is hindered")
    P4 = 4, _("P4 – can wait")

    @property
    def colour(self) -> str:
        return {1: "red", 2: "orange", 3: "azure", 4: "secondary"}[self.value]


class LevelKind(IntegerChoices):
    """What is promised; whole numbers, so that the database can refuse overlaps."""

    RESPONSE = 1, _("First answer")
    RESOLUTION = 2, _("Done")


class TargetUnit(TextChoices):
    MINUTES = "minutes", _("working minutes")
    DAYS = "days", _("working days")
    ROUND_THE_CLOCK = "clock_minutes", _("minutes round the clock")


class Provider(TextChoices):
    """Who delivers: the shared centre, the unit's own administration, or someone else."""

    CENTRE = "centre", _("Service centre")
    LOCAL = "local", _("Local")
    OTHER = "other", _("Other entity")

    @property
    def colour(self) -> str:
        return {"centre": "green", "local": "secondary", "other": "purple"}[self.value]
