# SPDX-License-Identifier: EUPL-1.2
"""Shared by all tests. A test that names no database fixture may not ask one."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

import pytest
from hypothesis import HealthCheck, settings
from tests.rig.ahead import Ahead
from tests.rig.counting import Counting
from tests.rig.databases import BASE, Databases, server_for_all
from tests.rig.lasting import Lasting
from tests.rig.mailbox import Mailbox, mailbox

from gemensam.core.compiled import compile_all

settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "fast",
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("GEMENSAM_HYPOTHESIS", "tests"))

_run = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Django is set up on no database; the run's cluster is started by its first process."""
    if not hasattr(config, "workerinput"):
        _run.enter_context(server_for_all())
        config.pluginmanager.register(Counting(), "counting")
    else:
        config.pluginmanager.register(Ahead(), "ahead")
    config.pluginmanager.register(Lasting(), "lasting")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gemensam.settings",
        "GEMENSAM_TESTING": "1",
        # A browser that Playwright drives leaves an event loop in the thread.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        "GEMENSAM_SECRET_KEY": secrets.token_urlsafe(48),
        "GEMENSAM_VAR": os.environ[BASE],
    }
    if not hasattr(config, "workerinput"):
        compile_all()
    django.setup()


def pytest_unconfigure() -> None:
    _run.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of files that no one here wrote."""
    folder = os.environ.get("GEMENSAM_REAL_DATA")
    if not folder:
        pytest.skip("GEMENSAM_REAL_DATA names no folder of real files")
    if not Path(folder).is_dir():
        pytest.fail(f"GEMENSAM_REAL_DATA names {folder}, which is not a folder")
    return Path(folder)


# ---------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def databases(worker_id: str) -> Databases:
    return Databases(worker_id)


@pytest.fixture
def on_database(
    databases: Databases, django_db_blocker: Any
) -> Iterator[Callable[..., str]]:
    """Call it with a template: Django then works on a copy of it until the test ends.

    `own=True` gives a database of the test's own, in which it may commit.
    """
    from tests.rig.connected import connected, disconnected, undone

    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())

        def use(template: str, *, own: bool = False) -> str:
            name = databases.copy(template) if own else databases.of(template)
            if own:
                stack.callback(databases.drop, name)
                stack.callback(disconnected)
            stack.enter_context(connected(databases, name))
            if not own:
                stack.enter_context(undone())
            return str(name)

        yield use


@pytest.fixture
def empty(on_database: Callable[..., str]) -> str:
    """All tables and nothing in them; what the test writes is taken back."""
    return on_database("migrated")


@pytest.fixture
def lindby(on_database: Callable[..., str]) -> str:
    """A small Lindby, built by the demo; what the test writes is taken back."""
    return on_database("lindby")


@pytest.fixture
def town(on_database: Callable[..., str]) -> str:
    """As `lindby`, with a third of the people of the real one."""
    return on_database("town")


@pytest.fixture
def own_empty(on_database: Callable[..., str]) -> str:
    """As `empty`, in a database of the test's own."""
    return on_database("migrated", own=True)


@pytest.fixture
def own_lindby(on_database: Callable[..., str]) -> str:
    """As `lindby`, in a database of the test's own."""
    return on_database("lindby", own=True)


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """No closed month has been read by this process."""
    from tests.rig.kept import nothing_kept as forgotten

    with forgotten():
        yield


# -------------------------------------------------------------------- pages


@pytest.fixture(scope="session")
def static_files(databases: Databases) -> None:
    """Style sheets and scripts under the names that pages call them by."""
    from gemensam.installation.locks import locked
    from gemensam.ui.static import is_gathered, note_gathered

    with locked(databases.base / "static.lock"):
        if not is_gathered():
            call_command("collectstatic", interactive=False, verbosity=0)
            note_gathered()


# --------------------------------------------------------------------- mail


@pytest.fixture
def post() -> Iterator[Mailbox]:
    """A mail server on loopback, to which the product sends."""
    from django.test import override_settings

    with (
        mailbox() as box,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=box.port,
            EMAIL_USE_TLS=False,
        ),
    ):
        yield box
