# SPDX-License-Identifier: EUPL-1.2
"""Coding strings of a period with what was posted on them, and whether their cost
centres were anybody's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from gemensam.calc.costing.mapping import Coding
from gemensam.costing.queries.turnover import OF_RESULT
from gemensam.group.enums import Register
from gemensam.group.models import UnitAlias

STRINGS = """
SELECT t.ledger_id, l.legal_entity_id, t.account, t.cost_centre, t.activity, t.project,
    t.counterpart, e.chart, sum(abs(t.amount_ore))::bigint, sum(t.amount_ore)::bigint,
    sum(t.rows)::bigint
FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
JOIN group_legalentity e ON e.id = l.legal_entity_id
WHERE t.month = ANY(%s) AND t.account ~ %s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
BY_MONTH = """
SELECT t.ledger_id, l.legal_entity_id, t.account, t.cost_centre, t.activity, t.project,
    t.counterpart, t.month, abs(t.amount_ore)
FROM costing_ledgerturnover t JOIN costing_ledger l ON l.id = t.ledger_id
WHERE t.month = ANY(%s) AND t.account ~ %s
AND t.cost_centre = ANY(%s)
"""

Centre = tuple[int, str]  # legal entity, cost centre


class Posted(NamedTuple):
    """What a ledger says of a coding string over some months, in öre.

    `gross` is cost and income without sign, month by month: what a share mapped is
    measured in. `unbridged` is the part of it from months in which the cost centre
    belonged to no unit.
    """

    ledger: int
    coding: Coding
    gross: int
    net: int
    rows: int
    unbridged: int


def posted(months: Sequence[date]) -> list[Posted]:
    """Every coding string with income or cost in `months`; superseded vouchers apart."""
    rows = _asked(STRINGS, [list(months), OF_RESULT])
    centres = {(row[1], row[3]) for row in rows}
    loose = _loose(centres, months)
    partly = {centre: gone for centre, gone in loose.items() if len(gone) < len(months)}
    parts = _by_month(partly, months)
    found = []
    for ledger, entity, account, centre, activity, project, other, chart, *sums in rows:
        gross, net, count = sums
        unbridged = gross if (entity, centre) in loose else 0
        if (entity, centre) in partly:
            key = (ledger, account, centre, activity, project, other)
            unbridged = parts.get(key, 0)
        coding = Coding(entity, account, centre, activity, project, other, chart)
        found.append(
            Posted(
                ledger=ledger,
                coding=coding,
                gross=gross,
                net=net,
                rows=count,
                unbridged=unbridged,
            )
        )
    return found


def _loose(
    centres: Iterable[Centre], months: Sequence[date]
) -> Mapping[Centre, frozenset[date]]:
    """Cost centres and the months in which they belonged to no unit."""
    spells: dict[Centre, list[tuple[date, date | None]]] = defaultdict(list)
    aliases = UnitAlias.objects.filter(register=Register.LEDGER)
    for entity, code, starts, ends in aliases.values_list(
        "legal_entity_id", "code", "valid_from", "valid_to"
    ):
        spells[entity, code].append((starts, ends))
    found = {}
    for centre in centres:
        own = spells.get(centre, [])
        gone = frozenset(month for month in months if not _holds(own, month))
        if gone:
            found[centre] = gone
    return found


def _holds(spells: Sequence[tuple[date, date | None]], day: date) -> bool:
    return any(starts <= day and (not ends or ends > day) for starts, ends in spells)


def _by_month(
    partly: Mapping[Centre, frozenset[date]], months: Sequence[date]
) -> Mapping[tuple[object, ...], int]:
    """Of cost centres that were somebody's in some months: what the others held."""
    found: dict[tuple[object, ...], int] = defaultdict(int)
    if not partly:
        return found
    codes = sorted({code for _entity, code in partly})
    for ledger, entity, account, centre, *parts, month, ore in _asked(
        BY_MONTH, [list(months), OF_RESULT, codes]
    ):
        if month in partly.get((entity, centre), ()):
            found[ledger, account, centre, *parts] += ore
    return found


def _asked(sql: str, given: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
