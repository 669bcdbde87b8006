# SPDX-License-Identifier: EUPL-1.2
"""Somebody new: an installation with nothing in it, made and served as an operator does,
and its first administrator at a telephone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.browser.conftest import served
from tests.browser.visitor import Visitor
from tests.rig.databases import ROOT, Databases

PHRASE = "en lång fras 9 till"
EMAIL = "anna@exempel.se"
READING = 60_000  # milliseconds; a file waits for its turn on a busy machine


@contextmanager
def newcomer(chromium: Browser, databases: Databases, *, to: str) -> Iterator[Visitor]:
    """Anna Ank, signed in to the new installation of the municipality `to`."""
    name = databases.copy("migrated")
    subprocess.run(
        [
            sys.executable, "-P", "-m", "gemensam", "start", "--no-serve", "--name", to,
            "--admin-name", "Anna Ank", "--admin-email", EMAIL, "--password-stdin",
        ],
        cwd=ROOT, env=databases.environment(name), input=PHRASE + "\n", text=True,
        check=True, capture_output=True,
    )  # fmt: skip
    with served(databases, name) as address:
        context = chromium.new_context(
            viewport={"width": 360, "height": 800}, locale="sv-SE"
        )
        page = context.new_page()
        page.goto(f"{address}/konto/logga-in/")
        page.get_by_label("E-post").fill(EMAIL)
        page.locator("input[type=password]").fill(PHRASE)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url(f"{address}/")
        yield Visitor(page, address)
        context.close()


def takes_in(visitor: Visitor, file: Path) -> None:
    """Choose the file on the page one stands on, see what was read, import it."""
    page = visitor.page
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    decide = page.locator("button[value=commit]")
    expect(decide).to_be_visible(timeout=READING)
    assert visitor.overflow() <= 0
    assert visitor.barriers() == []
    decide.click()
    expect(page.get_by_role("status").first).to_contain_text("Filen är importerad")
