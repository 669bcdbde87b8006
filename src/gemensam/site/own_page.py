# SPDX-License-Identifier: EUPL-1.2
"""The way from the start page to what one is told of the last closed month."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.benefits.enums import PackKind
from gemensam.benefits.models import Pack
from gemensam.benefits.queries.packs.kept import first_advice, own_pack
from gemensam.group.models import Person
from gemensam.site.saying import Link, Sentences
from gemensam.ui.templatetags.figures import month as month_name


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Of a month: the `pack` that one comes for, or none where there are several."""

    month: date
    pack: Pack | None

    @property
    def url(self) -> str:
        if self.pack is None:
            return reverse("benefits:packs")
        return reverse("benefits:pack", args=[self.pack.pk])


def own_page(person: Person, month: date) -> OwnPage | None:
    pack, count = own_pack(person, month)
    return OwnPage(month, pack) if count else None


def say_pack(told: Sentences, page: OwnPage) -> None:
    """The half page of what one answers for, and the first thing it advises."""
    text = (
        _("Your half page for {month}")
        if page.pack is None or page.pack.kind == PackKind.UNIT
        else _("Your page for {month}")
    )
    link = Link(text.format(month=month_name(page.month)), page.url)
    advice = first_advice(page.pack) if page.pack else None
    if advice is None:
        told.say("{link}.", link=link)
    else:
        told.say(_("{link} tells how to lower it: {advice}"), link=link, advice=advice)
