# SPDX-License-Identifier: EUPL-1.2
"""Who is told what."""

from collections.abc import Callable, Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gemensam.group.enums import RoleKind
from gemensam.group.models import Person
from gemensam.site.saying import Sentences
from gemensam.site.sentences.administrator import administrator
from gemensam.site.sentences.centre import agent, centre_manager, team_leader
from gemensam.site.sentences.controller import controller
from gemensam.site.sentences.customers import company_ceo, customer, unit_manager
from gemensam.site.sentences.known import Known
from gemensam.site.sentences.programme import programme_manager, union_rep
from gemensam.site.sentences.steering import result, steering

Speaker = Callable[[Person, Known], Sentences]
SPEAKERS: dict[RoleKind, Speaker] = {
    RoleKind.STEERING: steering,
    RoleKind.CENTRE_MANAGER: centre_manager,
    RoleKind.PROGRAMME_MANAGER: programme_manager,
    RoleKind.CONTROLLER: controller,
    RoleKind.TEAM_LEADER: team_leader,
    RoleKind.AGENT: agent,
    RoleKind.UNIT_MANAGER: unit_manager,
    RoleKind.COMPANY_CEO: company_ceo,
    RoleKind.UNION_REP: union_rep,
    RoleKind.ADMINISTRATOR: administrator,
}


def sentences_for(person: Person, known: Known | None = None) -> list[Sentences]:
    """One paragraph per role the person has; a customer when none. `known`: what the page
    has asked already."""
    known, roles = known or Known(), person.standing.roles
    told = [speak(person, known) for role, speak in SPEAKERS.items() if role in roles]
    return told or [customer(person, known)]


def group_sentences() -> Iterator[str]:
    """The group's sentences as plain text, for the command line."""
    for said in result(_("The group"), Known()).said:
        yield strip_tags(said).replace("&nbsp;", " ")
