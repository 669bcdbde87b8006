# SPDX-License-Identifier: EUPL-1.2
"""The cost of current cells, read as columns: for sums over many of them.

Whoever shows something of it merges what is protected first (`level`, `node`), as
`figures` does for smaller questions.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from numpy.typing import NDArray
from psycopg.sql import SQL

from gemensam.outcomes.columns import Columns, joined
from gemensam.outcomes.queries.kept import Kept, Rows

FROM = """FROM outcomes_monthcolumns m, pg_database d
    WHERE d.datname = current_database()
    AND scenario_id = {scenario} AND source = {source} AND month = ANY({months})
    ORDER BY month"""
ROWS = SQL(f"SELECT d.oid::bigint, m.id {FROM}")
# In binary, as it is kept: as text it would be twice as long, and read byte by byte.
PACKED = SQL(
    f"COPY (SELECT d.oid::bigint, m.id, month, cells, merged {FROM})"
    " TO STDOUT (FORMAT BINARY)"
)
MOST = 128 * 2**20  # bytes


def _bytes(columns: Columns) -> int:
    return sum(one.nbytes for one in _arrays(columns))


def _arrays(columns: Columns) -> tuple[NDArray[Any], ...]:
    return columns.month, columns.rows, columns.merged


_kept: Kept[Columns] = Kept(most=MOST, size=_bytes)


def columns_of(
    scenario: int, months: Sequence[date], *, source: str = "costing"
) -> Columns:
    """All current cells of `months` that tell of cost, whoever may see them."""
    asked = {"scenario": scenario, "source": source, "months": list(months)}
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(**asked))
        held = _kept.get(_rows(cursor.fetchall()))
        if held is not None:
            return held
        with cursor.copy(PACKED.format(**asked)) as copied:
            copied.set_types(["bigint", "bigint", "date", "bytea", "bytea"])
            read = list(copied.rows())
    held = joined([(month, cells, merged) for *_row, month, cells, merged in read])
    for array in _arrays(held):
        array.flags.writeable = False
    # By what was read, not by what was asked of first: it may have changed in between.
    _kept.keep(_rows([(database, row) for database, row, *_rest in read]), held)
    return held


def _rows(found: Sequence[tuple[int, int]]) -> Rows:
    return tuple({database for database, _row in found}) + tuple(
        row for _database, row in found
    )
