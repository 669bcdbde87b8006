# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.enums import RoleKind
from gemensam.group.rules import Standing, sees_figures_of_group, sees_ledger


def sees_cost(standing: Standing) -> bool:
    """The cost of the whole group; who answers for a part of it has `leads_a_part`."""
    return sees_figures_of_group(standing) or sees_ledger(standing)


def leads_a_part(standing: Standing) -> bool:
    """May lead an administration or company; which one is asked of the tree."""
    return bool(standing.manages or standing.entities)


def sees_vouchers(standing: Standing) -> bool:
    return sees_ledger(standing) or bool(standing.entities)


def keeps_standards(standing: Standing) -> bool:
    """Changes what is assumed of titles, and asks people what they do."""
    return standing.has(RoleKind.CONTROLLER)


def sees_rough(standing: Standing) -> bool:
    """The rough baseline is about the whole group."""
    return sees_figures_of_group(standing) or sees_ledger(standing)


def may_map(standing: Standing) -> bool:
    """Who decides what the ledgers' kronor are."""
    return standing.has(RoleKind.CONTROLLER)


def manages_people(standing: Standing) -> bool:
    """Has employees of her own whose rows she may see and correct."""
    return bool(standing.manages)


def sees_frozen(standing: Standing) -> bool:
    """What was signed, and what was adjusted since: everyone who follows the group."""
    return sees_figures_of_group(standing)


def may_freeze(standing: Standing) -> bool:
    """Who computes, freezes and adjusts a baseline."""
    return standing.has(RoleKind.CONTROLLER)
