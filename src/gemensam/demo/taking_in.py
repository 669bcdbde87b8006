# SPDX-License-Identifier: EUPL-1.2
"""One file of the demo through the product's importer, as an administrator would."""

from django.utils.translation import gettext

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.enums import ImportState
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports import actions as imports, report
from gemensam.core.models import Import
from gemensam.demo.manifest import ImportFile
from gemensam.formats.issues import Severity, mark


class RefusedByImporter(ExpectedFailure):
    """A file of the demo that the product does not take: a fault in one of them."""

    def __init__(self, record: Import) -> None:
        errors = [
            f"{issue.line or '–'}: {issue.message(gettext)}"
            for issue in report.issues_of(record.report)
            if issue.severity is Severity.ERROR
        ]
        super().__init__(
            mark("{file} was refused. {errors}"),
            file=record.original_name,
            errors=" ".join(errors[:5]),
        )
        self.record = record


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
        raise RefusedByImporter(record)
