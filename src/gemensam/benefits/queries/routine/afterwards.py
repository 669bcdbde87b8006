# SPDX-License-Identifier: EUPL-1.2
"""What came, or was changed, after a month was closed, with its kronor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from gemensam.benefits.models import HeldAtClose, MonthClose
from gemensam.benefits.queries.months import newest
from gemensam.benefits.queries.routine.held import (
    INDICES,
    OUTCOME,
    Held,
    held_in,
    indices_of,
    outcome_of,
)
from gemensam.costing.models import Voucher
from gemensam.costing.queries.turnover import OF_RESULT
from gemensam.outcomes.enums import ScenarioKind

NOTHING = Held(rows=0)
SHOWN = 200  # vouchers told one by one
# Vouchers of the month that are there now and came in a later file; and those that were
# there when it was closed, and are not any more. With the net öre of each.
VOUCHERS = """
SELECT v.id, coalesce(sum(r.amount_ore) FILTER (WHERE r.account ~ %(result)s), 0)::bigint
FROM costing_voucher v JOIN costing_ledger l ON l.id = v.ledger_id
JOIN costing_ledgerrow r ON r.voucher_id = v.id
WHERE l.legal_entity_id = %(entity)s AND v.date >= %(month)s
    AND v.date < %(month)s + interval '1 month' AND {}
GROUP BY v.id ORDER BY 2 DESC, 1
"""
CAME = "v.first_import_id > %(newest)s AND v.superseded_at IS NULL"
WENT = """v.first_import_id <= %(newest)s AND v.superseded_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM costing_voucher o WHERE o.ledger_id = v.ledger_id
        AND o.series = v.series AND o.number = v.number
        AND o.occurrence = v.occurrence AND o.first_import_id > v.first_import_id
        AND o.first_import_id <= %(newest)s)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A source that holds something else than when the month was closed."""

    close: MonthClose
    key: str
    then: Held
    now: Held

    @property
    def rows(self) -> int:
        return self.now.rows - self.then.rows

    @property
    def net_ore(self) -> int | None:
        """Öre of cost more than when it was closed."""
        if self.now.net_ore is None and self.then.net_ore is None:
            return None
        return (self.now.net_ore or 0) - (self.then.net_ore or 0)


def changes_since(
    close: MonthClose, *, now: Mapping[str, Held] | None = None
) -> list[Change]:
    """Nothing where it is unknown what was held when the month was closed. `now`: what is
    held of it, where that is at hand."""
    kept = {one.source: one for one in HeldAtClose.objects.filter(close=close)}
    if not kept:
        return []
    if now is None:
        now = held_now(close.month)
    found = []
    for key in sorted({*kept, *now}):
        if key == INDICES and key not in kept:
            continue  # closed before they were noted
        then, held = _held(kept.get(key)), now.get(key, NOTHING)
        if then.digest != held.digest:
            found.append(Change(close=close, key=key, then=then, now=held))
    return found


def held_now(month: date) -> Mapping[str, Held]:
    """What a close would note of the month now: its sources, the price indices and what
    was computed."""
    held = {**held_in(month, sealed=True), INDICES: indices_of(month)}
    if outcome := outcome_of(newest(ScenarioKind.ACTUAL), month):
        held[OUTCOME] = outcome
    return held


def _held(kept: HeldAtClose | None) -> Held:
    if kept is None:
        return NOTHING
    return Held(rows=kept.rows, ore=kept.ore, net_ore=kept.net_ore, digest=kept.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A voucher that came after the close (`net_ore` added), or one that was there then
    and was replaced since (taken away: `net_ore` with its sign turned)."""

    voucher: Voucher
    net_ore: int
    is_gone: bool


def vouchers_since(close: MonthClose, entity: int) -> list[Moved]:
    """Of a legal entity's ledger; together they are the change of its net öre. Those
    that weigh most first."""
    if close.newest_import_id is None:
        return []
    moved = [*_moved(close, entity, CAME, 1), *_moved(close, entity, WENT, -1)]
    moved.sort(key=lambda one: (-abs(one.net_ore), one.voucher.pk))
    return moved


def _moved(close: MonthClose, entity: int, which: str, sign: int) -> Iterator[Moved]:
    given: dict[str, Any] = {
        "entity": entity,
        "month": close.month,
        "newest": close.newest_import_id,
        "result": OF_RESULT,
    }
    with connection.cursor() as cursor:
        cursor.execute(VOUCHERS.format(which), given)
        sums: Sequence[tuple[int, int]] = cursor.fetchall()
    vouchers = Voucher.objects.select_related("first_import").in_bulk(
        [number for number, _ore in sums]
    )
    for number, ore in sums:
        yield Moved(voucher=vouchers[number], net_ore=sign * ore, is_gone=sign < 0)
