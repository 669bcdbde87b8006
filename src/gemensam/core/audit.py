# SPDX-License-Identifier: EUPL-1.2
"""The trail: what was changed, from what to what, by whom, in the same transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

from gemensam.core import chain
from gemensam.core.by import By
from gemensam.core.models import AuditEvent


class OutsideTransaction(RuntimeError):
    """A trail row must stand or fall with the change it tells of."""


def record(
    subject: models.Model | str,
    action: str,
    *,
    by: By,
    at: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the trail of `subject`.

    `changes` maps a field to its old and new value; `facts` are values of the event
    itself. Raises `OutsideTransaction` when no transaction is open.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{action}: a trail row needs an open transaction")
    aggregate = name_of(subject)
    chain.lock_aggregate(aggregate)
    event = AuditEvent(
        aggregate=aggregate,
        action=action,
        at=at,
        actor_id=by.account,
        acting_for_id=by.acting_for,
        origin=by.origin,
        request=by.request,
        payload=_payload(changes or {}, facts or {}),
    )
    last = AuditEvent.objects.filter(aggregate=aggregate).order_by("-seq").first()
    chain.append(event, previous=last)
    return event


def name_of(subject: models.Model | str) -> str:
    if isinstance(subject, str):
        return subject
    return f"{subject._meta.label_lower}:{subject.pk}"  # noqa: SLF001


def _payload(
    changes: Mapping[str, tuple[Any, Any]], facts: Mapping[str, Any]
) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    if changes:
        payload["changes"] = {
            field: {"old": typed(old), "new": typed(new)}
            for field, (old, new) in changes.items()
        }
    if facts:
        payload["facts"] = {name: typed(value) for name, value in facts.items()}
    return payload


def typed(value: Any) -> Any:
    """A value that can be read back as what it was: dates and decimals keep their type."""
    match value:
        case models.TextChoices():
            return str(value)
        case None | bool() | int() | str():
            return value
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case models.Model():
            return {"ref": name_of(value), "text": str(value)}
        case list() | tuple():
            return [typed(part) for part in value]
        case Mapping():
            return {str(key): typed(part) for key, part in value.items()}
        case _:
            raise chain.UnsealableValue(f"{type(value).__name__} has no typed form")
