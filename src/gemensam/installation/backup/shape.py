# SPDX-License-Identifier: EUPL-1.2
"""What must be equal in two databases that claim to hold the same."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import Connection, IsolationLevel, sql

from gemensam.formats.issues import mark
from gemensam.installation.errors import InstallationError

SHOWN = 5

# Tables of the product: not PostgreSQL's own, not those an extension brings.
TABLES = """
    SELECT n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                      AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1, 2
"""

RIGHTS = """
    SELECT n.nspname || '.' || c.relname, r.rolname || ' ' || a.privilege_type
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
         aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema' AND a.grantee <> c.relowner
    ORDER BY 1, 2
"""


class NotEqualError(InstallationError):
    """The copy differs from the original; the original is untouched."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows by table, and by relation what others than its owner may do with it
    ("gemensam_app INSERT"): a copy in which the app may change events is not equal.
    """

    tables: Mapping[str, int]
    rights: Mapping[str, tuple[str, ...]]


@contextmanager
def snapshot(url: str) -> Iterator[tuple[str, Shape]]:
    """One moment of a database: its name for pg_dump, and its shape in it."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield str(row[0] if row else ""), _shape(connection)


def shape_of(url: str) -> Shape:
    with snapshot(url) as (_, shape):
        return shape


def _shape(connection: Connection) -> Shape:
    tables = {}
    for schema, name in connection.execute(TABLES).fetchall():
        counted = sql.SQL("SELECT count(*) FROM {}").format(
            sql.Identifier(schema, name)
        )
        row = connection.execute(counted).fetchone()
        tables[f"{schema}.{name}"] = int(row[0]) if row else 0
    rights: dict[str, tuple[str, ...]] = {}
    for relation, right in connection.execute(RIGHTS):
        rights[relation] = (*rights.get(relation, ()), right)
    return Shape(tables=tables, rights=rights)


def require_equal(copy: Shape, original: Shape) -> None:
    """Raises NotEqualError, which names the first differences."""
    found = [
        *_differences(copy.tables, original.tables, unit="rows"),
        *_differences(copy.rights, original.rights, unit="rights"),
    ]
    if found:
        raise NotEqualError(
            mark("The copy of the database differs: {differences}."),
            mark(
                "The copy is not used. Try again; if it repeats, the disk is at fault."
            ),
            differences="; ".join(found[:SHOWN]) + ("; …" if found[SHOWN:] else ""),
        )


def _differences(
    copy: Mapping[str, object], original: Mapping[str, object], *, unit: str
) -> list[str]:
    return [
        f"{name} {unit} {copy.get(name, 'none')} instead of {original.get(name, 'none')}"
        for name in sorted({*copy, *original})
        if copy.get(name) != original.get(name)
    ]
