# SPDX-License-Identifier: EUPL-1.2
from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ScenarioKind(TextChoices):
    BASELINE = "baseline", _("Baseline")
    PLAN = "plan", _("Plan")
    ACTUAL = "actual", _("Outcome")


class Shown(IntegerChoices):
    """How far a cell about too few persons is merged; `calc.protection.Level` in words."""

    ADMINISTRATION = 1, _("merged within its administration")
    GROUP = 2, _("merged within the group")
    AREA = 3, _("merged within the group and the area")
    WITHHELD = 4, _("withheld: it concerns fewer than five persons")
