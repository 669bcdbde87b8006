# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.models.bridge import UnitAlias
from gemensam.group.models.entity import Authority, LegalEntity
from gemensam.group.models.people import Person, RoleAssignment, Team, TeamMember
from gemensam.group.models.presence import Presence
from gemensam.group.models.tree import Tree, hung, tree_at
from gemensam.group.models.unit import Placement, Unit, UnitSuccession

__all__ = [
    "Authority",
    "LegalEntity",
    "Person",
    "Placement",
    "Presence",
    "RoleAssignment",
    "Team",
    "TeamMember",
    "Tree",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
    "hung",
    "tree_at",
]
