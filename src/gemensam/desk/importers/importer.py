# SPDX-License-Identifier: EUPL-1.2
"""Logs of cases: our own history, or another system's monthly export."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Asked, Reading
from gemensam.desk.enums import CaseSystem
from gemensam.desk.importers import whole
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.read import LogCase, read_cases
from gemensam.desk.importers.survey import LogSurvey
from gemensam.desk.importers.whole import LAST, Glance, Whole, ended
from gemensam.desk.importers.write import CaseWriter
from gemensam.desk.models import CaseLog
from gemensam.formats.issues import IssueLog

TELL_EVERY = 500


class CaseImporter:
    """`options["system"]`: `desk` for the history of our own desk, else `foreign`.

    `options["service"]` and `options["unit"]` (code or name) say that the whole log is
    about one service in one unit; what does not exist is made. `options["done"] = "last"`
    says that a case is done with its last event; so it is taken as well when a log of
    one service has no event that means done.
    """

    kind = "cases"
    unattended = True
    label = _("Case log")
    describes = _("Cases with their events (XES, CSV), or a ticket system's export.")
    personal = False
    asks = (
        Asked(
            name="service",
            label=_("Is the whole log about one service?"),
            help=_("Leave it when the log says which service each case is about."),
            choices=whole.services,
        ),
        Asked(
            name="unit",
            label=_("And one unit?"),
            help=_("Leave it when the log says which unit each case is about."),
            choices=whole.units,
        ),
    )

    steps = ("cases",)

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", options.get("system", "")))

    def read(self, source: BinaryIO, reading: Reading) -> None:
        meaning = Meaning.remembered(reading.mapping)
        said = _whole(reading)
        said.tell_new(reading)
        survey = LogSurvey(reading, meaning, said=_said(said))
        for number, case in enumerate(_cases(source, reading, meaning), start=1):
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
        said = _whole(reading)
        said.settle(meaning, by=by, at=reading.at)
        survey = LogSurvey(reading, meaning, said=_said(said))
        writer = CaseWriter(log, reading, meaning)
        for number, case in enumerate(_cases(source, reading, meaning), start=1):
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


def _whole(reading: Reading) -> Whole:
    return Whole.said(reading.options, reading.record.original_name)


def _said(said: Whole) -> frozenset[str]:
    return frozenset(name for name in ("service", "unit") if getattr(said, name))


def _cases(source: BinaryIO, reading: Reading, meaning: Meaning) -> Iterator[LogCase]:
    """The cases of the file, ended by their last event where nothing else ends them."""
    is_last = reading.options.get("done") == LAST
    if not is_last and not reading.options.get("service"):
        yield from read_cases(source, reading, meaning)
        return
    glance = Glance()
    ahead = Reading(reading.record, IssueLog(), reading.mapping, reading.at)
    for case in read_cases(source, ahead, Meaning.remembered(reading.mapping)):
        glance.take(case)
    source.seek(0)
    cases = read_cases(source, reading, meaning)
    if is_last or not glance.means_done:
        glance.tell(reading)
        cases = ended(cases, last=glance.last)
    yield from cases
