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


class GoalMeasure(TextChoices):
    """What a goal is set in; in brackets its unit.

    A saving is what the cost has changed by at the baseline's volumes and prices (%), at
    the pace of three months; efficiency is by how much it falls each year after.
    """

    COST = "cost", _("Cost, change since the baseline")
    EFFICIENCY = "efficiency", _("Cost, change a year after the first")
    ON_TIME = "on_time", _("Done on time")
    LEAD_TIME = "lead_time", _("Lead time in working hours")
    FIRST_RIGHT = "first_right", _("Right the first time")
    SATISFACTION = "satisfaction", _("Satisfaction, 1 to 5")

    @property
    def is_share(self) -> bool:
        """Told in per cent."""
        return self not in {GoalMeasure.LEAD_TIME, GoalMeasure.SATISFACTION}

    @property
    def lower_is_better(self) -> bool:
        return self in {GoalMeasure.COST, GoalMeasure.EFFICIENCY, GoalMeasure.LEAD_TIME}
