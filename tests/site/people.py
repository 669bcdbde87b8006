# SPDX-License-Identifier: EUPL-1.2
from gemensam.group.enums import RoleKind
from gemensam.group.models import Person, RoleAssignment


def someone(role: str, place: int = 0) -> Person:
    """A person of Lindby: of a role, or `customer` who has none."""
    if role == "customer":
        without = Person.objects.filter(
            account__isnull=False, roles=None, home__isnull=False
        )
        return without.order_by("pk")[place]
    assignments = RoleAssignment.objects.filter(
        role=RoleKind[role], valid_to=None, person__account__isnull=False
    ).order_by("pk")
    return assignments[place].person
