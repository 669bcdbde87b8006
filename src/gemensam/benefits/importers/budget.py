# SPDX-License-Identifier: EUPL-1.2
"""Decisions to move budget, as a list from the finance department."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.benefits.actions.budget import Decided, register_move
from gemensam.benefits.enums import MoveOrigin
from gemensam.benefits.models import BudgetMove
from gemensam.catalogue.models import Service
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    Money,
    Month,
    TableSpec,
    Text,
)
from gemensam.group.models import Authority

UNKNOWN_AUTHORITY = IssueKind(
    "benefits.unknown-authority",
    Severity.ERROR,
    mark("No authority is called {name}."),
    mark("Write it as the organisation does: {known}."),
)
NOT_A_CUT = IssueKind(
    "benefits.not-a-cut",
    Severity.ERROR,
    mark("{kronor} kr is no cut of a frame."),
    mark("Give the kronor above zero. What is taken back is taken back on its page."),
)
OTHER_AMOUNT = IssueKind(
    "benefits.move-differs",
    Severity.ERROR,
    mark("{decision} is registered for {name} from that month with another amount."),
    mark("Take the first one back on its page, or give the new decision's number."),
)
UNKNOWN_SERVICE = IssueKind(
    "benefits.unknown-service",
    Severity.ERROR,
    mark("No service has the code {code}."),
    mark("Write the catalogue’s code, or leave it out where it is several."),
)
OTHER_ORIGIN = IssueKind(
    "benefits.move-origin-differs",
    Severity.ERROR,
    mark("{decision} is registered for {name} from that month as saved otherwise."),
    mark("Write the origin and the service as they stand on its page, leave them out, or take it back there."),
)  # fmt: skip
PERMANENT = "permanent"
ORIGINS = {
    "programmet": MoveOrigin.PROGRAMME.value,
    "förbättring": MoveOrigin.IMPROVEMENT.value,
    "prisändring": MoveOrigin.PRICE.value,
}
SPANS = {"varaktig": PERMANENT, "engångs": "once", "engång": "once"}
Key = tuple[int, str, Any]  # authority, decision, from month


class BudgetMoveImporter(TableImporter):
    kind = "budget_moves"
    label = _("Budget moved")
    describes = _("Decisions by which the frames of authorities are cut.")
    spec = TableSpec(
        columns=(
            Column(name="authority", type=Text(200), header="Nämnd", required=True),
            Column(name="ore", type=Money(), header="Belopp", required=True),
            Column(name="from_month", type=Month(), header="Från månad", required=True),
            Column(
                name="span",
                type=Choice(options=(PERMANENT, "once"), names=SPANS),
                header="Varaktighet",
                required=True,
            ),
            Column(name="decision", type=Text(200), header="Beslut", required=True),
            Column(name="decided_on", type=Day(), header="Beslutsdatum", required=True),
            Column(name="note", type=Text(400), header="Anteckning"),
            Column(
                name="origin",
                type=Choice(options=tuple(MoveOrigin.values), names=ORIGINS),
                header="Ursprung",
            ),
            Column(name="service", type=Code(), header="Tjänst"),
        ),
        key=("authority", "from_month", "decision"),
    )

    def plan(self, reading: Reading) -> "BudgetMovePlan":
        return BudgetMovePlan(reading)


class BudgetMovePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._authorities = {one.name: one for one in Authority.objects.all()}
        self._services = {one.code: one for one in Service.objects.all()}
        self._known = {
            (one.authority_id, one.decision, one.from_month): one
            for one in BudgetMove.objects.filter(reverses=None)
        }
        self._new: list[Decided] = []

    def take(self, row: Said) -> None:
        log, name = self._reading.log, row.text("authority")
        authority = self._authorities.get(name)
        if authority is None:
            known = ", ".join(sorted(self._authorities)[:20])
            log.add(UNKNOWN_AUTHORITY, row.line, "authority", name=name, known=known)
            return
        ore = row.whole("ore")
        if ore <= 0:
            log.add(NOT_A_CUT, row.line, "ore", kronor=ore // 100)
            return
        code = row.text("service")
        if code and code not in self._services:
            log.add(UNKNOWN_SERVICE, row.line, "service", code=code)
            return
        decided = Decided(
            authority=authority,
            origin=row.text("origin") or MoveOrigin.PROGRAMME,
            service=self._services.get(code),
            ore=ore,
            from_month=row.day("from_month"),
            is_permanent=row.text("span") == PERMANENT,
            decision=row.text("decision"),
            decided_on=row.day("decided_on"),
            note=row.text("note"),
        )
        self._place(decided, row)

    def _place(self, decided: Decided, row: Said) -> None:
        log, name = self._reading.log, decided.authority.name
        key = (decided.authority.pk, decided.decision, decided.from_month)
        before = self._known.get(key)
        if before is None:
            self._new.append(decided)
            self._reading.count("new")
        elif (before.ore, before.is_permanent) != (decided.ore, decided.is_permanent):
            log.add(OTHER_AMOUNT, row.line, "ore", name=name, decision=decided.decision)
        elif _is_saved_otherwise(before, decided, row):
            log.add(
                OTHER_ORIGIN, row.line, "origin", name=name, decision=decided.decision
            )
        else:
            self._reading.count("same")

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        for one in self._new:
            register_move(
                one, by=by, at=self._reading.at, from_import=self._reading.record
            )


def _is_saved_otherwise(before: BudgetMove, decided: Decided, row: Said) -> bool:
    """What the file leaves out says nothing against what is registered."""
    origin = bool(row.text("origin")) and decided.origin != before.origin
    return origin or (decided.service is not None and decided.service != before.service)
