# SPDX-License-Identifier: EUPL-1.2
"""Who delivers what to whom, as a table: one row per unit and area."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.actions.deliver import deliver
from gemensam.catalogue.models import Delivery
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import Choice, Code, Column, Day, TableSpec
from gemensam.group.importers.lookup import Lookup
from gemensam.group.importers.people import AREAS
from gemensam.group.models import Unit

DELIVERED = IssueKind(
    "catalogue.delivered-already",
    Severity.ERROR,
    mark("{unit} has a provider for {area} from {start} already, another one."),
    mark("Switch the provider on a date instead of importing it."),
)


class DeliveryImporter(TableImporter):
    kind = "deliveries"
    label = _("Deliveries")
    describes = _("Who delivers which area to which unit, from when.")
    spec = TableSpec(
        columns=(
            Column(name="unit", type=Code(), header="Enhetskod", required=True),
            Column(
                name="area",
                type=Choice(options=tuple(AREAS.values()), names=AREAS),
                header="Område",
                required=True,
            ),
            Column(name="provider", type=Code(), header="Utförare", required=True),
            Column(name="valid_from", type=Day(), header="Från", required=True),
            Column(name="valid_to", type=Day(), header="Till"),
        ),
        key=("unit", "area", "valid_from"),
    )

    def plan(self, reading: Reading) -> "DeliveryPlan":
        return DeliveryPlan(reading)


@dataclass(frozen=True, slots=True)
class Wanted:
    unit: Unit
    area: str
    provider: Unit
    start: date


class DeliveryPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._known = {
            (unit, area): (provider, start)
            for unit, area, provider, start in Delivery.objects.filter(valid_to=None)
            .values_list("unit_id", "service__area_id", "provided_by_id", "valid_from")
            .distinct()
        }
        self._wanted: list[Wanted] = []

    def take(self, row: Said) -> None:
        unit = self._lookup.unit(row.text("unit"), row.line)
        provider = self._lookup.unit(row.text("provider"), row.line)
        if unit is None or provider is None:
            return
        area, start = row.text("area"), row.day("valid_from")
        known = self._known.get((unit.pk, area))
        if known is None:
            self._wanted.append(Wanted(unit, area, provider, start))
            self._reading.count("new")
        elif known == (provider.pk, start):
            self._reading.count("same")
        else:
            self._reading.log.add(
                DELIVERED, row.line, unit=unit.name, area=area, start=known[1]
            )

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        for wanted in self._wanted:
            deliver(
                wanted.unit,
                area=wanted.area,
                provided_by=wanted.provider,
                valid_from=wanted.start,
                by=by,
                at=self._reading.at,
            )
