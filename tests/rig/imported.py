# SPDX-License-Identifier: EUPL-1.2
"""A file all the way in, as page and command take it."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, report
from gemensam.core.models import Import


def in_a_test() -> None:
    """Imports hold their own transactions inside the test's."""
    blocks: Any = connection.atomic_blocks
    blocks[-1]._from_testcase = True


def taken_in(
    kind: str, content: bytes, name: str = "file", options: dict[str, Any] | None = None
) -> Import:
    """As far as the file comes: refused, or all the way in."""
    record = actions.receive(
        io.BytesIO(content),
        kind=kind,
        name=name,
        by=CONSOLE,
        at=clock.now(),
        options=options or {},
    )
    if record.state == "received":
        record = actions.read(record, at=clock.now())
    if record.state == "read":
        record = actions.commit(record, by=CONSOLE, at=clock.now())
    return record


def rows_in(kind: str, head: str, rows: Sequence[str]) -> Import:
    """The same of a table with semicolons between its cells."""
    return taken_in(kind, "".join(f"{row}\r\n" for row in [head, *rows]).encode())


def imported(
    kind: str, given: Path | bytes, *, name: str = "", **options: Any
) -> Import:
    """All the way in; a refusal fails the test with what was said."""
    content = given if isinstance(given, bytes) else given.read_bytes()
    called = name or (given.name if isinstance(given, Path) else "file")
    record = taken_in(kind, content, called, options)
    assert record.state != "refused", record.report["issues"]
    return record


def said(record: Import) -> list[str]:
    """The codes of what is remarked on; each can be told to people."""
    found = report.issues_of(record.report)
    for one in found:
        assert one.message(gettext)
        assert one.cure(gettext)
    return [one.kind.code for one in found]
