# SPDX-License-Identifier: EUPL-1.2
"""Tables whose rows are recorded and superseded, never changed.

`put` lays a new set of rows in place of the current ones of a scope: rows that say the
same stay, others are dated superseded, new ones are added. What was known at any time
can be asked for afterwards. Names of tables and columns come from models, never from
users.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gemensam.core.bulk import copy_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionedTable:
    """`scope`: columns that are equal in all rows of one `put`. `key`: what tells rows of
    a scope apart; those in `nullable` may be null. `values`: what they say. `together`:
    rows that are alike in these lie side by side, where they are read most quickly."""

    table: str
    scope: tuple[str, ...]
    key: tuple[str, ...]
    nullable: frozenset[str]
    values: tuple[str, ...]
    together: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *self.values)

    def put(
        self,
        scope: Mapping[str, Any],
        rows: Iterable[Sequence[Any]],
        *,
        at: datetime,
    ) -> int:
        """Replace the current rows of `scope` (column → value) by `rows`, which give
        `columns` in order. Answers how many differed. The caller holds a transaction."""
        given = {**{column: scope[column] for column in self.scope}, "at": at}
        with connection.cursor() as cursor:
            cursor.execute(self._create())
            copy_rows("incoming", self.columns, rows)
            cursor.execute("ANALYZE incoming")
            cursor.execute(self._supersede(), given)
            superseded = int(cursor.rowcount)
            cursor.execute(self._insert(), given)
            inserted = int(cursor.rowcount)
            cursor.execute("DROP TABLE incoming")
        return max(superseded, inserted)

    def _create(self) -> str:
        return (
            f"CREATE TEMP TABLE incoming ON COMMIT DROP AS "
            f"SELECT {_list(self.columns)} FROM {self.table} WITH NO DATA"
        )

    def _supersede(self) -> str:
        return (
            f"UPDATE {self.table} c SET superseded_at = %(at)s WHERE {self._current()} "
            f"AND NOT EXISTS (SELECT 1 FROM incoming i WHERE {self._same()})"
        )

    def _insert(self) -> str:
        scope = ", ".join(f"%({column})s" for column in self.scope)
        return (
            f"INSERT INTO {self.table} "
            f"({_list(self.scope)}, recorded_at, {_list(self.columns)}) "
            f"SELECT {scope}, %(at)s, {_list(self.columns, 'i')} FROM incoming i "
            f"WHERE NOT EXISTS (SELECT 1 FROM {self.table} c "
            f"WHERE {self._current()} AND {self._same()}){self._in_order()}"
        )

    def _in_order(self) -> str:
        return f" ORDER BY {_list(self.together, 'i')}" if self.together else ""

    def _current(self) -> str:
        scope = " AND ".join(f"c.{column} = %({column})s" for column in self.scope)
        return f"{scope} AND c.superseded_at IS NULL"

    def _same(self) -> str:
        # coalesce, not IS NOT DISTINCT FROM: only equality can be hashed.
        keys = [
            f"coalesce(i.{column}, 0) = coalesce(c.{column}, 0)"
            if column in self.nullable
            else f"i.{column} = c.{column}"
            for column in self.key
        ]
        ours, theirs = _list(self.values, "i"), _list(self.values, "c")
        return " AND ".join([*keys, f"ROW({ours}) IS NOT DISTINCT FROM ROW({theirs})"])


def _list(columns: Sequence[str], alias: str = "") -> str:
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + column for column in columns)
