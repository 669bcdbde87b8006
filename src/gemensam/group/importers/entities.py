# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Integer,
    Share,
    TableSpec,
    Text,
)
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.importers import kinds
from gemensam.group.importers.lookup import digits, is_organisation_number
from gemensam.group.models import LegalEntity

FORMS = {
    "kommun": EntityKind.MUNICIPALITY.value,
    "bolag": EntityKind.COMPANY.value,
    "kommunalförbund": EntityKind.FEDERATION.value,
    "stiftelse": EntityKind.FOUNDATION.value,
}
CHARTS = {"kommun-bas": Chart.KOMMUN_BAS.value, "bas": Chart.BAS.value}


class EntityImporter(TableImporter):
    kind = "entities"
    label = _("Legal entities")
    describes = _("The municipality, its companies and federations.")
    spec = TableSpec(
        columns=(
            Column(
                name="orgnr", type=Code(), header="Organisationsnummer", required=True
            ),
            Column(name="name", type=Text(), header="Namn", required=True),
            Column(
                name="kind",
                type=Choice(options=tuple(EntityKind.values), names=FORMS),
                header="Form",
                required=True,
            ),
            Column(
                name="chart",
                type=Choice(options=tuple(Chart.values), names=CHARTS),
                header="Kontoplan",
                required=True,
            ),
            Column(
                name="fiscal_year_start",
                type=Integer(low=1, high=12),
                header="Räkenskapsårets första månad",
                required=True,
            ),
            Column(
                name="vat_deduction_ratio",
                type=Share(),
                header="Avdragsrätt moms",
                required=True,
            ),
        ),
        key=("orgnr",),
    )

    def plan(self, reading: Reading) -> "EntityPlan":
        return EntityPlan(reading)


class EntityPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known = {one.orgnr: one for one in LegalEntity.objects.all()}
        self._new: list[LegalEntity] = []
        self._changed: list[tuple[LegalEntity, dict[str, tuple[Any, Any]]]] = []

    def take(self, row: Said) -> None:
        number = digits(row.text("orgnr"))
        if not is_organisation_number(number):
            self._reading.log.add(kinds.BAD_NUMBER, row.line, number=row.text("orgnr"))
            return
        said = {
            "name": row.text("name"),
            "kind": row.text("kind"),
            "chart": row.text("chart"),
            "fiscal_year_start": row.whole("fiscal_year_start"),
            "vat_deduction_ratio": row.number("vat_deduction_ratio"),
        }
        known = self._known.get(number)
        if known is None:
            self._new.append(LegalEntity(orgnr=number, **said))
            self._reading.count("new")
            return
        changes = {
            field: (getattr(known, field), value)
            for field, value in said.items()
            if getattr(known, field) != value
        }
        self._reading.count("changed" if changes else "same")
        if changes:
            self._changed.append((known, changes))

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        at = self._reading.at
        for entity in self._new:
            entity.save(force_insert=True)
            facts = {"orgnr": entity.orgnr, "name": entity.name}
            audit.record(entity, "entity.added", by=by, at=at, facts=facts)
        for entity, changes in self._changed:
            for field, (_old, new) in changes.items():
                setattr(entity, field, new)
            entity.save(update_fields=list(changes))
            audit.record(entity, "entity.changed", by=by, at=at, changes=changes)
