# SPDX-License-Identifier: EUPL-1.2
"""A running embedded server, as those who use it see it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import Connection, sql

from gemensam.formats.issues import mark
from gemensam.installation.cluster.data_folder import SUPERUSER
from gemensam.installation.cluster.roles import (
    DATABASE,
    ROLE_NAMES,
    Role,
    access_statements,
    database_statements,
    ensure_roles,
    schema_statements,
)
from gemensam.installation.cluster.socket_folder import PORT
from gemensam.installation.errors import InstallationError

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
NEVER_DROPPED = frozenset({"postgres", "template0", "template1"})


class BadNameError(InstallationError):
    """Not a name we give to databases."""


def not_restarted() -> bool:
    """For a server that someone else looks after."""
    return False


@dataclass(frozen=True, slots=True)
class Server:
    """`started_here` tells who stops it: see the package. `keep_alive` starts it again
    if it has died and says so; it does nothing for a server started elsewhere.
    """

    socket: Path
    passwords: Mapping[str, str] = field(repr=False)
    started_here: bool
    keep_alive: Callable[[], bool] = not_restarted

    def url(self, role: Role = "app", database: str = DATABASE) -> str:
        """What libpq, psycopg and pg_dump take; holds the password."""
        return self._url(ROLE_NAMES[role], self.passwords[role], database)

    def as_text(self) -> str:
        """All another process of ours needs to use the server, secrets included: for an
        environment variable of a child (the workers of a test run), for nothing else.
        """
        return json.dumps(
            {"socket": str(self.socket), "passwords": dict(self.passwords)}
        )

    @classmethod
    def from_text(cls, text: str) -> "Server":
        """The server that another process started and described by `as_text`."""
        known = json.loads(text)
        return cls(
            socket=Path(known["socket"]),
            passwords=known["passwords"],
            started_here=False,
        )

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database of the owner's, ready for migrations; with a template, a
        copy of it, quickly. Nobody may be connected to the template.

        Raises BadNameError, psycopg.errors.DuplicateDatabase, psycopg.errors.ObjectInUse.
        """
        _refuse_bad(name)
        with self._admin("postgres") as admin:
            for statement in database_statements(name, template=template):
                admin.execute(statement)
        self._open_schema(name)

    def drop_database(self, name: str) -> None:
        """Throw a database away, with whoever is connected; fine if it is not there."""
        _refuse_bad(name)
        with self._admin("postgres") as admin:
            admin.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    sql.Identifier(name)
                )
            )

    def swap_in(self, new: str, *, name: str, keep_as: str) -> None:
        """Let database `new` take the name; what had it is kept under another. Whoever
        is connected is disconnected. Happens as a whole or not at all, also in a crash.
        """
        for one in (new, name, keep_as):
            _refuse_bad(one)
        with self._admin("postgres") as admin:
            try:
                self._close_doors(admin, new, name)
                with admin.transaction():
                    for old, to in ((name, keep_as), (new, name)):
                        admin.execute(
                            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                                sql.Identifier(old), sql.Identifier(to)
                            )
                        )
            finally:
                self._open_doors(admin, {new, name, keep_as})

    def _close_doors(self, admin: Connection, *names: str) -> None:
        for name in names:
            admin.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(
                    sql.Identifier(name)
                )
            )
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = ANY(%s)",
            [list(names)],
        )

    def _open_doors(self, admin: Connection, names: set[str]) -> None:
        for name in names & self.databases():
            admin.execute(
                sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(
                    sql.Identifier(name)
                )
            )

    def databases(self) -> frozenset[str]:
        with self._admin("postgres") as admin:
            rows = admin.execute("SELECT datname FROM pg_database").fetchall()
        return frozenset(name for (name,) in rows)

    def provision(self) -> None:
        """Roles, passwords and the product's database, whatever of it is missing."""
        with self._admin("postgres") as admin:
            ensure_roles(admin, self.passwords)
            there = admin.execute(
                "SELECT FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone()
            make = access_statements if there is not None else database_statements
            for statement in make(DATABASE):
                admin.execute(statement)
        self._open_schema(DATABASE)

    def _open_schema(self, database: str) -> None:
        with self._admin(database) as admin, admin.transaction():
            for statement in schema_statements():
                admin.execute(statement)

    def _admin(self, database: str) -> Connection:
        url = self._url(SUPERUSER, self.passwords["superuser"], database)
        return psycopg.connect(url, autocommit=True, connect_timeout=10)

    def _url(self, user: str, password: str, database: str) -> str:
        socket = quote(str(self.socket), safe="")
        return (
            f"postgresql://{quote(user)}:{quote(password)}@/{quote(database)}"
            f"?host={socket}&port={PORT}"
        )


def _refuse_bad(name: str) -> None:
    if not NAME.fullmatch(name) or name in NEVER_DROPPED:
        raise BadNameError(
            mark("{name} is not a name for a database."),
            mark("Use small letters a-z, digits and _, at most 63, a letter first."),
            name=name,
        )
