# SPDX-License-Identifier: EUPL-1.2
"""Where the database is: the embedded one, or a server of the operator's own.

GEMENSAM_DATABASE_URL (what the product works as), GEMENSAM_DATABASE_OWNER_URL (what
migrates) and GEMENSAM_DATABASE_READER_URL (reports) name a server; without the first
the embedded one is started or, if it runs already, used.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg.conninfo import conninfo_to_dict

from gemensam.formats.issues import mark
from gemensam.installation.cluster import Cluster, Server
from gemensam.installation.errors import (
    ExitCode,
    InstallationError,
    WrongSettingError,
)
from gemensam.installation.paths import Paths
from gemensam.installation.tell import Tell, to_terminal

APP = "GEMENSAM_DATABASE_URL"
OWNER = "GEMENSAM_DATABASE_OWNER_URL"
READER = "GEMENSAM_DATABASE_READER_URL"
OLDEST = 150000


class UnreachableError(InstallationError):
    """The named server does not answer, or does not let us in."""

    exit_code = ExitCode.UNAVAILABLE


@dataclass(frozen=True, slots=True)
class Connections:
    """Addresses as libpq takes them, passwords included. `server` is the embedded one,
    None for a server of the operator's own.
    """

    app: str = field(repr=False)
    owner: str = field(repr=False)
    reader: str = field(repr=False)
    server: Server | None = None

    def environment(self, *, with_owner: bool = False) -> dict[str, str]:
        """What a child process is told. Only what migrates learns the owner's address."""
        known = {APP: self.app, READER: self.reader}
        return known | {OWNER: self.owner} if with_owner else known


def named_server(environ: Mapping[str, str]) -> Connections | None:
    """The operator's own server, if the environment names one."""
    app = environ.get(APP)
    if not app:
        return None
    return Connections(
        app=app,
        owner=environ.get(OWNER) or app,
        reader=environ.get(READER) or app,
    )


@contextmanager
def connections(
    paths: Paths,
    *,
    durable: bool = True,
    environ: Mapping[str, str] | None = None,
    tell: Tell = to_terminal,
) -> Iterator[Connections]:
    """A database that answers, for the length of the block.

    Raises InstallationError: what `Cluster.running` and `check_server` raise.
    """
    environ = os.environ if environ is None else environ
    named = named_server(environ)
    if named is not None:
        for variable, url in ((APP, named.app), (OWNER, named.owner)):
            check_server(url, variable=variable)
        yield named
        return
    cluster = Cluster(paths, durable=durable, environ=environ, tell=tell)
    with cluster.running() as server:
        yield Connections(
            app=server.url("app"),
            owner=server.url("owner"),
            reader=server.url("reader"),
            server=server,
        )


def check_server(url: str, *, variable: str) -> None:
    """Raises WrongSettingError for an address that is none, UnreachableError when
    nobody answers or lets us in, and WrongSettingError for a server we cannot use.
    """
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # The driver's words may repeat the address, and with it the password.
        raise WrongSettingError(
            mark("{variable} is not a database address."),
            mark("Write postgresql://user:password@host:port/database"),
            variable=variable,
        ) from error
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.OperationalError as error:
        raise UnreachableError(
            mark("The database in {variable} cannot be used: {reason}"),
            mark("See that the server runs, and that user and password are right."),
            variable=variable,
            reason=str(error).strip(),
        ) from error
    if version < OLDEST or encoding != "UTF8":
        raise WrongSettingError(
            mark("The database in {variable} is version {version} with {encoding}."),
            mark("It must be PostgreSQL 15 or newer, and the database UTF8."),
            variable=variable,
            version=version // 10000,
            encoding=encoding,
        )
