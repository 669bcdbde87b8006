# SPDX-License-Identifier: EUPL-1.2
"""The way from the start page to what one is told of the last closed month."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.enums import PackKind
from gemensam.benefits.queries.packs.kept import own_pack
from gemensam.group.models import Person
from gemensam.site.saying import Link, Sentences
from gemensam.ui.templatetags.figures import month as month_name


def say_pack(told: Sentences, person: Person, month: date) -> None:
    """The way to the half page of what one answers for."""
    pack, count = own_pack(person, month)
    if count:
        address = (
            reverse("benefits:pack", args=[pack.pk])
            if pack
            else reverse("benefits:packs")
        )
        text = (
            _("Your half page for {month}")
            if pack is None or pack.kind == PackKind.UNIT
            else _("Your page for {month}")
        )
        told.say("{link}.", link=Link(text.format(month=month_name(month)), address))
