# SPDX-License-Identifier: EUPL-1.2
"""Who-does-what as answered: shares of each person's time, without names."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.models import Service
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.personal import PersonalTableImporter
from gemensam.core.imports.table import Said
from gemensam.costing.enums import Activity
from gemensam.costing.importers import kinds
from gemensam.costing.models import SurveyAnswer, SurveyRound
from gemensam.formats.tables import Code, Column, Day, Share, TableSpec

SLIP = Decimal("0.2")  # how far from 100 % a person's shares may be to be scaled


class SurveyImporter(PersonalTableImporter):
    kind = "survey"
    label = _("Time survey")
    describes = _(
        "Who does what: shares of time per service, with those who did not answer."
    )
    original = TableSpec(
        columns=(
            Column(name="person", type=Code(), header="Personnummer", required=True),
            Column(name="invited", type=Day(), header="Inbjuden", required=True),
            Column(name="answered", type=Day(), header="Besvarad"),
            Column(name="activity", type=Code(), header="Aktivitet"),
            Column(name="share", type=Share(), header="Andel"),
        ),
    )

    def source_of(self, options: Mapping[str, Any]) -> str:
        return str(options.get("source", "survey"))

    def plan(self, reading: Reading) -> "SurveyPlan":
        return SurveyPlan(reading)


class SurveyPlan:
    """`options["month"]` (2026-04) says which month the round is of; else the first
    invitation does. `from` and `to` say which months people were asked about."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._codes = {
            *Service.objects.values_list("code", flat=True),
            *Activity.values,
        }
        self._shares: dict[str, dict[str, Decimal]] = defaultdict(dict)
        self._lines: dict[str, int] = {}
        self._silent: set[str] = set()
        self._first: date | None = None
        self._given = {name: self._option(name) for name in ("month", "from", "to")}

    def _option(self, name: str) -> date | None:
        """A month such as 2026-04 among the options."""
        text = str(self._reading.options.get(name) or "")
        if not text:
            return None
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            self._reading.log.add(kinds.BAD_MONTH, option=name, text=text)
            return None

    def take(self, row: Said) -> None:
        person, activity = row.text("person"), row.text("activity").upper()
        invited = row.day("invited")
        self._first = min(self._first or invited, invited)
        self._lines.setdefault(person, row.line)
        if not activity or not row.has("share"):
            self._silent.add(person)
        elif activity not in self._codes:
            self._reading.log.add(kinds.UNKNOWN_SERVICE, row.line, code=activity)
        else:
            shares = self._shares[person]
            shares[activity] = shares.get(activity, Decimal(0)) + row.number("share")

    @property
    def month(self) -> date | None:
        if self._given["month"]:
            return self._given["month"]
        return self._first.replace(day=1) if self._first else None

    def close(self) -> None:
        log = self._reading.log
        for person, shares in self._shares.items():
            total = sum(shares.values(), Decimal(0))
            if total == 1:
                continue
            percent = (total * 100).quantize(Decimal("0.1"))
            kind = kinds.BAD_SUM if abs(total - 1) <= SLIP else kinds.WAY_OFF
            log.add(kind, self._lines[person], sum=percent)
            if total > 0:
                self._shares[person] = {
                    activity: (share / total).quantize(Decimal("0.00001"))
                    for activity, share in shares.items()
                }
        first, last = self._given["from"], self._given["to"]
        if first and last and last < first:
            log.add(kinds.PERIOD_BACKWARDS, first=first, last=last)
        silent = self._silent - set(self._shares)
        invited = len(self._shares) + len(silent)
        self._reading.counts |= {
            "invited": invited,
            "answered": len(self._shares),
            "response_percent": round(100 * len(self._shares) / invited)
            if invited
            else 0,
        }

    def write(self, *, by: By) -> None:
        reading, month = self._reading, self.month
        if month is None:
            return
        SurveyRound.objects.filter(month=month, superseded_at=None).update(
            superseded_at=reading.at
        )
        made = SurveyRound.objects.create(
            month=month,
            about_from=self._given["from"],
            about_to=self._given["to"],
            from_import=reading.record,
        )
        rows = [
            SurveyAnswer(round=made, pseudonym=person, activity=activity, share=share)
            for person, shares in self._shares.items()
            for activity, share in shares.items()
        ]
        rows += [
            SurveyAnswer(round=made, pseudonym=person)
            for person in self._lines
            if person in self._silent and person not in self._shares
        ]
        SurveyAnswer.objects.bulk_create(rows, batch_size=5000)
        audit.record(
            made,
            "survey.imported",
            by=by,
            at=reading.at,
            facts={"month": month, "answered": len(self._shares)},
        )
