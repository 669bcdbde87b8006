# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Treatment(TextChoices):
    """What a ledger row is to the cost of support."""

    PEOPLE = "people", _("Personnel: goes to the people of the cost centre")
    DIRECT = "direct", _("Direct cost of a service")
    OVERHEAD = "overhead", _("Overhead of the support unit")
    ONE_OFF = "one_off", _("One-off cost of the programme")
    INTERNAL = "internal", _("Internal charges, eliminated")
    OUTSIDE = "outside", _("Not support")


class Category(TextChoices):
    """Where every öre of a ledger ends up; together they are the ledger."""

    SUPPORT = "support", _("Support cost")
    ONE_OFF = "one_off", _("One-off cost of the programme")
    INTERNAL = "internal", _("Internal charges, eliminated")
    OUTSIDE = "outside", _("Not support")
    UNPLACED = "unplaced", _("Not mapped yet, on cost centres of support")
    UNMAPPED = "unmapped", _("Not mapped yet")

    @property
    def colour(self) -> str:
        return {
            "support": "green",
            "one_off": "azure",
            "internal": "secondary",
            "outside": "secondary",
            "unplaced": "yellow",
            "unmapped": "orange",
        }[self.value]


class Driver(TextChoices):
    """By what a unit without services of its own hands down its cost."""

    FTE = "fte", _("Full-time posts")
    USERS = "users", _("Users or devices")
    METRES = "metres", _("Square metres")
    CASES = "cases", _("Cases")
    VOLUME = "volume", _("Volume")


class AdjustmentKind(TextChoices):
    """Why a frozen baseline has to be read otherwise than as it was frozen."""

    INDEX = "index", _("Price or wage index")
    VOLUME = "volume", _("Volume")
    SCOPE = "scope", _("Scope")
    ERROR = "error", _("Error in the baseline")


class Verdict(TextChoices):
    """What the head of an administration or company says of its figures."""

    RIGHT = "right", _("It is right")
    WRONG = "wrong", _("Something is wrong")


class Heard(TextChoices):
    """How far one is with asking the head of an administration or company."""

    RIGHT = "right", pgettext_lazy("head", "Confirmed")
    WRONG = "wrong", _("Says that something is wrong")
    OUTDATED = "outdated", _("Said of earlier figures")
    SILENT = "silent", _("Has not answered")

    @property
    def colour(self) -> str:
        return {
            "right": "green",
            "wrong": "red",
            "outdated": "orange",
            "silent": "secondary",
        }[self.value]


class BalanceKind(TextChoices):
    OPENING = "IB", _("Opening balance")
    CLOSING = "UB", _("Closing balance")
    RESULT = "RES", _("Result of the year")
    PERIOD = "PSALDO", _("Change in a period")
    BUDGET = "PBUDGET", _("Budget of a period")


class EmploymentForm(TextChoices):
    MONTHLY = "monthly", _("Monthly paid")
    HOURLY = "hourly", _("Hourly paid")


class Activity(TextChoices):
    """Answers of who-does-what that are not a service."""

    LEADERSHIP = "LED", _("Leadership and common work inside support")
    OTHER = "OVR", _("Other work, not support")


class ListChange(TextChoices):
    """Why there is another version of the list of standard shares."""

    OWN = "own", _("The list that comes with Gemensam")
    ADDED = "added", _("Added")
    CHANGED = "changed", pgettext_lazy("list", "Changed")
    REMOVED = "removed", _("Removed")
    RESTORED = "restored", _("Restored version")
    IMPORTED = "imported", _("Imported")
