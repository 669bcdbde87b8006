# SPDX-License-Identifier: EUPL-1.2
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class EntityKind(TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    COMPANY = "company", _("Company")
    FEDERATION = "federation", _("Federation")
    FOUNDATION = "foundation", _("Foundation")


class Chart(TextChoices):
    """Charts of accounts; the same number means different things in each."""

    KOMMUN_BAS = "kommun-bas", "Kommun-Bas"
    BAS = "bas", "BAS"


class AuthorityKind(TextChoices):
    COMMITTEE = "committee", _("Committee")
    JOINT_COMMITTEE = "joint_committee", _("Joint committee")
    COMPANY_BOARD = "company_board", _("Company board")
    FEDERATION_BOARD = "federation_board", _("Federation board")


class UnitKind(TextChoices):
    GROUP = "group", _("Municipal group")
    ADMINISTRATION = "administration", _("Administration")
    COMPANY = "company", _("Company")
    DEPARTMENT = "department", _("Department")
    UNIT = "unit", pgettext_lazy("organisation", "Unit")
    SUPPORT = "support", _("Support department")
    CENTRE = "centre", _("Service centre")


class Register(TextChoices):
    """Registers that name units in their own way; they never agree."""

    HR = "hr", _("HR system")
    LEDGER = "ledger", _("Ledger (cost centre)")
    TICKETS = "tickets", _("Ticket system (unit)")
    METERS = "meters", _("Meters and volumes")


class RoleKind(TextChoices):
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    CONTROLLER = "controller", _("Controller")
    UNIT_MANAGER = "unit_manager", _("Unit manager")
    AGENT = "agent", pgettext_lazy("role", "Case officer")
    TEAM_LEADER = "team_leader", _("Team leader")
    CENTRE_MANAGER = "centre_manager", _("Centre manager")
    STEERING = "steering", _("Steering group")
    COMPANY_CEO = "company_ceo", _("Company CEO")
    UNION_REP = "union_rep", _("Union representative")
    ADMINISTRATOR = "administrator", _("Administrator")
