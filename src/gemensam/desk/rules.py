# SPDX-License-Identifier: EUPL-1.2
"""Who may do what with a case they see."""

from gemensam.group.enums import RoleKind
from gemensam.group.rules import Standing, may_import


def handles(standing: Standing, *, team: int | None) -> bool:
    """Works in the team that has the case."""
    return team is not None and team in standing.teams


def is_party(
    standing: Standing, *, requester: int | None, unit: int | None, is_open: bool
) -> bool:
    """Ordered it, or answers for the unit it is about (of open services)."""
    return requester == standing.person or (is_open and unit in standing.manages)


def sees_late(standing: Standing) -> bool:
    return standing.has(RoleKind.CENTRE_MANAGER, RoleKind.TEAM_LEADER)


def sees_logs(standing: Standing) -> bool:
    return standing.has(
        RoleKind.CONTROLLER, RoleKind.ADMINISTRATOR, RoleKind.CENTRE_MANAGER
    )


def may_tie_branches(standing: Standing) -> bool:
    """Those who take in files say what their words mean."""
    return may_import(standing)
