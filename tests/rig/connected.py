# SPDX-License-Identifier: EUPL-1.2
"""Django on a database of the test's; to be imported once Django is set up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction
from django.test import override_settings

from tests.rig.databases import Databases

import gemensam.settings
from gemensam.catalogue.queries import level
from gemensam.core import clock, files, keys
from gemensam.installation.cluster import Role

ROLES: dict[str, Role] = {"default": "app", "owner": "owner"}


@contextmanager
def connected(databases: Databases, database: str) -> Iterator[None]:
    """Django works on `database`, as the product's own role, with its files and keys.

    The connection is left open for the next test on the same database: a new one costs
    more than many a test, and begins by reading what the database consists of.
    """
    with _files_of(databases.var(database)):
        for alias, role in ROLES.items():
            _connect(alias, databases.server.url(role, database))
        _forget()
        try:
            yield
        finally:
            _forget()


def disconnected() -> None:
    """Before a database is dropped."""
    for alias in ROLES:
        connections[alias].close()


def _connect(alias: str, url: str) -> None:
    connection, wanted = connections[alias], gemensam.settings._database(url)
    is_same = all(connection.settings_dict[name] == wanted[name] for name in wanted)
    if is_same and connection.connection is not None and connection.is_usable():
        return
    connection.close()
    connection.settings_dict.update(wanted)


@contextmanager
def _files_of(var: Path) -> Iterator[None]:
    var.mkdir(exist_ok=True)
    before = os.environ["GEMENSAM_VAR"]
    os.environ["GEMENSAM_VAR"] = str(var)
    try:
        with override_settings(VAR=var):
            yield
    finally:
        os.environ["GEMENSAM_VAR"] = before


def _forget() -> None:
    """What a process remembers of its database and keys."""
    clock.forget_offset()
    keys.current_pseudonym_key.cache_clear()
    level.forget_calendars()


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is checked and then taken back, with the files it kept, and what
    the session holds beyond it."""
    before = set(files.folder().glob("??/*"))
    connection = connections["default"]
    try:
        with transaction.atomic():
            yield
            connection.check_constraints()
            transaction.set_rollback(True)
    finally:
        for path in set(files.folder().glob("??/*")) - before:
            path.unlink()
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock_all()")
