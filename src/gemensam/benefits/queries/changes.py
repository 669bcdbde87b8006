# SPDX-License-Identifier: EUPL-1.2
"""What tells that anything in some tables has changed, asked in one question."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from psycopg.sql import SQL, Composable, Identifier

# A table, and the column that a row of it ends by, if any.
Source = tuple[type[Model], str]


def question(sources: Sequence[Source]) -> Composable:
    """Of each table: its newest row, how many have ended, and when the last did."""
    return SQL(" UNION ALL ").join(_newest(*source) for source in sources)


def _newest(model: type[Model], ends: str) -> Composable:
    of = model._meta  # noqa: SLF001
    ended: Composable = SQL("0, NULL")
    if ends:
        ended = SQL("count({ends}), max({ends})::text").format(ends=Identifier(ends))
    return SQL("(SELECT max({key})::text, {ended} FROM {table})").format(
        key=Identifier(str(of.pk.column)), ended=ended, table=Identifier(of.db_table)
    )


def asked(question: Composable) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
