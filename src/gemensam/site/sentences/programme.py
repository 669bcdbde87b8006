# SPDX-License-Identifier: EUPL-1.2
"""To those who lead the move, and those who negotiate about it."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from gemensam.benefits.queries.moved import moved_units
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.outcomes.models import ProtectedCell
from gemensam.site.against import say_case
from gemensam.site.saying import Link, Sentences
from gemensam.site.sentences.known import Known
from gemensam.ui.templatetags.figures import month as month_name, number


def programme_manager(person: Person, known: Known) -> Sentences:
    del person
    told = Sentences(str(RoleKind.PROGRAMME_MANAGER.label))
    moved = moved_units(known.today)
    if not moved.receiving:
        told.say(_("No deliveries are registered yet."))
        return told
    if not moved.wholly and not moved.partly:
        say_case(told)
    told.say(
        _("{moved} of {all} units have moved in all areas; {partly} in part."),
        moved=Link(number(moved.wholly), reverse("benefits:moved")),
        all=number(moved.receiving),
        partly=number(moved.partly),
    )
    return told


def union_rep(person: Person, known: Known) -> Sentences:
    del person
    told = Sentences(str(RoleKind.UNION_REP.label))
    told.say(_("No figure is shown for a group of fewer than five persons."))
    last = known.closed_through
    if last:
        merged = ProtectedCell.objects.filter(month=last).count()
        told.say(
            ngettext(
                "In {month} {merged} figure is shown only merged with others.",
                "In {month} {merged} figures are shown only merged with others.",
                merged,
            ),
            month=month_name(last),
            merged=Link(number(merged), reverse("benefits:result")),
        )
    return told
