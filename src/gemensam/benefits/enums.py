# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


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


class ComputationState(TextChoices):
    """How far a computation that someone asked for has come."""

    WAITING = "waiting", pgettext_lazy("computation", "waits for its turn")
    RUNNING = "running", pgettext_lazy("computation", "is being computed")
    DONE = "done", pgettext_lazy("computation", "computed")
    FAILED = "failed", pgettext_lazy("computation", "not computed")
