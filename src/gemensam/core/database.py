# SPDX-License-Identifier: EUPL-1.2
"""Three database roles, and what the database itself refuses.

The owner migrates; the app reads and writes rows but changes no table and no history;
the reader reads. What a table refuses is declared beside its model as a `Guard` and put
in force after every migration, so that model, privileges and triggers cannot drift.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Func, Value

APP_ROLE = "gemensam_app"
READER_ROLE = "gemensam_reader"


class OwnerMigrates:
    """Database router: tables are made by the owner, rows by the app."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        del app_label, hints
        return db == "owner"

    def allow_relation(self, one: object, other: object, **hints: object) -> bool:
        del one, other, hints
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may happen to the rows of a table once they are there.

    `update`: the columns the app may change (None: any).
    `delete`: whether the app may delete; `update_only_if` and `delete_only_if` are
    conditions on `OLD` in SQL that must hold for it.
    `frozen_by`: a column of this table, and the table it refers to: once `frozen_at` is
    set there, no row is added, changed or removed here.
    `disposed_by`: likewise, but rows are removed only once `disposed_at` is set there.
    `secret`: the reader role may not read the table.
    """

    update: tuple[str, ...] | None = None
    delete: bool = True
    update_only_if: str | None = None
    delete_only_if: str | None = None
    frozen_by: tuple[str, str] | None = None
    disposed_by: tuple[str, str] | None = None
    secret: bool = False


APPEND_ONLY = Guard(update=(), delete=False)
OPEN = Guard()


def guard_of(model: type[models.Model]) -> Guard:
    guard = getattr(model, "guard", OPEN)
    assert isinstance(guard, Guard)
    return guard


SETTLED_ID = """
CREATE OR REPLACE FUNCTION settled_id(events text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE last bigint;
BEGIN
    -- The lock waits for open writers and is released at the end of the transaction.
    EXECUTE format('LOCK TABLE %I IN SHARE MODE', events);
    EXECUTE format('SELECT coalesce(max(id), 0) FROM %I', events) INTO last;
    RETURN last;
END $$
"""


def apply_guards() -> None:
    """Grant and refuse, for every table of every room; run by the owner, repeatable."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(REFUSE_CHANGE)
        cursor.execute(REFUSE_FROZEN)
        cursor.execute(REFUSE_KEPT)
        cursor.execute(SETTLED_ID)
        _grant_defaults(cursor)
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:  # noqa: SLF001
                _guard_table(cursor, model._meta.db_table, guard_of(model))  # noqa: SLF001


def _grant_defaults(cursor: CursorWrapper) -> None:
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {READER_ROLE}")
    # New rows are laid beside the current ones in a temporary table (`versioned`).
    cursor.execute("SELECT quote_ident(current_database())")
    (database,) = cursor.fetchone() or ("",)
    cursor.execute(f"GRANT TEMPORARY ON DATABASE {database} TO {APP_ROLE}")
    cursor.execute(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    )
    cursor.execute(
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    )
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER_ROLE}")
    # Statistics after a large import (`bulk.analyse`); before 17 only autovacuum can.
    if cursor.connection.info.server_version >= 170000:
        cursor.execute(f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")


def _guard_table(cursor: CursorWrapper, table: str, guard: Guard) -> None:
    if guard.update is not None:
        cursor.execute(f'REVOKE UPDATE ON "{table}" FROM {APP_ROLE}')
        for column in guard.update:
            cursor.execute(f'GRANT UPDATE ("{column}") ON "{table}" TO {APP_ROLE}')
    if not guard.delete:
        cursor.execute(f'REVOKE DELETE, TRUNCATE ON "{table}" FROM {APP_ROLE}')
    if guard.secret:
        cursor.execute(f'REVOKE ALL ON "{table}" FROM {READER_ROLE}')
    _refuse_change(cursor, table, guard)


REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are history: they are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


REFUSE_FROZEN = """
CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE frozen boolean;
BEGIN
    -- The lock waits for someone who is freezing, and makes them wait for us.
    EXECUTE format('SELECT coalesce(bool_or(f.frozen_at IS NOT NULL), false) FROM ('
        'SELECT frozen_at FROM %I WHERE id IN (SELECT DISTINCT %I FROM changed) FOR SHARE'
        ') f', TG_ARGV[1], TG_ARGV[0]) INTO frozen;
    IF frozen THEN
        RAISE EXCEPTION 'rows of % belong to something frozen: it is never written again',
            TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


REFUSE_KEPT = """
CREATE OR REPLACE FUNCTION refuse_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept boolean;
BEGIN
    EXECUTE format('SELECT coalesce(bool_or(d.disposed_at IS NULL), false) FROM %I d '
        'WHERE d.id IN (SELECT DISTINCT %I FROM changed)', TG_ARGV[1], TG_ARGV[0])
        INTO kept;
    IF kept THEN
        RAISE EXCEPTION 'rows of % are kept until they are disposed of by decision',
            TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def _refuse_change(cursor: CursorWrapper, table: str, guard: Guard) -> None:
    """Triggers hold for the owner too, and for whoever comes past the grants."""
    only_if = {"update": guard.update_only_if, "delete": guard.delete_only_if}
    never = {"update": guard.update == (), "delete": not guard.delete}
    for what, condition in only_if.items():
        name = f"refuse_{what}"
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
        if never[what] or condition:
            when = f"WHEN (NOT ({condition}))" if condition else ""
            cursor.execute(
                f'CREATE TRIGGER {name} BEFORE {what.upper()} ON "{table}" '
                f"FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
            )
    for what, rows in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        name = f"refuse_frozen_{what}"
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
        if guard.frozen_by:
            column, frozen = guard.frozen_by
            cursor.execute(
                f'CREATE TRIGGER {name} AFTER {what.upper()} ON "{table}" '
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
                f"EXECUTE FUNCTION refuse_frozen('{column}', '{frozen}')"
            )
    cursor.execute(f'DROP TRIGGER IF EXISTS refuse_kept ON "{table}"')
    if guard.disposed_by:
        column, disposed = guard.disposed_by
        cursor.execute(
            f'CREATE TRIGGER refuse_kept AFTER DELETE ON "{table}" '
            "REFERENCING OLD TABLE AS changed FOR EACH STATEMENT "
            f"EXECUTE FUNCTION refuse_kept('{column}', '{disposed}')"
        )


class _Same(Func):
    """A key as a range of one value: GiST knows ranges without any extension."""

    function = "int8range"
    template = "int8range(%(expressions)s, '[]')"


class _Period(Func):
    function = "daterange"


def no_overlap(
    name: str,
    *keys: str,
    period: tuple[str, str] = ("valid_from", "valid_to"),
    among: models.Q | None = None,
) -> ExclusionConstraint:
    """A constraint: for equal integer `keys`, half-open date periods never overlap;
    `among` the rows that it is about."""
    expressions: list[Any] = [(_Same(F(key), F(key)), "&&") for key in keys]
    expressions.append((_Period(F(period[0]), F(period[1]), Value("[)")), "&&"))
    return ExclusionConstraint(name=name, expressions=expressions, condition=among)


def period_in_order(
    name: str, start: str = "valid_from", end: str = "valid_to"
) -> models.CheckConstraint:
    """A constraint: a closed period ends after it starts."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q((f"{end}__isnull", True))
        | models.Q((f"{end}__gt", F(start))),
    )


def allow_long_statements() -> None:
    """Lift the app's bound on statements until the end of the transaction: for jobs and
    imports that know they are long, never for a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def reserve_ids(table: str, count: int) -> list[int]:
    """`count` ids of a table that nobody else will get: for rows that refer to others
    copied in after them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]
