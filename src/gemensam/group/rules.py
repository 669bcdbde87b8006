# SPDX-License-Identifier: EUPL-1.2
"""Who a person is on a day, and what follows from it, as small questions."""

from dataclasses import dataclass
from datetime import date

from gemensam.group.enums import RoleKind

GROUP_FIGURES = frozenset(
    {
        RoleKind.CONTROLLER,
        RoleKind.PROGRAMME_MANAGER,
        RoleKind.CENTRE_MANAGER,
        RoleKind.STEERING,
        RoleKind.UNION_REP,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's roles on `day`, with what lies within them (ids)."""

    day: date
    person: int
    home: int
    roles: frozenset[RoleKind]
    manages: frozenset[int]  # units, with all below them
    teams: frozenset[int]
    leads: frozenset[int]  # teams
    areas: frozenset[str]  # areas of those teams
    entities: frozenset[int]  # legal entities led as CEO

    def has(self, *roles: RoleKind) -> bool:
        return not self.roles.isdisjoint(roles)


def sees_figures_of_group(standing: Standing) -> bool:
    return not standing.roles.isdisjoint(GROUP_FIGURES)


def sees_ledger(standing: Standing) -> bool:
    """Vouchers with their texts: those whose work it is."""
    return standing.has(RoleKind.CONTROLLER, RoleKind.CENTRE_MANAGER)


def sees_presence(standing: Standing) -> bool:
    """How many of a team were there: those who plan its work."""
    return standing.has(
        RoleKind.CENTRE_MANAGER, RoleKind.TEAM_LEADER, RoleKind.CONTROLLER
    )


def may_import(standing: Standing) -> bool:
    return standing.has(RoleKind.CONTROLLER, RoleKind.ADMINISTRATOR)


def may_administer(standing: Standing) -> bool:
    return standing.has(RoleKind.ADMINISTRATOR)


def works_in_centre(standing: Standing) -> bool:
    return standing.has(RoleKind.AGENT, RoleKind.TEAM_LEADER) and bool(standing.teams)
