# SPDX-License-Identifier: EUPL-1.2
from django import template

from gemensam.core.signin import demo_sign_in_is_open
from gemensam.site.demo_people import DemoPerson, demo_choices

register = template.Library()


@register.simple_tag
def demo_sign_ins() -> list[DemoPerson]:
    """The people to choose among on the sign-in page; nobody outside a demo."""
    return demo_choices() if demo_sign_in_is_open() else []
