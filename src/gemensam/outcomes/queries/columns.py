# SPDX-License-Identifier: EUPL-1.2
"""The cost of current cells, read as columns: for sums over many of them.

Whoever shows something of it merges what is protected first (`level`, `node`), as
`figures` does for smaller questions.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from psycopg.sql import SQL

from gemensam.outcomes.columns import Columns, joined

# In binary, as it is kept: as text it would be twice as long, and read byte by byte.
PACKED = SQL("""COPY (SELECT month, cells, merged FROM outcomes_monthcolumns
    WHERE scenario_id = {scenario} AND source = {source} AND month = ANY({months})
    ORDER BY month) TO STDOUT (FORMAT BINARY)""")


def columns_of(
    scenario: int, months: Sequence[date], *, source: str = "costing"
) -> Columns:
    """All current cells of `months` that tell of cost, whoever may see them."""
    asked = PACKED.format(scenario=scenario, source=source, months=list(months))
    with connection.cursor() as cursor, cursor.copy(asked) as copied:
        copied.set_types(["date", "bytea", "bytea"])
        return joined(copied.rows())
