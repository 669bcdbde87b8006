# SPDX-License-Identifier: EUPL-1.2
"""Whom a visitor of the demo can be: one person a role, and two kinds of agents."""

from dataclasses import dataclass

from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, RoleAssignment

ORDER = (
    RoleKind.STEERING,
    RoleKind.CENTRE_MANAGER,
    RoleKind.CONTROLLER,
    RoleKind.PROGRAMME_MANAGER,
    RoleKind.TEAM_LEADER,
    RoleKind.AGENT,
    RoleKind.UNIT_MANAGER,
    RoleKind.COMPANY_CEO,
    RoleKind.UNION_REP,
    RoleKind.ADMINISTRATOR,
)
ICONS = {
    RoleKind.STEERING: "landmark",
    RoleKind.CENTRE_MANAGER: "building-2",
    RoleKind.CONTROLLER: "calculator",
    RoleKind.PROGRAMME_MANAGER: "route",
    RoleKind.TEAM_LEADER: "clipboard-list",
    RoleKind.AGENT: "headset",
    RoleKind.UNIT_MANAGER: "school",
    RoleKind.COMPANY_CEO: "factory",
    RoleKind.UNION_REP: "handshake",
    RoleKind.ADMINISTRATOR: "settings",
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    role: RoleKind
    person: Person
    area: str

    @property
    def icon(self) -> str:
        return ICONS[self.role]


def demo_choices() -> list[DemoPerson]:
    """The first person of each role, agents and team leaders one an area."""
    chosen: dict[tuple[RoleKind, str], DemoPerson] = {}
    assignments = (
        RoleAssignment.objects.filter(valid_to=None, person__account__isnull=False)
        .select_related("person__home", "team", "person__account")
        .order_by("pk")
    )
    for one in assignments:
        role = RoleKind(one.role)
        area = one.team.area if one.team and role is RoleKind.AGENT else ""
        if area == "finance":
            continue
        chosen.setdefault((role, area), DemoPerson(role, one.person, area))
    return sorted(chosen.values(), key=lambda one: (ORDER.index(one.role), one.area))


def demo_people() -> list[Person]:
    return [one.person for one in demo_choices()]
