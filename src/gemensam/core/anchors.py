# SPDX-License-Identifier: EUPL-1.2
"""Seals over whole tables of events, so that a removed tail of a chain is seen too."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.utils.translation import gettext

from gemensam.core.chain import START, Fault, chained_models
from gemensam.core.models import ChainAnchor, ChainedEvent


def seal_tables(*, at: datetime) -> list[ChainAnchor]:
    """Seal what was added to each table of events since its last anchor."""
    return [
        anchor for model in chained_models() if (anchor := _seal_table(model, at=at))
    ]


def _seal_table(model: type[ChainedEvent], *, at: datetime) -> ChainAnchor | None:
    table = model._meta.db_table  # noqa: SLF001
    up_to = _settled_id(table)
    with transaction.atomic():
        last = ChainAnchor.objects.filter(table=table).order_by("-up_to_id").first()
        after = last.up_to_id if last else 0
        if up_to <= after:
            return None
        count, digest = _digest(
            model, after, up_to, bytes(last.hash) if last else START
        )
        return ChainAnchor.objects.create(
            table=table,
            sealed_at=at,
            after_id=after,
            up_to_id=up_to,
            events=count,
            hash=digest,
        )


def _settled_id(table: str) -> int:
    """The last id at or below which no event can appear any more.

    Ids are handed out before commit: a transaction still open may hold a lower one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT settled_id(%s)", [table])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _digest(
    model: type[ChainedEvent], after: int, up_to: int, previous: bytes
) -> tuple[int, bytes]:
    running, count = sha256(previous), 0
    hashes = (
        model.objects.filter(id__gt=after, id__lte=up_to)  # type: ignore[attr-defined]
        .order_by("id")
        .values_list("hash", flat=True)
        .iterator(chunk_size=20_000)
    )
    for value in hashes:
        running.update(bytes(value))
        count += 1
    return count, running.digest()


def anchor_faults() -> Iterator[Fault]:
    """Seals that no longer hold: events were removed or replaced after sealing."""
    for model in chained_models():
        table = model._meta.db_table  # noqa: SLF001
        previous = START
        for anchor in ChainAnchor.objects.filter(table=table).order_by("up_to_id"):
            count, digest = _digest(model, anchor.after_id, anchor.up_to_id, previous)
            if (count, digest) != (anchor.events, bytes(anchor.hash)):
                what = gettext(
                    "{sealed} events were sealed, {count} are there or differ"
                )
                yield Fault(
                    table,
                    f"id {anchor.after_id + 1}–{anchor.up_to_id}",
                    count,
                    what.format(sealed=anchor.events, count=count),
                )
            previous = bytes(anchor.hash)
