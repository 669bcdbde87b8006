# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.enums import RoleKind
from gemensam.group.rules import Standing


def sees_case(standing: Standing) -> bool:
    """The savings case, vision and goals: those who lead, and those who decide."""
    return standing.has(
        RoleKind.PROGRAMME_MANAGER,
        RoleKind.CONTROLLER,
        RoleKind.STEERING,
        RoleKind.CENTRE_MANAGER,
    )


def writes_case(standing: Standing) -> bool:
    return standing.has(RoleKind.PROGRAMME_MANAGER, RoleKind.CONTROLLER)


def writes_goals(standing: Standing) -> bool:
    """In the steering group's words: written by it or by those who write for it."""
    return writes_case(standing) or standing.has(RoleKind.STEERING)
