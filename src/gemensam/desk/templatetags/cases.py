# SPDX-License-Identifier: EUPL-1.2
"""How a case shows itself in lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from gemensam.calc.clock import Step, StepKind, Target, Unit
from gemensam.catalogue.models import Area
from gemensam.core import clock
from gemensam.desk.enums import OPEN, CaseStatus, EventKind
from gemensam.desk.models import Case, CaseEvent
from gemensam.ui.templatetags.figures import number, percent, when, working_time
from gemensam.ui.templatetags.parts import icon

register = template.Library()


@register.simple_tag
def case_status(case: Case) -> SafeString:
    """The status as a badge with icon, colour and word."""
    status = CaseStatus(case.status)
    return format_html(
        '<span class="badge tone-{}">{}{}</span>',
        status.colour,
        icon(status.icon),
        status.label,
    )


@register.simple_tag
def case_due(case: Case) -> SafeString | str:
    """When it is promised; late is said in words, not by colour alone."""
    if case.due_at is None:
        return "–"
    told = when(case.due_at)
    if is_late(case):
        return format_html(
            '<span class="tone-text-red nowrap"><strong>{}</strong></span> '
            '<span class="badge tone-red">{}</span>',
            told,
            _("late"),
        )
    return format_html('<span class="nowrap">{}</span>', told)


@register.filter
def is_late(case: Case) -> bool:
    """Open, past its promise, and not waiting for the customer."""
    return (
        case.status in OPEN
        and case.status != CaseStatus.WAITING
        and case.due_at is not None
        and case.due_at < clock.now()
    )


@register.simple_tag
def area_name(code: str) -> str:
    area = Area.objects.filter(code=code).first()
    return str(area) if area else code


STEP_WORDS = {
    StepKind.COUNTED: gettext_lazy("counted"),
    StepKind.LATE: gettext_lazy("past the promise"),
    StepKind.REMAINING: gettext_lazy("still to come"),
    StepKind.PAUSED: gettext_lazy("waiting for the customer, not counted"),
    StepKind.STOPPED: gettext_lazy("done, not counted"),
    StepKind.CLOSED: gettext_lazy("not open"),
}
ICONS = {
    EventKind.OPENED: "plus",
    EventKind.ROUTED: "split",
    EventKind.TAKEN: "user-check",
    EventKind.WAITING: "hourglass",
    EventKind.ANSWERED: "message-circle",
    EventKind.CONTINUED: "play",
    EventKind.MESSAGE: "message-square",
    EventKind.NOTE: "sticky-note",
    EventKind.RESOLVED: "check",
    EventKind.REOPENED: "rotate-ccw",
    EventKind.RATED: "star",
    EventKind.ACTIVITY: "dot",
}
STEPS_SHOWN = 12


@register.filter
def span(value: timedelta) -> str:
    """Working time: 3 h 20 min."""
    return working_time(value.total_seconds() / 60)


@register.simple_tag
def allowed_time(told: Mapping[str, Any]) -> str:
    """What was promised, in the unit it was promised in."""
    target: Target = told["target"]
    return _in_unit(target, float(target.amount))


@register.simple_tag
def used_time(told: Mapping[str, Any]) -> str:
    """What of that has gone."""
    target, standing = told["target"], told["standing"]
    share = standing.used / standing.allowance if standing.allowance else 0.0
    return _in_unit(target, share * float(target.amount))


def _in_unit(target: Target, amount: float) -> str:
    if target.unit is not Unit.WORKING_DAYS:
        return working_time(amount)
    days = round(amount, 1)
    text = ngettext("{days} working day", "{days} working days", 1 if days == 1 else 2)
    return text.format(days=number(days, 0 if days == int(days) else 1))


@register.filter
def step_words(step: Step) -> str:
    """What a stretch of time was to the clock."""
    words = str(STEP_WORDS[step.kind])
    return f"{words}: {step.day}" if step.day else words


@register.filter
def last_steps(steps: Sequence[Step]) -> Sequence[Step]:
    """The newest stretches; a case open for a year has hundreds."""
    return steps[-STEPS_SHOWN:]


@register.filter
def earlier_steps(steps: Sequence[Step]) -> Sequence[Step]:
    """The stretches before those that `last_steps` shows."""
    return steps[:-STEPS_SHOWN]


@register.filter
def counted_in(steps: Sequence[Step]) -> timedelta:
    """The time in them that counts against the promise."""
    kinds = (StepKind.COUNTED, StepKind.LATE)
    return sum((one.time for one in steps if one.kind in kinds), timedelta())


@register.simple_tag
def event_icon(event: CaseEvent) -> SafeString:
    return icon(ICONS[EventKind(event.kind)])


@register.simple_tag
def event_title(event: CaseEvent) -> str:
    """What happened; another system's own word where we only know that."""
    if event.kind == EventKind.ACTIVITY:
        return str((event.payload or {}).get("activity") or event.get_kind_display())
    if event.kind == EventKind.RATED:
        points = (event.payload or {}).get("points")
        return _("Rated {points} of 5").format(points=points)
    return event.get_kind_display()


@register.simple_tag
def share_of(part: int, whole: int) -> str:
    """A share as a percentage; nothing where there is nothing to share."""
    return percent(part / whole if whole else None)


@register.simple_tag
def key_query(key: str) -> str:
    """The part of a page as it stands in an address."""
    return urlencode({"part": key})


@register.filter
def day_of(value: datetime | None) -> str:
    """The day of an instant, where the municipality lies."""
    return "–" if value is None else f"{clock.local(value):%Y-%m-%d}"
