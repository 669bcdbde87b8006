# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import template

from gemensam.calc.costing.mapping import parts
from gemensam.ui.templatetags.figures import number

register = template.Library()


@register.filter
def listed(pattern: str, most: int = 12) -> str:
    """A pattern as one reads it: a blank after each comma, the end left out if long."""
    codes = parts(pattern)
    more = len(codes) - most
    told = ", ".join(codes[:most])
    return f"{told} … (+{more})" if more > 0 else told


@register.filter
def of(values: Mapping[Any, Any], key: object) -> Any:
    """What a mapping holds for a key; nothing when it does not."""
    return values.get(key, ())


@register.filter
def as_share(value: Fraction) -> float:
    """An exact ratio as the filters of figures take it."""
    return float(value)


@register.filter
def hours(minutes: Fraction) -> str:
    """Minutes as whole hours."""
    return number(round(minutes / 60))


@register.filter
def month_before(month: date) -> date:
    """The last month of a half-open period."""
    return (month - timedelta(days=1)).replace(day=1)
