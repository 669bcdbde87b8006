# SPDX-License-Identifier: EUPL-1.2
"""A file all the way in, as the command line takes it."""

import io
from pathlib import Path
from typing import Any

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions
from gemensam.core.models import Import


def imported(
    kind: str, given: Path | bytes, *, name: str = "", **options: Any
) -> Import:
    """Received, read and committed; a refusal fails the test with what was said."""
    content = given if isinstance(given, bytes) else given.read_bytes()
    called = name or (given.name if isinstance(given, Path) else "file")
    at = clock.now()
    record = actions.receive(
        io.BytesIO(content), kind=kind, name=called, by=CONSOLE, at=at, options=options
    )
    if record.state == "received":
        record = actions.read(record, at=at)
    assert record.state != "refused", record.report["issues"]
    if record.state == "read":
        record = actions.commit(record, by=CONSOLE, at=at)
    return record
