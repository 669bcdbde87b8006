# SPDX-License-Identifier: EUPL-1.2
"""Decisions to move budget, as a list from the finance department."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.benefits.actions.budget import Decided, register_move
from gemensam.benefits.models import BudgetMove
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import (
    Choice,
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
PERMANENT = "permanent"
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
        ),
        key=("authority", "from_month", "decision"),
    )

    def plan(self, reading: Reading) -> "BudgetMovePlan":
        return BudgetMovePlan(reading)


class BudgetMovePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._authorities = {one.name: one for one in Authority.objects.all()}
        self._known = {
            (one.authority_id, one.decision, one.from_month): (
                one.ore,
                one.is_permanent,
            )
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
        decided = Decided(
            authority=authority,
            ore=ore,
            from_month=row.day("from_month"),
            is_permanent=row.text("span") == PERMANENT,
            decision=row.text("decision"),
            decided_on=row.day("decided_on"),
            note=row.text("note"),
        )
        self._place(decided, row.line)

    def _place(self, decided: Decided, line: int) -> None:
        key = (decided.authority.pk, decided.decision, decided.from_month)
        before = self._known.get(key)
        if before is None:
            self._new.append(decided)
            self._reading.count("new")
        elif before == (decided.ore, decided.is_permanent):
            self._reading.count("same")
        else:
            name, decision = decided.authority.name, decided.decision
            log = self._reading.log
            log.add(OTHER_AMOUNT, line, "ore", name=name, decision=decision)

    def close(self) -> None:
        """Nothing to say of the whole."""

    def write(self, *, by: By) -> None:
        for one in self._new:
            register_move(
                one, by=by, at=self._reading.at, from_import=self._reading.record
            )
