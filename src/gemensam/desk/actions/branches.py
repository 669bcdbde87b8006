# SPDX-License-Identifier: EUPL-1.2
"""Tying a ticket system's branches to units; remembered for every file to come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import Case
from gemensam.desk.queries.branches import tied_branches, units_by_name
from gemensam.group.enums import Register
from gemensam.group.models import Unit, UnitAlias

# A branch is its unit on every day. Aliases are never rewritten: one that was wrong ends
# after its first day, and the right one begins there.
ALWAYS = date(1990, 1, 1)


def tie_branch(text: str, unit: Unit, *, by: By, at: datetime) -> int:
    """`text` is `unit`, in the cases at hand and in those to come; answers how many cases
    moved. Tied so already: nothing happens."""
    with transaction.atomic():
        chain.lock_aggregate("group.aliases.tickets")
        open_ones = UnitAlias.objects.filter(
            register=Register.TICKETS, code=text, valid_to=None
        )
        current = open_ones.order_by("-valid_from").first()
        if current is not None and current.unit_id == unit.pk:
            return 0
        begins = ALWAYS
        if current is not None:
            begins = current.valid_from + timedelta(days=1)
            open_ones.update(valid_to=begins)
        alias = UnitAlias.objects.create(
            register=Register.TICKETS, code=text, unit=unit, valid_from=begins
        )
        moved = Case.objects.filter(system=CaseSystem.FOREIGN, branch=text).update(
            unit=unit
        )
        audit.record(
            alias,
            "branch.tied",
            by=by,
            at=at,
            facts={"branch": text, "unit": unit.code, "cases": moved},
        )
    return moved


def tie_by_name(texts: Iterable[str], *, by: By, at: datetime) -> int:
    """Tie those whose text is the code or the name of exactly one unit; answers how many
    were. What only resembles a name is left to a person."""
    tied, names = tied_branches(), units_by_name()
    found = {
        text: unit
        for text in texts
        if text not in tied and (unit := names.exactly(text)) is not None
    }
    units = Unit.objects.in_bulk(set(found.values()))
    for text, unit in found.items():
        tie_branch(text, units[unit], by=by, at=at)
    return len(found)
