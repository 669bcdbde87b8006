# SPDX-License-Identifier: EUPL-1.2
"""One file of the demo through the product's importer, as an administrator would."""

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.enums import ImportState
from gemensam.core.imports import actions as imports, report
from gemensam.demo.manifest import ImportFile
from gemensam.formats.issues import Severity


class RefusedByImporter(RuntimeError):
    """A file of the demo that the product does not take: a fault in one of them."""


def take_in(file: ImportFile) -> None:
    """Receive, read and commit. Raises `RefusedByImporter`."""
    with file.path.open("rb") as source:
        record = imports.receive(
            source,
            kind=file.kind,
            name=file.path.name,
            by=CONSOLE,
            at=clock.now(),
            options=file.options,
        )
    if record.state == ImportState.RECEIVED:
        record = imports.read(record, at=clock.now())
    if record.state == ImportState.READ:
        record = imports.commit(record, by=CONSOLE, at=clock.now())
    if record.state == ImportState.REFUSED:
        errors = [
            f"{issue.line}: {issue.message()}"
            for issue in report.issues_of(record.report)
            if issue.severity is Severity.ERROR
        ]
        raise RefusedByImporter(f"{file.path.name}: " + "; ".join(errors[:5]))
