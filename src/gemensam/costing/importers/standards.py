# SPDX-License-Identifier: EUPL-1.2
"""The list of standard shares by title, as a file: out, edited in a sheet, and in again."""

from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy as _

from gemensam.calc.errors import CalcError
from gemensam.catalogue.models import Area
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.costing.actions import standards
from gemensam.costing.enums import Activity, ListChange
from gemensam.costing.importers import kinds
from gemensam.formats.tables import Code, Column, Share, TableSpec, Text

COLUMNS = TableSpec(
    columns=(
        Column(name="title", type=Text(longest=400), header="Befattning"),
        Column(name="code", type=Text(longest=100), header="AID"),
        Column(name="target", type=Code(), header="Område", required=True),
        Column(name="low", type=Share(), header="Lägst", unit="%", required=True),
        Column(name="likely", type=Share(), header="Troligt", unit="%", required=True),
        Column(name="high", type=Share(), header="Högst", unit="%", required=True),
        Column(name="note", type=Text(longest=200), header="Anmärkning"),
        Column(name="source", type=Text(longest=200), header="Källa"),
    ),
    key=("title", "code", "target"),
)


class StandardsImporter(TableImporter):
    kind = "standards"
    label = _("Standard shares by title")
    describes = _(
        "How much of their time people with a title give to finance, HR and IT, low, "
        "likely and high. The file takes the place of the list."
    )
    spec = COLUMNS

    def plan(self, reading: Reading) -> "StandardsPlan":
        return StandardsPlan(reading)


class StandardsPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._names = _names()
        self._rows: list[standards.Said] = []

    def take(self, row: Said) -> None:
        said = row.text("target")
        self._rows.append(
            standards.Said(
                title=row.text("title"),
                code=row.text("code"),
                target=self._names.get(said.casefold(), said),
                low=row.number("low"),
                likely=row.number("likely"),
                high=row.number("high"),
                note=row.text("note"),
                source=row.text("source"),
            )
        )

    def close(self) -> None:
        try:
            standards.check(standards.in_lines(self._rows))
        except (ExpectedFailure, CalcError) as fault:
            reason = fault.message(gettext)
            self._reading.log.add(kinds.BAD_STANDARD, reason=reason)
        self._reading.counts |= {
            "rows": len(self._rows),
            "lines": len({one.line for one in self._rows}),
        }

    def write(self, *, by: By) -> None:
        record = self._reading.record
        standards.publish_standards(
            self._rows,
            why=standards.Why(ListChange.IMPORTED, record.original_name),
            by=by,
            at=self._reading.at,
            record=record,
        )


def _names() -> dict[str, str]:
    """What an area may be called in a file → its code."""
    names = {
        str(name).casefold(): area.code
        for area in Area.objects.all()
        for name in (area.code, area.name_sv, area.name_en)
    }
    return names | {one.value.casefold(): one.value for one in Activity}


def exported(rows: list[standards.Said]) -> list[dict[str, str | Decimal]]:
    """Rows as the file has them."""
    return [
        {
            "title": one.title,
            "code": one.code,
            "target": one.target,
            "low": one.low,
            "likely": one.likely,
            "high": one.high,
            "note": one.note,
            "source": one.source,
        }
        for one in rows
    ]
