# SPDX-License-Identifier: EUPL-1.2
"""Key figures of Kolada, from a file: nothing is fetched from anywhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.clock import local
from gemensam.core.imports.importer import Reading
from gemensam.costing.importers import kinds
from gemensam.costing.models import KoladaTitle, KoladaValue
from gemensam.formats.kolada.reader import read
from gemensam.formats.kolada.rows import Title, Value

Key = tuple[str, str, int, str]  # key figure, municipality, year, gender


class KoladaImporter:
    kind = "kolada"
    label = _("Key figures of Kolada")
    describes = _(
        "Figures or their names, as a table or as the JSON of api.kolada.se, to put "
        "beside the baseline."
    )
    personal = False

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", "kolada"))

    def read(self, source: BinaryIO, reading: Reading) -> None:
        _Plan(reading).take(source)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        plan = _Plan(reading)
        plan.take(source)
        plan.write(by)


class _Plan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._values: dict[Key, Value] = {}
        self._titles: dict[str, Title] = {}

    def take(self, source: BinaryIO) -> None:
        log = self._reading.log
        for row in read(source, log):
            if isinstance(row, Title):
                self._titles[row.kpi] = row
            elif row.value is not None:
                key = (row.kpi, row.municipality, row.year, row.gender)
                if key in self._values and self._values[key].value != row.value:
                    log.add(kinds.TWO_VALUES, row.line, kpi=row.kpi, year=row.year)
                self._values[key] = row
            else:
                self._reading.count("unpublished")
        self._reading.counts["figures"] = len(self._values)
        self._reading.counts["titles"] = len(self._titles)

    def write(self, by: By) -> None:
        record, at = self._reading.record, self._reading.at
        KoladaTitle.objects.bulk_create(
            [
                KoladaTitle(
                    kpi=one.kpi,
                    title=one.title,
                    area=one.area,
                    description=one.description,
                    from_import=record,
                )
                for one in self._titles.values()
            ],
            update_conflicts=True,
            unique_fields=["kpi"],
            update_fields=["title", "area", "description", "from_import"],
        )
        fresh = self._fresh(local(record.received_at).date())
        KoladaValue.objects.bulk_create(fresh, batch_size=2000)
        facts = {"figures": len(fresh), "titles": len(self._titles)}
        audit.record("costing.kolada", "kolada.imported", by=by, at=at, facts=facts)

    def _fresh(self, fetched_on: date) -> list[KoladaValue]:
        """Rows that say something new; those they revise are dated superseded."""
        kpis = {key[0] for key in self._values}
        known = {
            (one.kpi, one.municipality, one.year, one.gender): one
            for one in KoladaValue.objects.filter(kpi__in=kpis, superseded_at=None)
        }
        fresh, revised = [], []
        for key, row in self._values.items():
            assert row.value is not None
            before = known.get(key)
            if before and before.value == round(row.value, 6):
                continue
            if before:
                revised.append(before.pk)
            fresh.append(
                KoladaValue(
                    kpi=row.kpi,
                    municipality=row.municipality,
                    name=row.name,
                    year=row.year,
                    gender=row.gender,
                    value=row.value,
                    fetched_on=fetched_on,
                    from_import=self._reading.record,
                )
            )
        KoladaValue.objects.filter(pk__in=revised).update(
            superseded_at=self._reading.at
        )
        return fresh
