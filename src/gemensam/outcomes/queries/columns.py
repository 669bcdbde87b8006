# SPDX-License-Identifier: EUPL-1.2
"""The cost of cells, read as columns: for sums over many of them.

Whoever shows something of it merges what is protected first (`level`, `node`), as
`figures` does for smaller questions.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from numpy.typing import NDArray
from psycopg.sql import SQL

from gemensam.outcomes import cells
from gemensam.outcomes.columns import MERGED, Columns, beside, joined, packed
from gemensam.outcomes.queries.kept import Kept, Rows

FROM = """FROM outcomes_monthcolumns m, pg_database d
    WHERE d.datname = current_database()
    AND scenario_id = {scenario} AND source = {source} AND month = ANY({months})
    AND since <= {at}::timestamptz
    ORDER BY month"""
ROWS = SQL(f"SELECT d.oid::bigint, m.id {FROM}")
# In binary, as it is kept: as text it would be twice as long, and read byte by byte.
PACKED = SQL(
    f"COPY (SELECT d.oid::bigint, m.id, month, cells, merged {FROM})"
    " TO STDOUT (FORMAT BINARY)"
)
ANY_TIME = "infinity"
KNOWN = cells.columns(cells.KNOWN)
MOST = 128 * 2**20  # bytes


def _bytes(columns: Columns) -> int:
    return sum(one.nbytes for one in _arrays(columns))


def _arrays(columns: Columns) -> tuple[NDArray[Any], ...]:
    return columns.month, columns.rows, columns.merged


_kept: Kept[Columns] = Kept(most=MOST, size=_bytes)


def columns_of(
    scenario: int,
    months: Sequence[date],
    *,
    source: str = "costing",
    known_at: datetime | None = None,
) -> Columns:
    """All cells of `months` that tell of cost, whoever may see them: the current ones, or
    those that were known at a time. What is merged is so by what is protected today."""
    held = _unchanged_since(known_at or ANY_TIME, scenario, months, source)
    changed = [month for month in months if month not in held.months]
    if known_at is None or not changed:
        return held
    return beside(held, _as_known(known_at, scenario, changed, source))


def _unchanged_since(
    at: datetime | str, scenario: int, months: Sequence[date], source: str
) -> Columns:
    """The current cells of those months in which none was recorded or superseded after."""
    asked = {"scenario": scenario, "source": source, "months": list(months), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(**asked))
        held = _kept.get(_rows(cursor.fetchall()))
        if held is not None:
            return held
        with cursor.copy(PACKED.format(**asked)) as copied:
            copied.set_types(["bigint", "bigint", "date", "bytea", "bytea"])
            read = list(copied.rows())
    held = joined([(month, told, merged) for *_row, month, told, merged in read])
    for array in _arrays(held):
        array.flags.writeable = False
    # By what was read, not by what was asked of first: it may have changed in between.
    _kept.keep(_rows([(database, row) for database, row, *_rest in read]), held)
    return held


def _as_known(
    at: datetime, scenario: int, months: Sequence[date], source: str
) -> Columns:
    asked: dict[str, Any] = {
        "scenario": scenario,
        "months": list(months),
        "sources": [source],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, asked)
        told = _by_month(cursor.fetchall())
        cursor.execute(cells.MERGED, asked)
        merged = _by_month(cursor.fetchall())
    return joined(
        [
            (month, packed(told[month]), packed(merged[month], MERGED))
            for month in months
        ]
    )


def _by_month(
    found: Sequence[tuple[Any, ...]],
) -> defaultdict[date, list[tuple[Any, ...]]]:
    rows: defaultdict[date, list[tuple[Any, ...]]] = defaultdict(list)
    for month, *row in found:
        rows[month].append(tuple(row))
    return rows


def _rows(found: Sequence[tuple[int, int]]) -> Rows:
    return tuple({database for database, _row in found}) + tuple(
        row for _database, row in found
    )
