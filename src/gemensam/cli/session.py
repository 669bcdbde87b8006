# SPDX-License-Identifier: EUPL-1.2
"""A command's way to the installation: folders, keys, database, Django."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import click

from gemensam.cli.words import say, words
from gemensam.formats.issues import filled, mark
from gemensam.installation.connection import Connections, connections
from gemensam.installation.keys import pseudonym_keys, secret_key
from gemensam.installation.paths import Paths, paths_of


@dataclass(frozen=True, slots=True)
class Session:
    paths: Paths
    connections: Connections

    def environment(self, *, with_owner: bool = False) -> Mapping[str, str]:
        """What a child process of ours needs to know."""
        return {
            **os.environ,
            **self.connections.environment(with_owner=with_owner),
            "DJANGO_SETTINGS_MODULE": "gemensam.settings",
            "GEMENSAM_SECRET_KEY": secret_key(self.paths, tell=tell),
        }


def tell(text: str, /, **values: object) -> None:
    """Words of the installation, which come marked in English."""
    say(filled(text, values, words), error=True)


@contextmanager
def opened(*, durable: bool = True) -> Iterator[Session]:
    """The installation with its database running, and Django set up on it."""
    paths = paths_of().make(tell=tell)
    pseudonym_keys(paths, tell=tell)
    with connections(paths, durable=durable, tell=tell) as found:
        session = Session(paths, found)
        os.environ.update(session.environment(with_owner=True))
        from gemensam.core.set_up import set_up

        set_up()
        from gemensam.cli.lost import plain_when_lost

        try:
            with plain_when_lost():
                yield session
        finally:
            from django.db import connections as django_connections

            django_connections.close_all()


@contextmanager
def opened_and_current() -> Iterator[Session]:
    """As `opened`, for commands that need tables: migrates what is not there yet."""
    with opened() as session:
        migrate()
        yield session


def migrate() -> bool:
    """Bring the tables up to the code; answers whether there was anything to do."""
    from django.core.management import call_command
    from django.db import connections as django_connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(django_connections["owner"])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    say(words("Preparing the database …"), error=True)
    call_command("migrate", verbosity=0, interactive=False)
    return True


NOT_BUILT = mark("There is nothing here yet. Run ./gemensam demo or ./gemensam start.")


def require_installation() -> None:
    """End with words when neither `demo` nor `start` has been run."""
    from gemensam.core.models import Installation

    if not Installation.objects.exists():
        raise click.ClickException(words(NOT_BUILT))
