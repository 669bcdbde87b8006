# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import gettext as _

from gemensam.benefits.queries.months import closed_months
from gemensam.benefits.rules import sees_month
from gemensam.calc.money import round_half_up
from gemensam.ui.templatetags.figures import number, percent

register = template.Library()


@register.simple_tag
def before_on_time(before: Mapping[str, Mapping[str, Any]], area: str) -> str:
    """On time in the baseline – or plainly that nobody measured it."""
    held = before.get(area)
    return percent(held["on_time"]) if held else _("no baseline")


@register.inclusion_tag("benefits/open_again.html", takes_context=True)
def months_open_again(
    context: Mapping[str, Any], *, of_ledgers: bool = False
) -> Mapping[str, Any]:
    """Which months are not closed though later ones are; nothing where all are.
    `of_ledgers`: the page tells what the ledgers hold, computed or not."""
    known = closed_months()
    return {
        "months": known.open_again,
        "not_computed": known.not_computed,
        "spans": known.spans,
        "of_ledgers": of_ledgers,
        "opens": sees_month(context["request"].person.standing),
    }


@register.filter
def plain_kr(ore: int) -> str:
    """Öre as 1 235, in tables whose head says kronor."""
    return number(round_half_up(Fraction(ore, 100)))


@register.filter
def index(share: float) -> float:
    """What became cheaper by a share of one, with the year before as 100."""
    return 100 * (1 - share)
