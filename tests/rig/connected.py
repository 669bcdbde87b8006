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


@contextmanager
def connected(databases: Databases, database: str) -> Iterator[None]:
    """Django works on `database`, as the product's own role, with its files and keys."""
    urls: dict[str, Role] = {"default": "app", "owner": "owner"}
    before = {alias: dict(connections[alias].settings_dict) for alias in urls}
    with _files_of(databases.var(database)):
        for alias, role in urls.items():
            connections[alias].close()
            connections[alias].settings_dict.update(
                gemensam.settings._database(databases.server.url(role, database))
            )
        _forget()
        try:
            yield
        finally:
            for alias in urls:
                connections[alias].close()
                connections[alias].settings_dict.update(before[alias])
            _forget()


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
    """A transaction that is checked and then taken back, with the files it kept."""
    before = set(files.folder().glob("??/*"))
    try:
        with transaction.atomic():
            yield
            connections["default"].check_constraints()
            transaction.set_rollback(True)
    finally:
        for path in set(files.folder().glob("??/*")) - before:
            path.unlink()
