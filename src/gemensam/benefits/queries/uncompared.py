# SPDX-License-Identifier: EUPL-1.2
"""Why closed months cannot be held against the baseline, and who is to see to it."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gemensam.benefits.queries.months import Compared
from gemensam.benefits.queries.routine.owing import FALLS_TO, Lacks
from gemensam.benefits.queries.routine.sources import first_with
from gemensam.group.enums import RoleKind
from gemensam.ui.templatetags.figures import calendar_month

ADMINISTRATOR = (RoleKind.ADMINISTRATOR,)


def uncompared(months: Sequence[date], of: Compared) -> tuple[str, str]:
    """In words, where `saving_over` the closed `months` is None: what is lacking, and
    who sees to it."""
    why, roles = _why(months, of)
    owner = first_with(*roles)
    if owner is None:
        return why, _("Nobody is named to see to it.")
    return why, _("{owner} sees to it.").format(owner=owner)


def _why(months: Sequence[date], of: Compared) -> tuple[str, tuple[RoleKind, ...]]:
    if not of.baseline_months:
        text = _("There is no frozen baseline to hold the closed months against.")
        return text, FALLS_TO[Lacks.BASELINE]
    if not months:
        text = _("There is no service centre whose months could be told.")
        return text, ADMINISTRATOR
    held = {one.month for one in of.baseline_months}
    lacks = [one for one in months if one.month not in held]
    text = (
        _("The baseline lacks {months}, so the closed months cannot be held against it.")
        if lacks
        else _("The baseline holds no cost of the closed months’ services.")
    )  # fmt: skip
    names = ", ".join(calendar_month(one) for one in lacks)
    return text.format(months=names), FALLS_TO[Lacks.BASELINE_MONTH]
