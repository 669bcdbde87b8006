# SPDX-License-Identifier: EUPL-1.2
from django.utils.translation import gettext_lazy as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.tables import Choice, Code, Column, Day, TableSpec, Text
from gemensam.group.enums import Register
from gemensam.group.importers import kinds
from gemensam.group.importers.lookup import Lookup
from gemensam.group.models import UnitAlias

REGISTERS = {
    "personal": Register.HR.value,
    "ekonomi": Register.LEDGER.value,
    "ärenden": Register.TICKETS.value,
    "mätare": Register.METERS.value,
}


class BridgeImporter(TableImporter):
    kind = "bridge"
    label = _("Bridge between registers")
    describes = _(
        "What the HR system, the ledgers, the ticket system and the meters call a unit."
    )
    spec = TableSpec(
        columns=(
            Column(
                name="register",
                type=Choice(options=tuple(Register.values), names=REGISTERS),
                header="Register",
                required=True,
            ),
            Column(name="orgnr", type=Code(), header="Organisationsnummer"),
            Column(name="code", type=Text(longest=100), header="Kod", required=True),
            Column(name="name", type=Text(longest=200), header="Benämning"),
            Column(name="unit", type=Code(), header="Enhetskod", required=True),
            Column(name="valid_from", type=Day(), header="Giltig från", required=True),
            Column(name="valid_to", type=Day(), header="Giltig till"),
        ),
    )

    def plan(self, reading: Reading) -> "BridgePlan":
        return BridgePlan(reading)


class BridgePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lookup = Lookup(reading)
        self._known = {
            (one.register, one.legal_entity_id, one.code, one.valid_from): one
            for one in UnitAlias.objects.all()
        }
        self._new: list[UnitAlias] = []
        self._ended: list[UnitAlias] = []

    def take(self, row: Said) -> None:
        unit = self._lookup.unit(row.text("unit"), row.line)
        number, register = row.text("orgnr"), row.text("register")
        entity = self._lookup.entity(number, row.line) if number else None
        if unit is None or (number and entity is None):
            return
        if register != Register.LEDGER:
            entity = None  # those registers span the group
        start, end = row.day("valid_from"), row.maybe_day("valid_to")
        code = row.text("code")
        key = (register, entity.pk if entity else None, code, start)
        known = self._known.get(key)
        if known is None:
            alias = UnitAlias(
                register=register,
                legal_entity=entity,
                code=code,
                name=row.text("name"),
                unit=unit,
                valid_from=start,
                valid_to=end,
            )
            self._new.append(alias)
            self._known[key] = alias
            self._reading.count("new")
        elif known.valid_to != end:
            known.valid_to = end
            self._ended.append(known)
            self._reading.count("changed")
        else:
            self._reading.count("same")

    def close(self) -> None:
        for alias in self._new:
            if alias.valid_to and alias.valid_to <= alias.valid_from:
                self._reading.log.add(
                    kinds.BACKWARDS,
                    code=alias.code,
                    start=alias.valid_from,
                    end=alias.valid_to,
                )

    def write(self, *, by: By) -> None:
        UnitAlias.objects.bulk_create(self._new, batch_size=1000)
        for alias in self._ended:
            alias.save(update_fields=["valid_to"])
        audit.record(
            "group",
            "bridge.imported",
            by=by,
            at=self._reading.at,
            facts={"new": len(self._new), "changed": len(self._ended)},
        )
