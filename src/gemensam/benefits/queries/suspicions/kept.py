# SPDX-License-Identifier: EUPL-1.2
"""What was found is kept for whoever looks next, in whichever process, as long as nothing
of what it was found in has changed: to look for it takes seconds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

import gemensam
from gemensam.benefits.enums import Rule
from gemensam.benefits.models import FoundSuspicions
from gemensam.benefits.queries.suspicions.found import Row, Suspicion
from gemensam.core import clock
from gemensam.formats.issues import Marked, value_kept, value_restored

Found = tuple[Suspicion, ...]


@cache
def program() -> str:
    """SHA-256 of the source of the whole program: another one may find something else."""
    told = sha256()
    assert gemensam.__file__ is not None
    root = Path(gemensam.__file__).parent
    for path in sorted(root.rglob("*.py")):
        told.update(path.relative_to(root).as_posix().encode() + b"\0")
        told.update(path.read_bytes())
    return told.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was `found`, `at` what time; `is_current` until anything changes."""

    found: Found
    at: datetime
    is_current: bool


def last_looked(evidence: str, program: str) -> Looked | None:
    """What this program found last, in this evidence or before it changed."""
    row = FoundSuspicions.objects.filter(program=program).order_by("pk").last()
    if row is None:
        return None
    return Looked(
        found=tuple(from_json(one) for one in row.found),
        at=row.made_at,
        is_current=row.evidence == evidence,
    )


def keep(evidence: str, program: str, found: Found) -> Looked:
    """In place of what was found in anything else."""
    made = FoundSuspicions(
        evidence=evidence,
        program=program,
        found=[as_json(one) for one in found],
        made_at=clock.now(),
    )
    with transaction.atomic():
        FoundSuspicions.objects.exclude(evidence=evidence).delete()
        FoundSuspicions.objects.bulk_create([made], ignore_conflicts=True)
    return Looked(found=found, at=made.made_at, is_current=True)


def as_json(one: Suspicion) -> dict[str, Any]:
    return {
        "rule": one.rule.value,
        "about": [part if isinstance(part, int) else str(part) for part in one.about],
        "authority": one.authority,
        "name": one.name,
        "says": str(one.says),
        "values": _values(one.values, value_kept),
        "ore": {month.isoformat(): ore for month, ore in one.ore.items()},
        "rows": [_row(row) for row in one.rows],
        "persons": one.persons,
        "service": one.service,
    }


def from_json(told: Mapping[str, Any]) -> Suspicion:
    return Suspicion(
        rule=Rule(told["rule"]),
        about=told["about"],
        authority=told["authority"],
        name=told["name"],
        says=Marked(told["says"]),
        values=_values(told["values"], value_restored),
        ore={date.fromisoformat(month): ore for month, ore in told["ore"].items()},
        rows=[_row_from(row) for row in told["rows"]],
        persons=told["persons"],
        service=told["service"],
    )


def _row(row: Row) -> dict[str, Any]:
    return {
        "text": str(row.text),
        "values": _values(row.values, value_kept),
        "was": row.was,
        "now": row.now,
        "ore": row.ore,
        "page": row.page,
        "given": list(row.given),
        "query": dict(row.query),
        "is_ledger": row.is_ledger,
    }


def _row_from(told: Mapping[str, Any]) -> Row:
    return Row(
        **{
            **told,
            "text": Marked(told["text"]),
            "values": _values(told["values"], value_restored),
            "given": tuple(told["given"]),
        }
    )


def _values(
    values: Mapping[str, Any], each: Callable[[object], object]
) -> dict[str, object]:
    return {name: each(value) for name, value in values.items()}
