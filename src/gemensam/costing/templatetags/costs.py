# SPDX-License-Identifier: EUPL-1.2
from django import template

from gemensam.costing.enums import Category

register = template.Library()


@register.simple_tag
def categories() -> list[str]:
    """Where a ledger's kronor can end up, in order."""
    return [str(category.label) for category in Category]
