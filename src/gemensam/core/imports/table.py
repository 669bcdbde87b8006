# SPDX-License-Identifier: EUPL-1.2
"""Importers of tables: one row after another into a plan, which is then written."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.formats.safe_xml import UnreadableXml
from gemensam.formats.tables import (
    Chosen,
    Row,
    TableSpec,
    UnreadableTable,
    opened_table,
)

TELL_EVERY = 5000  # rows


class Said:
    """A sound row, its cells by what their column holds. A required cell is never empty;
    asking for another kind than the column's is a mistake in the importer."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.line = row.line

    def text(self, name: str) -> str:
        """The text, or nothing for an empty cell."""
        value = self._row[name]
        return "" if value is None else str(value)

    def has(self, name: str) -> bool:
        return self._row[name] is not None

    def day(self, name: str) -> date:
        value = self._row[name]
        assert isinstance(value, date)
        return value

    def maybe_day(self, name: str) -> date | None:
        return self.day(name) if self.has(name) else None

    def number(self, name: str) -> Decimal:
        value = self._row[name]
        assert isinstance(value, Decimal)
        return value

    def maybe_number(self, name: str) -> Decimal | None:
        return self.number(name) if self.has(name) else None

    def whole(self, name: str) -> int:
        value = self._row[name]
        assert isinstance(value, int)
        return value

    def maybe_whole(self, name: str) -> int | None:
        return self.whole(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        return self._row[name] is True


class Plan(Protocol):
    """What a file would change, gathered row by row; nothing is written before `write`."""

    def take(self, row: Said) -> None:
        """One sound row. Problems go to the log of the reading."""
        ...

    def close(self) -> None:
        """After the last row: what can only be said of the whole."""
        ...

    def write(self, *, by: By) -> None:
        """Carry it out, inside the import's transaction."""
        ...


class TableImporter:
    """An importer whose files are tables. A subclass gives `kind`, texts, `spec`, `plan`."""

    kind: str
    label: Any
    describes: Any
    personal = False
    spec: TableSpec

    def plan(self, reading: Reading) -> Plan:
        raise NotImplementedError

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", ""))

    def read(self, source: BinaryIO, reading: Reading) -> None:
        self._planned(source, reading)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        self._planned(source, reading).write(by=by)

    def _planned(self, source: BinaryIO, reading: Reading) -> Plan:
        plan = self.plan(reading)
        try:
            self._feed(source, reading, plan)
        except (UnreadableTable, UnreadableXml) as trouble:
            issue = trouble.issue
            reading.log.add(issue.kind, issue.line, issue.column, **issue.values)
        plan.close()
        return plan

    def _feed(self, source: BinaryIO, reading: Reading, plan: Plan) -> None:
        chosen = chosen_from(reading.mapping)
        with opened_table(source, self.spec, log=reading.log, chosen=chosen) as table:
            rows = 0
            for row in table:
                rows += 1
                if rows % TELL_EVERY == 0:
                    reading.progress(rows)
                if not row.is_faulty:
                    plan.take(Said(row))
            reading.count("rows", rows)
            reading.mapping_used = {
                **reading.mapping,
                "headers": dict(table.chosen.headers),
                "left_out": list(table.chosen.left_out),
            }


def chosen_from(mapping: Mapping[str, Any]) -> Chosen:
    """What was remembered of how such files are read."""
    return Chosen(
        headers=mapping.get("headers", {}),
        left_out=tuple(mapping.get("left_out", ())),
        rest_left_out=bool(mapping.get("rest_left_out", False)),
        sheet=mapping.get("sheet"),
    )
