# SPDX-License-Identifier: EUPL-1.2
"""A roster becomes employments of a year and a legal entity."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit, clock
from gemensam.core.by import By
from gemensam.core.imports.importer import Asked, Reading
from gemensam.core.imports.shielded import ShieldedImporter
from gemensam.costing.importers.ledger_table.importer import entities
from gemensam.costing.importers.ledger_table.place import entity_of
from gemensam.costing.importers.staff_table import columns
from gemensam.costing.importers.staff_table.rows import Employments
from gemensam.costing.models import Ledger, StaffRow
from gemensam.formats.untidy import Guess, Untidy
from gemensam.group.enums import Register
from gemensam.group.models import LegalEntity
from gemensam.group.queries import aliases


class StaffTableImporter(ShieldedImporter):
    kind = "staff_table"
    unattended = True
    label = _("Staff register as a table (Excel, CSV)")
    describes = _(
        "Who is employed, with title, extent, pay and cost centre, in any columns. "
        "Personal numbers become pseudonyms, names are left out, before anything is "
        "stored."
    )
    wanted = columns.WANTED
    asks = (
        Asked(name="orgnr", label=_("Legal entity"), choices=entities),
        Asked(
            name="year",
            label=_("Year"),
            help=_("Left empty: the year of the newest ledger, else this year."),
        ),
    )

    def read(self, source: BinaryIO, reading: Reading) -> None:
        self._rows(source, reading)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        rows = self._rows(source, reading)
        if rows:
            _write(rows, reading, by)

    def _rows(self, source: BinaryIO, reading: Reading) -> Sequence[StaffRow]:
        entity = entity_of(reading, ())
        if entity is None:
            return ()
        year = year_of(reading.options, entity, reading)

        def taken(table: Untidy, found: Guess) -> list[StaffRow]:
            return list(Employments(table, found.layout, reading, year))

        rows = self.worked(source, reading, taken) or []
        _place(rows, entity, year)
        _count(rows, reading, entity, year)
        return rows


def year_of(
    options: Mapping[str, object], entity: LegalEntity, reading: Reading
) -> int:
    """The year given, that of the entity's newest ledger, or the year it is."""
    given = str(options.get("year") or "")
    if given.isdigit():
        return int(given)
    newest = Ledger.objects.filter(legal_entity=entity).order_by("-year_from").first()
    return newest.year_from.year if newest else clock.local(reading.at).year


def _place(rows: Sequence[StaffRow], entity: LegalEntity, year: int) -> None:
    """The legal entity of each, and the unit, where the register of units knows it."""
    units = {
        **aliases(Register.HR, date(year, 12, 31)),
        **aliases(Register.HR, date(year, 1, 1)),
    }
    for row in rows:
        row.legal_entity = entity
        row.unit_id = units.get((None, row.hr_code))


def _count(
    rows: Sequence[StaffRow], reading: Reading, entity: LegalEntity, year: int
) -> None:
    people = {row.pseudonym for row in rows}
    earlier = StaffRow.objects.filter(
        superseded_at=None, year=year, legal_entity=entity
    )
    before = set(earlier.values_list("pseudonym", flat=True))
    reading.counts |= {
        "year": year,
        "people": len(people),
        "employments": len(rows),
        "people_new": len(people - before) if before else 0,
        "people_gone": len(before - people),
    }


def _write(rows: Sequence[StaffRow], reading: Reading, by: By) -> None:
    """This roster takes the place of the entity's earlier one of the year."""
    year, entity = rows[0].year, rows[0].legal_entity
    StaffRow.objects.filter(year=year, legal_entity=entity, superseded_at=None).update(
        superseded_at=reading.at
    )
    StaffRow.objects.bulk_create(rows, batch_size=2000)
    audit.record(
        f"costing.staff:{year}",
        "staff.imported",
        by=by,
        at=reading.at,
        facts={"import": reading.record.pk, "employments": len(rows)},
    )
