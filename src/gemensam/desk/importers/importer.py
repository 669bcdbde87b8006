# SPDX-License-Identifier: EUPL-1.2
"""Logs of cases: our own history, or another system's monthly export."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.desk.enums import CaseSystem
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.read import read_cases
from gemensam.desk.importers.survey import LogSurvey
from gemensam.desk.importers.write import CaseWriter
from gemensam.desk.models import CaseLog

TELL_EVERY = 500


class CaseImporter:
    """`options["system"]`: `desk` for the history of our own desk, else `foreign`."""

    kind = "cases"
    label = _("Case log")
    describes = _("Cases with their events (XES, CSV), or a ticket system's export.")
    personal = False

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", options.get("system", "")))

    def read(self, source: BinaryIO, reading: Reading) -> None:
        meaning = Meaning.remembered(reading.mapping)
        survey = LogSurvey(reading, meaning)
        for number, case in enumerate(read_cases(source, reading, meaning), start=1):
            survey.take(case)
            if number % TELL_EVERY == 0:
                reading.progress(number)
        survey.close()

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        meaning = Meaning.remembered(reading.mapping)
        record = reading.record
        given = reading.options.get("system", CaseSystem.FOREIGN)
        log = CaseLog.objects.create(
            from_import=record, name=record.original_name, system=CaseSystem(given)
        )
        survey = LogSurvey(reading, meaning)
        writer = CaseWriter(log, reading, meaning)
        for number, case in enumerate(read_cases(source, reading, meaning), start=1):
            if survey.take(case):
                writer.take(case)
            if number % TELL_EVERY == 0:
                reading.progress(number)
        writer.close(last=survey.last)
        survey.close()
        reading.mapping_used = {**reading.mapping, **meaning.kept()}
        audit.record(
            log,
            "cases.imported",
            by=by,
            at=reading.at,
            facts={"counts": reading.counts},
        )
