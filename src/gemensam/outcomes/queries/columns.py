# SPDX-License-Identifier: EUPL-1.2
"""The cost of cells, read as columns: for sums over many of them.

Whoever shows something of it merges what is protected first (`level`, `node`), as
`figures` does for smaller questions.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    AND scenario_id = {scenario} AND source = {source} AND month = ANY({months})"""
UNCHANGED = "since <= {at}::timestamptz"
ROWS = SQL(f"SELECT d.oid::bigint, m.id, {UNCHANGED} {FROM} ORDER BY month")
# In binary, as it is kept: as text it would be twice as long, and read byte by byte.
PACKED = SQL(
    f"COPY (SELECT d.oid::bigint, m.id, month, cells, merged {FROM} AND {UNCHANGED}"
    " ORDER BY month) TO STDOUT (FORMAT BINARY)"
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
    asked = {
        "scenario": scenario,
        "source": source,
        "months": list(months),
        "at": known_at or ANY_TIME,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(**asked))
        rows = cursor.fetchall()
    unchanged = _rows([(of, row) for of, row, same in rows if same])
    held = _kept.get(unchanged) or _read(asked)
    changed = [month for month in months if month not in held.months]
    if known_at is None or not changed:
        return held
    # What was known never changes; what is protected does with the current rows.
    told = (known_at.isoformat(), *map(date.isoformat, changed))
    current = _rows([(of, row) for of, row, _same in rows])
    key: Rows = (scenario, source, *told, *current)
    then = _kept.get(key)
    if then is None:
        then = _as_known(known_at, scenario, changed, source)
        _kept.keep(key, then)
    return beside(held, then)


def _read(asked: Mapping[str, Any]) -> Columns:
    """The current cells of those months in which none was recorded or superseded after
    the time asked for."""
    with (
        connection.cursor() as cursor,
        cursor.copy(PACKED.format(**asked)) as copied,
    ):
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
