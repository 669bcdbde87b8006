# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.enums import RoleKind
from gemensam.group.rules import Standing, sees_figures_of_group, sees_ledger


def sees_result(standing: Standing) -> bool:
    """The group's result, or what one's own unit or company used."""
    return sees_figures_of_group(standing) or sees_own_use(standing)


def sees_own_use(standing: Standing) -> bool:
    """Has a unit or a company that uses what the centre delivers."""
    return bool(standing.manages or standing.entities)


def may_compute(standing: Standing) -> bool:
    """Asks for the baseline to be computed."""
    return standing.has(RoleKind.CONTROLLER)


def sees_month(standing: Standing) -> bool:
    """The month's routine: those whose work the ledgers are."""
    return sees_ledger(standing)


def sees_packs(standing: Standing) -> bool:
    """What was told of a month: to those who answer for a unit, or follow the group."""
    return sees_result(standing)


def sees_steering_pack(standing: Standing) -> bool:
    """The page of the steering group holds the outcome against what was promised."""
    return standing.has(
        RoleKind.CONTROLLER,
        RoleKind.CENTRE_MANAGER,
        RoleKind.PROGRAMME_MANAGER,
        RoleKind.STEERING,
    )


def sends_packs(standing: Standing) -> bool:
    """Sees who was told, and has those told who were not."""
    return standing.has(RoleKind.CONTROLLER)


def sees_budget_moved(standing: Standing) -> bool:
    """What nämnder decided is public; the page is for those who follow the group."""
    return sees_figures_of_group(standing)


def moves_budget(standing: Standing) -> bool:
    """Registers decisions, and confirms that they are booked."""
    return standing.has(RoleKind.CONTROLLER)


def judges_savings(standing: Standing) -> bool:
    """Says whether a suspicion is so or has an explanation."""
    return standing.has(RoleKind.CONTROLLER)


def comments_on_centre(standing: Standing) -> bool:
    """Says why the centre's cost differs from its budget: its owner, or a controller."""
    return standing.has(RoleKind.CENTRE_MANAGER, RoleKind.CONTROLLER)


def comments_on_programme(standing: Standing) -> bool:
    """Likewise of the programme's own costs."""
    return standing.has(RoleKind.PROGRAMME_MANAGER, RoleKind.CONTROLLER)
