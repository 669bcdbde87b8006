# SPDX-License-Identifier: EUPL-1.2
"""The staff register of a year: employments with pay and cost centre, without names."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Asked, Reading
from gemensam.core.imports.personal import PersonalTableImporter
from gemensam.core.imports.table import Said
from gemensam.costing.enums import EmploymentForm
from gemensam.costing.importers import kinds
from gemensam.costing.models import Ledger, StaffRow
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    Money,
    Share,
    TableSpec,
    Text,
)
from gemensam.group.enums import Register
from gemensam.group.models import LegalEntity
from gemensam.group.queries import aliases

FORMS = {
    "månadsavlönad": EmploymentForm.MONTHLY.value,
    "timavlönad": EmploymentForm.HOURLY.value,
}


class StaffImporter(PersonalTableImporter):
    kind = "staff"
    unattended = True
    label = _("Staff register")
    describes = _(
        "The year's employments. Personal numbers become pseudonyms and names are left "
        "out before anything is stored."
    )
    unkept = ("name",)
    asks = (
        Asked(
            name="year",
            label=_("Year"),
            help=_("Left empty: the year that the dates of the employments tell."),
        ),
    )
    original = TableSpec(
        columns=(
            Column(name="person", type=Code(), header="Personnummer", required=True),
            Column(name="name", type=Text(), header="Namn"),
            Column(
                name="form",
                type=Choice(options=tuple(EmploymentForm.values), names=FORMS),
                header="Anställningsform",
                required=True,
            ),
            Column(name="title", type=Text(longest=120), header="Befattning"),
            Column(name="aid", type=Code(), header="AID"),
            Column(name="extent", type=Share(), header="Sysselsättningsgrad"),
            Column(name="monthly", type=Money(low=0), header="Månadslön"),
            Column(name="hourly", type=Money(low=0), header="Timlön"),
            Column(name="hr_code", type=Code(), header="Enhetskod"),
            Column(name="hr_name", type=Text(), header="Enhet"),
            Column(name="cost_centre", type=Code(), header="Ansvar", required=True),
            Column(
                name="orgnr", type=Code(), header="Organisationsnummer", required=True
            ),
            Column(
                name="employed_from",
                type=Day(),
                header="Anställd från",
                required=True,
            ),
            Column(name="employed_to", type=Day(), header="Anställd till"),
        ),
    )

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", "hr"))

    def plan(self, reading: Reading) -> "StaffPlan":
        return StaffPlan(reading)


class StaffPlan:
    """`options["year"]` says which year the register is about; else its days do."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._entities = {one.orgnr: one for one in LegalEntity.objects.all()}
        self._rows: list[StaffRow] = []
        self._unknown: Counter[str] = Counter()
        self._units: Mapping[tuple[int | None, str], int] | None = None

    @cached_property
    def year(self) -> int:
        """Each employment was held in the year: it began by then, and ended no earlier.
        Where several years would do, the newest of them that has a ledger."""
        given = str(self._reading.options.get("year") or "")
        if given.isdigit():
            return int(given)
        first = max((row.employed_from.year for row in self._rows), default=2000)
        ends = [row.employed_to.year for row in self._rows if row.employed_to]
        last = max(first, min(ends)) if ends else date.max.year
        booked = Ledger.objects.filter(year_from__year__range=(first, last))
        newest = booked.aggregate(newest=Max("year_from"))["newest"]
        return newest.year if newest else first

    def take(self, row: Said) -> None:
        log = self._reading.log
        entity = self._entities.get(row.text("orgnr").replace("-", ""))
        if entity is None:
            log.add(kinds.UNKNOWN_ENTITY, row.line, number=row.text("orgnr"))
            return
        monthly, hourly = row.maybe_whole("monthly"), row.maybe_whole("hourly")
        if not monthly and not hourly:
            log.add(kinds.NO_PAY, row.line, title=row.text("title"))
        self._rows.append(
            StaffRow(
                from_import=self._reading.record,
                pseudonym=row.text("person"),
                form=row.text("form"),
                title=row.text("title"),
                aid=row.text("aid"),
                extent=row.maybe_number("extent"),
                monthly_ore=monthly,
                hourly_ore=hourly,
                hr_code=row.text("hr_code"),
                cost_centre=row.text("cost_centre"),
                legal_entity=entity,
                employed_from=row.day("employed_from"),
                employed_to=row.maybe_day("employed_to"),
            )
        )

    def close(self) -> None:
        reading, year = self._reading, self.year
        units = aliases(Register.HR, date(year, 1, 1))
        later = aliases(Register.HR, date(year, 12, 31))
        for row in self._rows:
            row.year = year
            row.unit_id = units.get((None, row.hr_code)) or later.get(
                (None, row.hr_code)
            )
            if row.unit_id is None:
                self._unknown[row.hr_code] += 1
        for code, count in self._unknown.items():
            reading.log.add(kinds.UNBRIDGED, code=code or "–", count=count)
        told = Ledger.objects.filter(year_from__year=year)
        if Ledger.objects.exists() and not told.exists():
            reading.log.add(kinds.OTHER_YEAR, year=year)
        people = {row.pseudonym for row in self._rows}
        before = set(self._earlier().values_list("pseudonym", flat=True))
        reading.counts |= {
            "year": year,
            "people": len(people),
            "employments": len(self._rows),
            "people_new": len(people - before) if before else 0,
            "people_gone": len(before - people),
        }

    def _earlier(self) -> QuerySet[StaffRow]:
        """What is known of the year for the legal entities that the file is about:
        another employer's register comes in a file of its own."""
        entities = {row.legal_entity_id for row in self._rows}
        return StaffRow.objects.filter(
            year=self.year, legal_entity__in=entities, superseded_at=None
        )

    def write(self, *, by: By) -> None:
        """This register takes the place of the earlier one of its year and employers."""
        reading, year = self._reading, self.year
        self._earlier().update(superseded_at=reading.at)
        StaffRow.objects.bulk_create(self._rows, batch_size=2000)
        audit.record(
            f"costing.staff:{year}",
            "staff.imported",
            by=by,
            at=reading.at,
            facts={"import": reading.record.pk, "employments": len(self._rows)},
        )
