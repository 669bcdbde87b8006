# SPDX-License-Identifier: EUPL-1.2
"""The organisation: units, where they hang and since when; and who follows whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    Share,
    TableSpec,
    Text,
)
from gemensam.group.enums import AuthorityKind, EntityKind, UnitKind
from gemensam.group.importers import kinds
from gemensam.group.importers.follows import Follows, wholes
from gemensam.group.importers.lookup import Lookup
from gemensam.group.models import (
    Authority,
    LegalEntity,
    Placement,
    Unit,
    UnitSuccession,
)
from gemensam.group.naming import sort_key

KINDS = {
    "koncern": UnitKind.GROUP.value,
    "förvaltning": UnitKind.ADMINISTRATION.value,
    "bolag": UnitKind.COMPANY.value,
    "verksamhetsområde": UnitKind.DEPARTMENT.value,
    "enhet": UnitKind.UNIT.value,
    "stödavdelning": UnitKind.SUPPORT.value,
    "servicecenter": UnitKind.CENTRE.value,
}
BOARDS = {
    EntityKind.MUNICIPALITY: AuthorityKind.COMMITTEE,
    EntityKind.COMPANY: AuthorityKind.COMPANY_BOARD,
    EntityKind.FOUNDATION: AuthorityKind.COMPANY_BOARD,
    EntityKind.FEDERATION: AuthorityKind.FEDERATION_BOARD,
}


class UnitImporter(TableImporter):
    kind = "units"
    label = _("Organisation")
    describes = _("Units with what they hang under, from when to when.")
    spec = TableSpec(
        columns=(
            Column(name="code", type=Code(), header="Enhetskod", required=True),
            Column(name="name", type=Text(longest=200), header="Namn", required=True),
            Column(
                name="kind",
                type=Choice(options=tuple(UnitKind.values), names=KINDS),
                header="Typ",
                required=True,
            ),
            Column(name="parent", type=Code(), header="Överordnad"),
            Column(
                name="orgnr", type=Code(), header="Organisationsnummer", required=True
            ),
            Column(name="authority", type=Text(), header="Myndighet", required=True),
            Column(name="valid_from", type=Day(), header="Giltig från", required=True),
            Column(name="valid_to", type=Day(), header="Giltig till"),
        ),
        key=("code", "valid_from"),
    )

    def plan(self, reading: Reading) -> "UnitPlan":
        return UnitPlan(reading)


@dataclass(frozen=True, slots=True)
class Placed:
    """One row: a unit and its place during a period."""

    line: int
    code: str
    name: str
    kind: str
    parent: str
    entity: LegalEntity
    authority: str
    start: date
    end: date | None


class Told(NamedTuple):
    """What is recorded of a unit from a day on."""

    parent: str
    end: date | None
    authority: str


class UnitPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._rows: dict[str, list[Placed]] = defaultdict(list)
        # Unit → first day → what it hangs under ("": nothing), until when, and whose it is.
        self._placed: dict[str, dict[date, Told]] = defaultdict(dict)
        for code, start, end, parent, authority in Placement.objects.values_list(
            "unit__code", "valid_from", "valid_to", "parent__code", "authority__name"
        ):
            self._placed[code][start] = Told(parent or "", end, authority)

    def take(self, row: Said) -> None:
        entity = self._lookup.entity(row.text("orgnr"), row.line)
        start, end = row.day("valid_from"), row.maybe_day("valid_to")
        code = row.text("code")
        if end is not None and end <= start:
            self._reading.log.add(
                kinds.BACKWARDS, row.line, code=code, start=start, end=end
            )
        elif entity is not None:
            self._rows[code].append(
                Placed(
                    row.line,
                    code,
                    row.text("name"),
                    row.text("kind"),
                    row.text("parent"),
                    entity,
                    row.text("authority"),
                    start,
                    end,
                )
            )

    def close(self) -> None:
        known = set(self._rows) | set(self._lookup.units)
        for code, rows in self._rows.items():
            rows.sort(key=lambda row: row.start)
            for row in rows:
                if row.parent and row.parent not in known:
                    self._reading.log.add(kinds.UNKNOWN_UNIT, row.line, code=row.parent)
            for row, following in pairwise(rows):
                if row.end is None or row.end > following.start:
                    self._reading.log.add(
                        kinds.OVERLAP, following.line, code=code, start=following.start
                    )
            self._reading.count(self._against_known(code, rows))
        if self._rows and not any(not row.parent for row in self._all()):
            self._reading.log.add(kinds.NO_ROOT)
        self._find_loops()

    def _against_known(self, code: str, rows: Sequence[Placed]) -> str:
        """Tell what does not fit where the unit hangs already; answers whether it is new,
        changed or the same."""
        unit, held = self._lookup.units.get(code), self._placed.get(code, {})
        told = {row.start for row in rows}
        for row in rows:
            known = held.get(row.start)
            if known and known.parent != row.parent:
                self._reading.log.add(
                    kinds.PLACED,
                    row.line,
                    code=code,
                    parent=known.parent or "–",
                    start=row.start,
                )
            if known and known.authority != row.authority:
                self._reading.log.add(
                    kinds.WHOSE_THEN if known.end else kinds.WHOSE,
                    row.line,
                    code=code,
                    authority=known.authority,
                    start=row.start,
                )
            for start, one in held.items():
                if start not in told and _meet(row, start, one.end):
                    self._reading.log.add(
                        kinds.OVERLAP, row.line, code=code, start=row.start
                    )
        if unit is None:
            return "new"
        newest = rows[-1]
        is_same = all(
            row.start in held and held[row.start][:2] == (row.parent, row.end)
            for row in rows
        ) and (unit.name, unit.kind, unit.legal_entity_id) == (
            newest.name,
            newest.kind,
            newest.entity.pk,
        )
        return "same" if is_same else "changed"

    def _all(self) -> Iterator[Placed]:
        for rows in self._rows.values():
            yield from rows

    def _find_loops(self) -> None:
        newest = {code: rows[-1].parent for code, rows in self._rows.items()}
        for code, rows in self._rows.items():
            seen = [code]
            at = newest.get(code, "")
            while at and at not in seen:
                seen.append(at)
                at = newest.get(at, "")
            if at == code:
                path = " → ".join(seen[1:]) or code
                self._reading.log.add(kinds.LOOP, rows[0].line, code=code, path=path)

    def write(self, *, by: By) -> None:
        authorities = self._authorities()
        units = dict(self._lookup.units)
        for code, rows in self._rows.items():
            units[code] = self._unit(units.get(code), rows, authorities)
        for code, rows in self._rows.items():
            self._place(units[code], rows, units, authorities)
        audit.record(
            "group",
            "organisation.imported",
            by=by,
            at=self._reading.at,
            facts={"units": len(self._rows), "import": self._reading.record.pk},
        )

    def _authorities(self) -> dict[str, Authority]:
        found = {one.name: one for one in Authority.objects.all()}
        for row in self._all():
            if row.authority not in found:
                found[row.authority] = Authority.objects.create(
                    name=row.authority,
                    kind=BOARDS[EntityKind(row.entity.kind)],
                    legal_entity=row.entity,
                )
        return found

    def _unit(
        self, unit: Unit | None, rows: list[Placed], authorities: dict[str, Authority]
    ) -> Unit:
        newest = rows[-1]
        unit = unit or Unit(code=newest.code)
        unit.name, unit.name_key = newest.name, sort_key(newest.name)
        unit.kind, unit.legal_entity = newest.kind, newest.entity
        unit.authority = authorities[newest.authority]
        began = unit.valid_from if unit.pk else rows[0].start
        unit.valid_from = min(rows[0].start, began)
        unit.valid_to = newest.end
        unit.save()
        return unit

    def _place(
        self,
        unit: Unit,
        rows: list[Placed],
        units: dict[str, Unit],
        authorities: dict[str, Authority],
    ) -> None:
        before = {
            placement.valid_from: placement
            for placement in Placement.objects.filter(unit=unit)
        }
        for row in rows:
            placed = before.get(row.start)
            if placed is None:
                Placement.objects.create(
                    unit=unit,
                    parent=units.get(row.parent),
                    authority=authorities[row.authority],
                    valid_from=row.start,
                    valid_to=row.end,
                    recorded_at=self._reading.at,
                )
                continue
            if placed.valid_to != row.end:
                placed.valid_to, placed.ended_at = row.end, self._reading.at
                placed.save(update_fields=["valid_to", "ended_at"])


def _meet(row: Placed, start: date, end: date | None) -> bool:
    """Whether a row and a period have a day in common."""
    return (end is None or row.start < end) and (row.end is None or start < row.end)


class SuccessionImporter(TableImporter):
    kind = "successions"
    label = _("Successions of units")
    describes = _("Merged, split and moved units: who follows whom, with what share.")
    spec = TableSpec(
        columns=(
            Column(name="predecessor", type=Code(), header="Från enhet", required=True),
            Column(name="successor", type=Code(), header="Till enhet", required=True),
            Column(name="date", type=Day(), header="Datum", required=True),
            Column(name="share", type=Share(), header="Andel", required=True),
            Column(name="basis", type=Text(), header="Grund", required=True),
        ),
        key=("predecessor", "successor", "date"),
    )

    def plan(self, reading: Reading) -> "SuccessionPlan":
        return SuccessionPlan(reading)


class SuccessionPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._rows: list[UnitSuccession] = []

    def take(self, row: Said) -> None:
        predecessor = self._lookup.unit(row.text("predecessor"), row.line)
        successor = self._lookup.unit(row.text("successor"), row.line)
        if predecessor and successor:
            self._rows.append(
                UnitSuccession(
                    predecessor=predecessor,
                    successor=successor,
                    date=row.day("date"),
                    share=row.number("share"),
                    basis=row.text("basis"),
                )
            )

    def close(self) -> None:
        predecessors = {row.predecessor_id for row in self._rows}
        recorded = UnitSuccession.objects.filter(predecessor__in=predecessors)
        told = recorded.values_list(
            "predecessor__code", "successor__code", "date", "share"
        )
        rows = [
            Follows(row.predecessor.code, row.successor.code, row.date, row.share)
            for row in self._rows
        ]
        found = wholes(rows, map(Follows._make, told), self._reading.log)
        placed: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
        places = Placement.objects.filter(unit__in=predecessors)
        for code, start, end in places.values_list(
            "unit__code", "valid_from", "valid_to"
        ):
            placed[code].append((start, end))
        for code, day in dict.fromkeys((row.old, row.day) for row in rows):
            is_there = any(
                start <= day and (end is None or end > day)
                for start, end in placed[code]
            )
            if is_there and code not in found[code, day]:
                self._reading.log.add(kinds.STILL_THERE, code=code, date=day)
        self._reading.count("new", len(self._rows))

    def write(self, *, by: By) -> None:
        for row in self._rows:
            _row, is_new = UnitSuccession.objects.get_or_create(
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
                facts = {"to": row.successor, "date": row.date, "share": row.share}
                audit.record(
                    row.predecessor,
                    "unit.succeeded",
                    by=by,
                    at=self._reading.at,
                    facts=facts,
                )
