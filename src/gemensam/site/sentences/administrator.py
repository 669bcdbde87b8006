# SPDX-License-Identifier: EUPL-1.2
"""To the administrator: who can sign in, the units, and the newest file."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gemensam.core.models import Import
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, Unit
from gemensam.site.saying import Link, Sentences
from gemensam.site.sentences.known import Known
from gemensam.ui.templatetags.figures import number


def administrator(person: Person, known: Known) -> Sentences:
    del person
    told = Sentences(str(RoleKind.ADMINISTRATOR.label))
    people = Person.objects.filter(active=True, account__isnull=False).count()
    units = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=known.today)).count()
    told.say(
        _("People who can sign in: {people}. Units in the tree: {units}."),
        people=number(people),
        units=Link(number(units), reverse("site:organisation")),
    )
    newest_import = Import.objects.order_by("-received_at").first()
    if newest_import:
        told.say(
            _("The newest file is {file}, {state}."),
            file=Link(
                newest_import.original_name,
                reverse("site:import", args=[newest_import.pk]),
            ),
            state=newest_import.get_state_display().lower(),
        )
    return told
