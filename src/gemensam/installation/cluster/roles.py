# SPDX-License-Identifier: EUPL-1.2
"""Three roles that own nothing they need not: owner, app, reader.

The owner migrates and owns every table. The app reads and writes rows and can make
nothing, not even a temporary table; what rows it may not change (events, posted rows)
the migrations take from it. The reader reads. The statements are kept apart from their
execution so that an operator of a server of their own can run the same ones.
"""

from collections.abc import Mapping
from typing import Literal

from psycopg import Connection, sql

from gemensam.installation.cluster.scram import matches, verifier

Role = Literal["owner", "app", "reader"]

ROLE_NAMES: Mapping[Role, str] = {
    "owner": "gemensam_owner",
    "app": "gemensam_app",
    "reader": "gemensam_reader",
}

DATABASE = "gemensam"

# Seconds a role may hold others up. Pages answer in well under one; a job that knows
# its statement is long says SET LOCAL statement_timeout. Migrations have no bound.
LIMITS: Mapping[Role, Mapping[str, str]] = {
    "owner": {"lock_timeout": "30s"},
    "app": {
        "statement_timeout": "60s",
        "lock_timeout": "15s",
        "idle_in_transaction_session_timeout": "120s",
    },
    "reader": {
        "statement_timeout": "300s",
        "idle_in_transaction_session_timeout": "300s",
        "default_transaction_read_only": "on",
    },
}


def ensure_roles(admin: Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, and set passwords that are not the known ones.

    Limits are set once, when a role is made: they are the operator's from then on.
    """
    rows = admin.execute("SELECT rolname, rolpassword FROM pg_authid").fetchall()
    known: dict[str, str | None] = dict(rows)
    for role, name in ROLE_NAMES.items():
        if name not in known:
            with admin.transaction():
                for statement in role_statements(role):
                    admin.execute(statement)
        if not matches(passwords[role], known.get(name)):
            admin.execute(password_statement(name, passwords[role]))
    for database in ("postgres", "template1"):
        admin.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(
                sql.Identifier(database)
            )
        )


def role_statements(role: Role) -> list[sql.Composed]:
    """Make a role with its limits, without a password."""
    name = sql.Identifier(ROLE_NAMES[role])
    made = sql.SQL(
        "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
    ).format(name)
    limits = (
        sql.SQL("ALTER ROLE {} SET {} = {}").format(
            name, sql.Identifier(setting), sql.Literal(value)
        )
        for setting, value in LIMITS[role].items()
    )
    return [made, *limits]


def password_statement(name: str, password: str) -> sql.Composed:
    return sql.SQL("ALTER ROLE {} PASSWORD {}").format(
        sql.Identifier(name), sql.Literal(verifier(password))
    )


def database_statements(
    name: str, *, template: str | None = None
) -> list[sql.Composed]:
    """Make a database of the owner's, closed to everyone but the three roles."""
    # Block by block through the log, which is the default, takes four times as long where
    # the template is more than a few megabytes.
    strategy = sql.SQL(" STRATEGY FILE_COPY" if template else "")
    return [
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}{}").format(
            sql.Identifier(name),
            sql.Identifier(ROLE_NAMES["owner"]),
            sql.Identifier(template or "template1"),
            strategy,
        ),
        *access_statements(name),
    ]


def access_statements(name: str) -> list[sql.Composed]:
    database = sql.Identifier(name)
    return [
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
            database, *_app_and_reader()
        ),
        # What is rebuilt is laid beside the current rows in a temporary table. Said for
        # each database: a copy or a restored one does not inherit it.
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(
            database, _app_and_reader()[0]
        ),
    ]


def schema_statements() -> list[sql.Composed]:
    """Run inside a new database by a superuser: who may do what in schema public."""
    owner = sql.Identifier(ROLE_NAMES["owner"])
    app, reader = _app_and_reader()
    defaults = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public ").format(
        owner
    )
    return [
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(app, reader),
        defaults
        + sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}").format(app),
        defaults
        + sql.SQL("GRANT SELECT, USAGE, UPDATE ON SEQUENCES TO {}").format(app),
        defaults + sql.SQL("GRANT SELECT ON TABLES TO {}").format(reader),
    ]


def _app_and_reader() -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier(ROLE_NAMES["app"]), sql.Identifier(ROLE_NAMES["reader"])
