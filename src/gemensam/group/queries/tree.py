# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from datetime import date

from gemensam.group.enums import Register, UnitKind
from gemensam.group.models import Tree, Unit, UnitAlias

TOP = (UnitKind.ADMINISTRATION, UnitKind.COMPANY, UnitKind.CENTRE)


def administrations(tree: Tree) -> Mapping[int, int]:
    """Each unit of the tree and the administration, company or centre it hangs under."""
    tops = set(Unit.objects.filter(kind__in=TOP).values_list("pk", flat=True))
    above = {
        unit: [node for node in tree.path(unit) if node in tops]
        for unit in tree.parents
    }
    return {unit: nodes[-1] for unit, nodes in above.items() if nodes}


def aliases(register: Register, day: date) -> Mapping[tuple[int | None, str], int]:
    """What a register called the units on `day`: (legal entity, code) → unit."""
    rows = UnitAlias.objects.filter(register=register, valid_from__lte=day).exclude(
        valid_to__lte=day
    )
    return {
        (entity, code): unit
        for entity, code, unit in rows.values_list("legal_entity_id", "code", "unit_id")
    }


def names() -> Mapping[int, str]:
    return dict(Unit.objects.values_list("pk", "name"))
