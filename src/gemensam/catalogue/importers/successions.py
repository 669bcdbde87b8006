# SPDX-License-Identifier: EUPL-1.2
"""Services that are split, joined or called something else, from a month on."""

from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.importers.services import UNKNOWN, is_more_open
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import Code, Column, Month, Share, TableSpec, Text
from gemensam.group.importers.follows import Follows, wholes

LESS_KEPT = IssueKind(
    "catalogue.succession-less-kept",
    Severity.ERROR,
    mark(
        "{code} is about persons or kept to the parties, and {to} is not: what was "
        "withheld of the one would be told of the other."
    ),
    mark("Change {to} first (services, columns Sekretess and Gäller en person)."),
)


class ServiceSuccessionImporter(TableImporter):
    kind = "service_successions"
    label = _("Successions of services")
    describes = _(
        "Split, joined and renamed services: what follows what, with what share."
    )
    spec = TableSpec(
        columns=(
            Column(
                name="predecessor", type=Code(), header="Från tjänst", required=True
            ),
            Column(name="successor", type=Code(), header="Till tjänst", required=True),
            Column(name="month", type=Month(), header="Från månad", required=True),
            Column(name="share", type=Share(), header="Andel", required=True),
            Column(name="basis", type=Text(), header="Grund", required=True),
        ),
        key=("predecessor", "successor", "month"),
    )

    def plan(self, reading: Reading) -> "ServiceSuccessionPlan":
        return ServiceSuccessionPlan(reading)


class ServiceSuccessionPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._services = {one.code: one for one in Service.objects.all()}
        self._rows: list[ServiceSuccession] = []

    def take(self, row: Said) -> None:
        old, new = (
            self._service(row.text(name).upper(), row.line)
            for name in ("predecessor", "successor")
        )
        if old and new and is_more_open(old, _kept(new)):
            self._reading.log.add(LESS_KEPT, row.line, code=old.code, to=new.code)
        elif old and new:
            self._rows.append(
                ServiceSuccession(
                    predecessor=old,
                    successor=new,
                    date=row.day("month"),
                    share=row.number("share"),
                    basis=row.text("basis"),
                )
            )

    def _service(self, code: str, line: int) -> Service | None:
        found = self._services.get(code)
        if found is None:
            self._reading.log.add(UNKNOWN, line, code=code)
        return found

    def close(self) -> None:
        recorded = ServiceSuccession.objects.filter(
            predecessor__in={row.predecessor_id for row in self._rows}
        ).values_list("predecessor__code", "successor__code", "date", "share")
        rows = [
            Follows(row.predecessor.code, row.successor.code, row.date, row.share)
            for row in self._rows
        ]
        wholes(rows, map(Follows._make, recorded), self._reading.log)
        self._reading.count("new", len(self._rows))

    def write(self, *, by: By) -> None:
        for row in self._rows:
            _row, is_new = ServiceSuccession.objects.get_or_create(
                predecessor=row.predecessor,
                successor=row.successor,
                date=row.date,
                defaults={
                    "share": row.share,
                    "basis": row.basis,
                    "recorded_at": self._reading.at,
                },
            )
            if is_new:
                audit.record(
                    row.predecessor,
                    "service.succeeded",
                    by=by,
                    at=self._reading.at,
                    facts={"to": row.successor, "date": row.date, "share": row.share},
                )


def _kept(one: Service) -> dict[str, object]:
    return {
        "confidentiality": one.confidentiality,
        "concerns_persons": one.concerns_persons,
    }
