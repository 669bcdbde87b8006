# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.enums import RoleKind
from gemensam.group.rules import Standing


def runs_surveys(standing: Standing) -> bool:
    """Asks people, hands out links, sees how many answered; never what anyone did."""
    return standing.has(RoleKind.CONTROLLER)
