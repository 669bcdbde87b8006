# SPDX-License-Identifier: EUPL-1.2
"""Sealing events into chains, and checking that nobody has touched them.

Digest: SHA-256 over salt and canonical payload. Hash: SHA-256 over the previous event's
hash, the canonical columns and the digest. A payload holds text, whole numbers, truth
values, lists and mappings only, so that it reads back from the database byte for byte.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext

from gemensam.core.models import ChainedEvent

START = bytes(32)


class UnsealableValue(TypeError):
    """A value that would not read back from the database as it was written."""


@dataclass(frozen=True, slots=True)
class Seal:
    salt: bytes
    digest: bytes
    hash: bytes


def seal(previous: bytes, columns: list[Any], payload: dict[str, Any]) -> Seal:
    """Seal one event after `previous` (its hash, or START)."""
    salt = os.urandom(16)
    digest = sha256(salt + canonical(payload)).digest()
    return Seal(salt, digest, chain_hash(previous, columns, digest))


def chain_hash(previous: bytes, columns: list[Any], digest: bytes) -> bytes:
    return sha256(previous + canonical(columns) + digest).digest()


def canonical(value: Any) -> bytes:
    """The one way to write a value down: keys in order, no blanks, instants in UTC."""
    return _encode(value).encode()


def _column(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise UnsealableValue(f"{type(value).__name__} has no canonical form")


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_column
).encode


def check_payload(value: Any) -> None:
    """Raise `UnsealableValue` for what JSON in PostgreSQL would change or refuse."""
    if isinstance(value, str):
        if "\0" in value:
            raise UnsealableValue("text with a NUL character cannot be stored")
    elif isinstance(value, dict):
        for key, part in value.items():
            check_payload(key)
            check_payload(part)
    elif isinstance(value, list):
        for part in value:
            check_payload(part)
    elif value is not None and not isinstance(value, bool | int):
        raise UnsealableValue(f"{type(value).__name__} has no place in a payload")


def sealed_columns(model: type[ChainedEvent]) -> list[str]:
    """The columns a hash covers, in order: all but the id, the payload and the seal."""
    apart = {"id", "payload", "salt", "digest", "hash"}
    return [
        field.attname for field in concrete_fields(model) if field.attname not in apart
    ]


def concrete_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return list(model._meta.concrete_fields)  # noqa: SLF001  Django's public-in-practice API


def append(event: ChainedEvent, *, previous: ChainedEvent | None) -> None:
    """Seal `event` after `previous` of the same aggregate and store it.

    The caller holds the aggregate's lock.
    """
    event.seq = previous.seq + 1 if previous else 1
    payload = event.payload or {}
    check_payload(payload)
    columns = [getattr(event, name) for name in sealed_columns(type(event))]
    sealed = seal(bytes(previous.hash) if previous else START, columns, payload)
    event.payload = payload
    event.salt, event.digest, event.hash = sealed.salt, sealed.digest, sealed.hash
    event.save(force_insert=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a chain does not hold."""

    table: str
    aggregate: str
    seq: int
    what: str


def faults(model: type[ChainedEvent]) -> Iterator[Fault]:
    """Walk every chain of a table; an event whose payload was disposed of still counts."""
    columns = sealed_columns(model)
    aggregate_column = columns.index(model.aggregate_field)
    table = model._meta.db_table  # noqa: SLF001
    aggregate: Any = None
    seq, previous = 0, START
    rows = (
        model.objects.order_by(model.aggregate_field, "seq")  # type: ignore[attr-defined]
        .values_list("seq", "payload", "salt", "digest", "hash", *columns)
        .iterator(chunk_size=5000)
    )
    for number, payload, salt, digest, stored, *values in rows:
        if values[aggregate_column] != aggregate:
            aggregate, seq, previous = values[aggregate_column], 0, START
        seq += 1
        what = _fault(seq, previous, (number, payload, salt, digest, stored), values)
        if what:
            yield Fault(table, str(aggregate), number, what)
            seq = number
        previous = bytes(stored)


def _fault(
    expected_seq: int, previous: bytes, row: tuple[Any, ...], values: list[Any]
) -> str | None:
    number, payload, salt, digest, stored = row
    if number != expected_seq:
        return gettext("event {number} is missing").format(number=expected_seq)
    if payload is not None and salt is not None:
        if sha256(bytes(salt) + canonical(payload)).digest() != bytes(digest):
            return gettext("its content was changed")
    elif payload is not None:
        return gettext("its salt is gone but its content is there")
    if chain_hash(previous, values, bytes(digest)) != bytes(stored):
        return gettext("its columns or its place in the chain were changed")
    return None


def chained_models() -> list[type[ChainedEvent]]:
    return [model for model in apps.get_models() if issubclass(model, ChainedEvent)]


def lock_aggregate(name: str) -> None:
    """One writer at a time for an aggregate that has no row of its own to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def share_aggregate(name: str) -> None:
    """Many may hold it so at once, and nobody by `lock_aggregate` meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [name]
        )
