# SPDX-License-Identifier: EUPL-1.2
"""Meters and volumes: how many units of a service each unit used in a month."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.absent import absent_in
from gemensam.core import audit, clock
from gemensam.core.bulk import analyse, copy_rows
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.named import remark_on_name
from gemensam.core.imports.table import Said, TableImporter
from gemensam.costing.importers import kinds
from gemensam.costing.models import VolumeRow
from gemensam.formats.tables import (
    Code,
    Column,
    Fraction,
    Integer,
    Month,
    TableSpec,
    Text,
)
from gemensam.group.enums import Register
from gemensam.group.queries import aliases

COLUMNS = (
    "month", "service_id", "unit_id", "meter", "count", "persons", "from_import_id",
)  # fmt: skip
Key = tuple[date, int, str]  # month, service, meter


class VolumeImporter(TableImporter):
    kind = "volumes"
    unattended = True
    label = _("Volumes and meters")
    describes = _("Units of each service per month, as the registers counted them.")
    spec = TableSpec(
        columns=(
            Column(name="month", type=Month(), header="Månad", required=True),
            Column(name="service", type=Code(), header="Tjänst", required=True),
            Column(
                name="meter", type=Text(longest=100), header="Mätarkod", required=True
            ),
            Column(
                name="count", type=Fraction(places=2), header="Antal", required=True
            ),
            Column(name="persons", type=Integer(low=0), header="Personer"),
        ),
        key=("month", "service", "meter"),
    )

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", "meters"))

    def plan(self, reading: Reading) -> "VolumePlan":
        return VolumePlan(reading)


class VolumePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._services = dict(Service.objects.values_list("code", "pk"))
        self._rows: dict[Key, tuple[Decimal, int | None]] = {}
        self._units: dict[date, Mapping[tuple[int | None, str], int]] = {}
        self._unbridged: Counter[str] = Counter()
        self._fresh: list[Key] = []
        self._changed: list[Key] = []
        self._confirmed: list[int] = []
        self._ended: dict[date, datetime] = {}

    def take(self, row: Said) -> None:
        log, code = self._reading.log, row.text("service").upper()
        service = self._services.get(code)
        if service is None:
            log.add(kinds.UNKNOWN_SERVICE, row.line, code=code)
            return
        count = row.number("count")
        if count < 0:
            log.add(kinds.NEGATIVE, row.line, count=count, service=code)
        month, meter = row.day("month"), row.text("meter")
        if self._unit(month, meter) is None:
            self._unbridged[meter] += 1
        self._rows[month, service, meter] = (count, row.maybe_whole("persons"))

    def _unit(self, month: date, meter: str) -> int | None:
        if month not in self._units:
            self._units[month] = aliases(Register.METERS, month)
        return self._units[month].get((None, meter))

    def close(self) -> None:
        for meter, count in self._unbridged.items():
            self._reading.log.add(kinds.UNBRIDGED, code=meter, count=count)
        months = {month for month, _service, _meter in self._rows}
        self._remark_on_absent(months)
        remark_on_name(self._reading, months)
        before = {
            (month, service, meter): (count, persons, number, at)
            for month, service, meter, count, persons, number, at in (
                VolumeRow.objects.filter(month__in=months).values_list(
                    "month", "service_id", "meter", "count", "persons",
                    "pk", "from_import__committed_at",
                )
            )
        }  # fmt: skip
        for key, said in self._rows.items():
            if key not in before:
                self._fresh.append(key)
                continue
            *was, number, at = before[key]
            if tuple(was) != said:
                self._changed.append(key)
            elif self._tells_the_whole(key[0], at):
                self._confirmed.append(number)
        self._reading.counts |= {
            "new": len(self._fresh),
            "changed": len(self._changed),
            "same": len(self._rows) - len(self._fresh) - len(self._changed),
            "months": len(months),
        }

    def _tells_the_whole(self, month: date, before: datetime | None) -> bool:
        """A count from before the month ended may be half of it: when it is the same
        afterwards, it is this file that says so."""
        if month not in self._ended:
            after = (month + timedelta(days=31)).replace(day=1)
            self._ended[month] = clock.start_of_day(after)
        ended = self._ended[month]
        return before is not None and before < ended <= self._reading.at

    def _remark_on_absent(self, months: Collection[date]) -> None:
        """Rows of services that are not there in their month."""
        absent = {month: absent_in(month) for month in sorted(months)}
        named = Counter(
            (month, service)
            for month, service, _meter in self._rows
            if service in absent[month]
        )
        for (month, service), count in sorted(named.items()):
            one = absent[month][service]
            add = partial(
                self._reading.log.add,
                code=one.service.code,
                month=f"{month:%Y-%m}",
                count=count,
            )
            for now, percent in one.percents:
                add(kinds.READ_AS, share=percent.normalize(), now=now.code)
            if not one.percents:
                add(kinds.NOT_THERE)

    def write(self, *, by: By) -> None:
        copy_rows("costing_volumerow", COLUMNS, self._new_rows())
        analyse("costing_volumerow")
        for month, service, meter in self._changed:
            count, persons = self._rows[month, service, meter]
            VolumeRow.objects.filter(month=month, service=service, meter=meter).update(
                count=count, persons=persons, from_import=self._reading.record
            )
        VolumeRow.objects.filter(pk__in=self._confirmed).update(
            from_import=self._reading.record
        )
        audit.record(
            "costing.volumes",
            "volumes.imported",
            by=by,
            at=self._reading.at,
            facts={"import": self._reading.record.pk, "counts": self._reading.counts},
        )

    def _new_rows(self) -> Iterator[tuple[Any, ...]]:
        record = self._reading.record.pk
        for month, service, meter in self._fresh:
            count, persons = self._rows[month, service, meter]
            unit = self._unit(month, meter)
            yield month, service, unit, meter, count, persons, record
