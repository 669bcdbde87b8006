# SPDX-License-Identifier: EUPL-1.2
"""Vision and goals, as they hold on the day."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from gemensam.core.documents import Block, Heading, Paragraph, Table
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.models import Goal
from gemensam.programme.queries.steering import Steering
from gemensam.ui.templatetags.figures import day, number


def aims(facts: Steering) -> Iterator[Block]:
    """What is to be reached, and from where."""
    if not facts.vision and not facts.goals:
        return
    yield Heading(text=_("Vision and goals"))
    if facts.vision:
        yield Paragraph(text=facts.vision)
    if facts.goals:
        yield Table(
            caption=_("Goals, each in a measure that is followed every month"),
            headers=(_("Goal"), _("Baseline"), _("Target"), _("At the latest"), _("Owner")),
            rows=tuple(_row(one) for one in facts.goals),
            texts=(0, 4),
        )  # fmt: skip


def _row(one: Goal) -> tuple[str, ...]:
    label = str(one.get_measure_display())
    return (
        f"{label}, {one.area}" if one.area else label,
        _("no baseline") if one.baseline is None else _value(one, one.baseline),
        _value(one, one.target),
        day(one.due),
        one.owner.name,
    )


def _value(one: Goal, value: Decimal) -> str:
    decimals = 0 if value == value.to_integral_value() else 1
    unit = "\u00a0%" if GoalMeasure(one.measure).is_share else ""
    return number(value, decimals) + unit
