# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measured(TextChoices):
    """In what places that receive the same service are compared."""

    COST = "cost", _("Cost per unit")
    LEAD = "lead", _("Lead time")
    ON_TIME = "on_time", _("On time")
    RIGHT = "right", _("Right the first time")


class Per(TextChoices):
    """What is compared with what."""

    ADMINISTRATION = "administration", _("By administration")
    UNIT = "unit", _("By unit")


class Version(TextChoices):
    """Which months are looked at, and from where."""

    BASELINE = "baseline", _("Baseline")
    ACTUAL = "actual", _("Outcome")
    LOGS = "logs", _("Cases in logs")
