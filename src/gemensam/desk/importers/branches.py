# SPDX-License-Identifier: EUPL-1.2
"""A table of branches and units, such as somebody keeps beside the ticket system."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.enums import ImportState
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.imports.untidy import UntidyImporter
from gemensam.core.models import Import
from gemensam.desk.actions.branches import tie_branch
from gemensam.desk.importers import kinds
from gemensam.formats.issues import mark
from gemensam.formats.tables.cells import shown
from gemensam.formats.untidy import Guess, Untidy, Wanted
from gemensam.group.actions import found_unit, unit_called
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A row: a branch, the unit it is by name or code, the administration above it."""

    line: int
    branch: str
    unit: str
    administration: str


class BranchTableImporter(UntidyImporter):
    """Units that no register knows are made while no organisation has been imported;
    afterwards they are told, and the branch is left by its own name."""

    kind = "branches"
    label = _("Branches and units")
    describes = _("What the ticket system calls a unit, and which unit it is.")
    wanted = (
        Wanted(
            name="branch",
            label=mark("Branch or department"),
            words=("filial", "branch", "avdelning", "kund", "avdelning i ärendesystemet",
                   "namn i ärendesystemet", "kod"),
            required=True,
        ),
        Wanted(
            name="unit",
            label=mark("Unit (name or code)"),
            words=("enhet", "enhetsnamn", "enhetskod", "unit", "verksamhet", "namn"),
            required=True,
        ),
        Wanted(
            name="administration",
            label=mark("Administration"),
            words=("förvaltning", "bolag", "förvaltning bolag", "administration", "nämnd"),
        ),
    )  # fmt: skip

    def read(self, source: BinaryIO, reading: Reading) -> None:
        may_make = not _has_organisation()
        new: dict[str, None] = {}
        rows = self._rows(source, reading)
        known = [row for row in rows if unit_called(row.unit) is not None]
        if rows and not known and not may_make:
            reading.log.add(kinds.NO_UNIT_KNOWN)
        for row in rows:
            reading.count("rows")
            if row in known:
                continue
            if may_make:
                new[row.unit] = None
            else:
                reading.log.add(kinds.NO_SUCH_UNIT, row.line, text=row.unit)
        reading.new.extend(Novelty(mark("unit"), "", text) for text in new)

    def commit(self, source: BinaryIO, reading: Reading, *, by: By) -> None:
        may_make = not _has_organisation()
        moved = 0
        for row in self._rows(source, reading):
            unit = unit_called(row.unit)
            if unit is None and may_make:
                unit = self._made(row, reading, by=by)
            if unit is None:
                continue
            moved += tie_branch(row.branch, unit, by=by, at=reading.at)
            reading.count("tied")
        audit.record(
            "group",
            "branches.imported",
            by=by,
            at=reading.at,
            facts={"tied": reading.counts.get("tied", 0), "cases": moved},
        )

    @staticmethod
    def _made(row: Tied, reading: Reading, *, by: By) -> Unit:
        above = None
        if row.administration:
            above = found_unit(
                row.administration,
                by=by,
                at=reading.at,
                kind=UnitKind.ADMINISTRATION,
            )
        return found_unit(row.unit, by=by, at=reading.at, parent=above)

    def _rows(self, source: BinaryIO, reading: Reading) -> Sequence[Tied]:
        def work(table: Untidy, found: Guess) -> list[Tied]:
            return list(_tied(table, found))

        return self.worked(source, reading, work) or ()


def _tied(table: Untidy, found: Guess) -> Iterator[Tied]:
    for line, cells in table:
        said = {
            name: shown(cells[at]).strip()
            for name, at in found.layout.places.items()
            if at < len(cells)
        }
        if said.get("branch") and said.get("unit"):
            yield Tied(
                line=line,
                branch=said["branch"][:100],
                unit=said["unit"][:200],
                administration=said.get("administration", "")[:200],
            )


def _has_organisation() -> bool:
    return Import.objects.filter(kind="units", state=ImportState.COMMITTED).exists()
