# SPDX-License-Identifier: EUPL-1.2
"""Units made where a file speaks of one that no register has; cost centres tied to
units."""

import re
from datetime import date, datetime

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.group.enums import Register, UnitKind
from gemensam.group.models import LegalEntity, Placement, Unit, UnitAlias
from gemensam.group.naming import sort_key

LONGEST_CODE = 40


class NoGroup(ExpectedFailure):
    """There is nothing a unit could hang under."""

    def __init__(self) -> None:
        super().__init__(
            mark("There is no organisation yet. Run ./gemensam start first.")
        )


def found_unit(
    name: str,
    *,
    by: By,
    at: datetime,
    kind: UnitKind = UnitKind.UNIT,
    parent: Unit | None = None,
) -> Unit:
    """The unit of that code or name, made under `parent` (else the group itself) if there
    is none. Raises `NoGroup`."""
    with transaction.atomic():
        chain.lock_aggregate("group.units")
        if known := unit_called(name):
            return known
        above = parent or _root()
        made = Unit.objects.create(
            code=_free_code(name),
            name=name[:200],
            name_key=sort_key(name[:200]),
            kind=kind,
            legal_entity_id=above.legal_entity_id,
            authority_id=above.authority_id,
            valid_from=above.valid_from,
        )
        Placement.objects.create(
            unit=made,
            parent=above,
            authority_id=above.authority_id,
            valid_from=above.valid_from,
            recorded_at=at,
        )
        audit.record(made, "unit.made", by=by, at=at, facts={"name": made.name})
    return made


def unit_called(text: str) -> Unit | None:
    """The one unit with this code, or else this name, however it is capitalised."""
    plain = text.strip()
    found = list(Unit.objects.filter(code__iexact=plain)[:2])
    found = found or list(Unit.objects.filter(name__iexact=plain)[:2])
    return found[0] if len(found) == 1 else None


def _root() -> Unit:
    placed = Placement.objects.filter(parent=None, valid_to=None).select_related("unit")
    root = placed.order_by("unit_id").first()
    if root is None:
        raise NoGroup
    return root.unit


def _free_code(name: str) -> str:
    """A code that says the name and that no unit has."""
    plain = re.sub(r"[^0-9A-ZÅÄÖ]+", "-", name.upper()).strip("-") or "ENHET"
    code, number = plain[:LONGEST_CODE], 1
    while Unit.objects.filter(code=code).exists():
        number += 1
        code = f"{plain[: LONGEST_CODE - 5]}-{number}"
    return code


class AlreadyTied(ExpectedFailure):
    """The code is a unit's on some of those days already."""

    def __init__(self, code: str, unit: Unit) -> None:
        super().__init__(
            mark(
                "Cost centre {code} is tied to {unit} on some of those days. Change the "
                "bridge between registers, or choose another day."
            ),
            code=code,
            unit=unit.name,
        )


def tie_cost_centre(
    entity: LegalEntity,
    code: str,
    unit: Unit,
    *,
    valid_from: date,
    by: By,
    at: datetime,
) -> UnitAlias:
    """A cost centre of a ledger is `unit`'s from a day on, until the day it already is
    somebody's. Raises `AlreadyTied`."""
    with transaction.atomic():
        chain.lock_aggregate(f"group.bridge:{entity.pk}:{code}")
        spells = UnitAlias.objects.filter(
            register=Register.LEDGER, legal_entity=entity, code=code
        ).select_related("unit")
        later = None
        for spell in spells.order_by("valid_from"):
            if spell.valid_to is not None and spell.valid_to <= valid_from:
                continue
            if spell.valid_from <= valid_from:
                raise AlreadyTied(code, spell.unit)
            later = spell.valid_from
            break
        alias = UnitAlias.objects.create(
            register=Register.LEDGER,
            legal_entity=entity,
            code=code,
            unit=unit,
            valid_from=valid_from,
            valid_to=later,
        )
        audit.record(
            "group",
            "bridge.tied",
            by=by,
            at=at,
            facts={
                "entity": entity.pk,
                "code": code,
                "unit": unit.code,
                "from": valid_from,
            },
        )
    return alias
