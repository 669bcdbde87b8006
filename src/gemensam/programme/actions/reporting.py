# SPDX-License-Identifier: EUPL-1.2
"""The steering report is made and kept: what was decided on can always be shown."""

from datetime import datetime

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.documents import keep
from gemensam.core.failures import ExpectedFailure
from gemensam.core.models import KeptDocument
from gemensam.formats.issues import mark
from gemensam.group.models import Person
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force
from gemensam.programme.queries.report import KIND, Asked, steering_document
from gemensam.programme.queries.summary import newest


class NothingToReport(ExpectedFailure):
    """There is no baseline, so there is nothing that could be decided on."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "There is no baseline to report. Compute it first, then make the report."
            )
        )


def make_report(asked: Asked, *, person: Person, by: By, at: datetime) -> KeptDocument:
    """Write the report with the figures of today and keep it. Raises `NothingToReport`."""
    if in_force(ScenarioKind.BASELINE) is None:
        raise NothingToReport
    document = steering_document(asked, person, at=at)
    found = newest()
    subject = audit.name_of(found.version or found.case) if found else "programme"
    return keep(document, kind=KIND, subject=subject, by=by, at=at)
