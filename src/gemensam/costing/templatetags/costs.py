# SPDX-License-Identifier: EUPL-1.2
from django import template

from gemensam.costing.enums import Category

register = template.Library()


@register.simple_tag
def categories() -> list[str]:
    """Where a ledger's kronor can end up, in order."""
    return [str(category.label) for category in Category]


@register.filter
def listed(pattern: str, most: int = 12) -> str:
    """A pattern as one reads it: a blank after each comma, the end left out if long."""
    codes = pattern.split(",")
    more = len(codes) - most
    told = ", ".join(codes[:most])
    return f"{told} … (+{more})" if more > 0 else told
