# SPDX-License-Identifier: EUPL-1.2
"""What is suspected of the saving and nobody has judged."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import ngettext

from gemensam.benefits.queries.suspicions.made import Judged, seen_by, weight
from gemensam.benefits.rules import judges_savings
from gemensam.group.models import Person
from gemensam.site.saying import Link, Sentences, kronor
from gemensam.site.sentences.known import Known
from gemensam.ui.templatetags.figures import number


def say_suspected(told: Sentences, person: Person, known: Known) -> None:
    """Of what the reader may see: how many, what they weigh, and the heaviest."""
    seen = seen_by(person.standing, known.suspected)
    if not seen:
        return
    first = seen[0].suspicion
    told.say(
        _template(seen, judges=judges_savings(person.standing)),
        count=number(len(seen)),
        kronor=Link(kronor(weight(seen)), reverse("benefits:suspicions")),
        what=Link(
            f"{first.suspect.label}, {first.name}",
            reverse("benefits:suspicion", args=[first.key]),
        ),
    )


def _template(seen: Sequence[Judged], *, judges: bool) -> str:
    if judges:
        return ngettext(
            "{count} suspicion of {kronor} waits for your judgement: {what}.",
            "{count} suspicions of {kronor} together wait for your judgement; the heaviest: {what}.",
            len(seen),
        )
    return ngettext(
        "{count} suspicion of {kronor} is not judged by a controller: {what}.",
        "{count} suspicions of {kronor} together are not judged by a controller; the heaviest: {what}.",
        len(seen),
    )
