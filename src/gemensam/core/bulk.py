# SPDX-License-Identifier: EUPL-1.2
"""Many rows into a table by COPY.

A connection that copies answers no question, and a row made while it copies that asks
one waits for ever. Rows are therefore made first, a batch at a time, and copied then:
memory stays bounded and whoever makes the rows may ask what they like. Names of tables
and columns come from models, never from users.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

BATCH = 20_000  # rows held in memory at a time

Row = Sequence[Any]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Copy `rows` (values of `columns`, in order) into `table`; answers how many."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    remaining, copied = iter(rows), 0
    while batch := list(islice(remaining, BATCH)):
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in batch:
                copy.write_row(row)
        copied += len(batch)
    return copied


def analyse(*tables: str) -> None:
    """Fresh statistics of tables that were just filled, so that the next question is
    answered by a plan for what is there now. Within the transaction that filled them."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
