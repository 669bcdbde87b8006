# SPDX-License-Identifier: EUPL-1.2
"""The product served as an operator serves it, and a real Chromium that looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.visitor import ROLES, Visitor
from tests.rig.databases import ROOT, Databases
from tests.rig.mailbox import Mailbox, mailbox

CHROMIUM = "GEMENSAM_CHROMIUM"
WIDTH, HEIGHT = 1280, 900
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get(CHROMIUM)
    if not program:
        pytest.skip(f"{CHROMIUM} names no Chromium; ./gemensam test finds one")
    # Chromium refuses its sandbox to root; a test machine may be nothing else.
    extra = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*QUIET, *extra]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def post() -> Iterator[Mailbox]:
    """Where the mails of the served site end up."""
    with mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def site_database(databases: Databases) -> str:
    return databases.copy("lindby")


@pytest.fixture
def unasked_site(databases: Databases, site: str, site_database: str) -> None:
    """The served site as if nobody had been asked what they do; pages are told so, what
    was computed stays."""
    del site
    url = databases.environment(site_database)["GEMENSAM_DATABASE_URL"]
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE costing_surveyround SET superseded_at = now()")


@pytest.fixture(scope="session")
def site(databases: Databases, site_database: str, post: Mailbox) -> Iterator[str]:
    """The address of a served Lindby of this worker's own; what tests do in it stays."""
    smtp = f"smtp://127.0.0.1:{post.port}"
    with served(databases, site_database, GEMENSAM_SMTP_URL=smtp) as address:
        yield address


@contextmanager
def served(databases: Databases, name: str, **more: str) -> Iterator[str]:
    """The address at which a database of the run is served, pages and jobs."""
    port = _free_port()
    environment = databases.environment(name) | more
    environment.pop("GEMENSAM_TESTING")
    said = databases.base / f"{name}.log"
    address = f"http://localhost:{port}"
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gemensam", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        if not _answers(f"{address}/health", process):
            raise RuntimeError(said.read_text())
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(
    address: str, process: subprocess.Popen[bytes], seconds: float = 60
) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return True
        except OSError:
            time.sleep(0.2)
    return False


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, site: str) -> Callable[[str], Any]:
    """The cookies of a role's first person, signed in once a run."""
    known: dict[str, Any] = {}

    def state(role: str) -> Any:
        if role not in known:
            context = chromium.new_context(locale="sv-SE")
            page = context.new_page()
            page.goto(f"{site}/konto/logga-in/")
            page.locator("form[action$='/demo/'] button").nth(ROLES[role]).click()
            page.wait_for_url(f"{site}/")
            known[role] = context.storage_state()
            context.close()
        return known[role]

    return state


@dataclass(frozen=True, slots=True)
class Browsers:
    """Windows of people who are signed in."""

    chromium: Browser
    site: str
    signed_in: Callable[[str], Any]

    def opened(
        self, role: str, *, language: str, theme: str, width: int, script: bool
    ) -> BrowserContext:
        context = self.chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            reduced_motion="reduce",  # a colour half-way to another is none
            storage_state=self.signed_in(role) if role else None,
        )
        context.add_cookies(
            [
                {"name": "language", "value": language, "url": self.site},
                {"name": "theme", "value": theme, "url": self.site},
            ]
        )
        return context


@pytest.fixture(scope="session")
def browsers(chromium: Browser, site: str, signed_in: Callable[[str], Any]) -> Browsers:
    return Browsers(chromium, site, signed_in)


@pytest.fixture
def visit(browsers: Browsers) -> Iterator[Callable[..., Visitor]]:
    """`visit(role, …)` gives someone at a browser of their own; "" is nobody in
    particular."""
    opened: list[BrowserContext] = []

    def enter(
        role: str,
        *,
        language: str = "sv",
        theme: str = "light",
        width: int = WIDTH,
        script: bool = True,
    ) -> Visitor:
        context = browsers.opened(
            role, language=language, theme=theme, width=width, script=script
        )
        opened.append(context)
        return Visitor(context.new_page(), browsers.site)

    yield enter
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def kept(browsers: Browsers) -> Iterator[Callable[[str, str, str], Page]]:
    """A window for each role, language and theme, with the sheets and scripts it has
    fetched; a new one would be a new process."""
    known: dict[tuple[str, str, str], Page] = {}

    def window(role: str, language: str, theme: str) -> Page:
        asked = (role, language, theme)
        if asked not in known:
            known[asked] = browsers.opened(
                role, language=language, theme=theme, width=WIDTH, script=True
            ).new_page()
        return known[asked]

    yield window
    for page in known.values():
        page.context.close()


@pytest.fixture
def look(
    kept: Callable[[str, str, str], Page], site: str
) -> Iterator[Callable[..., Visitor]]:
    """As `visit`, at a window that others have looked through: for those who only look."""
    visitors: list[Visitor] = []

    def enter(role: str, *, language: str = "sv", theme: str = "light") -> Visitor:
        page = kept(role, language, theme)
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        visitors.append(Visitor(page, site))
        return visitors[-1]

    yield enter
    for visitor in visitors:
        visitor.leaves()
