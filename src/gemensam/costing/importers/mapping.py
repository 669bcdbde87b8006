# SPDX-License-Identifier: EUPL-1.2
"""The controller's mapping, as a table of rules; and the price indices."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from gemensam.calc.costing.mapping import BadPatternError, pattern
from gemensam.catalogue.models import Service
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.imports.importer import Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.costing.enums import Treatment
from gemensam.costing.importers import kinds
from gemensam.costing.models import MappingRule, MappingVersion, PriceIndex
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Fraction,
    Integer,
    TableSpec,
    Text,
)
from gemensam.group.enums import Chart
from gemensam.group.models import LegalEntity

TREATMENTS = {
    "personal": Treatment.PEOPLE.value,
    "direkt": Treatment.DIRECT.value,
    "gemensamt": Treatment.OVERHEAD.value,
    "engångs": Treatment.ONE_OFF.value,
    "internt": Treatment.INTERNAL.value,
    "utanför": Treatment.OUTSIDE.value,
}
CHARTS = {"kommun-bas": Chart.KOMMUN_BAS.value, "bas": Chart.BAS.value}
PATTERNS = ("account", "cost_centre", "activity", "project", "counterpart")


class MappingImporter(TableImporter):
    kind = "mapping"
    label = _("Mapping of the ledger")
    describes = _("Rules: which coding strings are support, and of what kind.")
    spec = TableSpec(
        columns=(
            Column(name="order", type=Integer(low=0), header="Ordning", required=True),
            Column(name="orgnr", type=Code(), header="Organisationsnummer"),
            Column(
                name="chart",
                type=Choice(options=tuple(Chart.values), names=CHARTS),
                header="Kontoplan",
            ),
            Column(name="account", type=Text(longest=400), header="Konto"),
            Column(name="cost_centre", type=Text(longest=2000), header="Ansvar"),
            Column(name="activity", type=Text(longest=400), header="Verksamhet"),
            Column(name="project", type=Text(longest=400), header="Projekt"),
            Column(name="counterpart", type=Text(longest=400), header="Motpart"),
            Column(
                name="treatment",
                type=Choice(options=tuple(Treatment.values), names=TREATMENTS),
                header="Behandling",
                required=True,
            ),
            Column(name="service", type=Code(), header="Tjänst"),
            Column(name="note", type=Text(longest=400), header="Anmärkning"),
        ),
        key=("order",),
    )

    def plan(self, reading: Reading) -> "MappingPlan":
        return MappingPlan(reading)


class MappingPlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._services = {one.code: one for one in Service.objects.all()}
        self._entities = {one.orgnr: one for one in LegalEntity.objects.all()}
        self._rules: list[MappingRule] = []

    def take(self, row: Said) -> None:
        log, line = self._reading.log, row.line
        entity = self._entities.get(row.text("orgnr").replace("-", ""))
        service = self._services.get(row.text("service").upper())
        treatment = row.text("treatment")
        if row.has("orgnr") and entity is None:
            log.add(kinds.UNKNOWN_ENTITY, line, number=row.text("orgnr"))
        if row.has("service") and service is None:
            log.add(kinds.UNKNOWN_SERVICE, line, code=row.text("service"))
        if treatment == Treatment.DIRECT and not row.has("service"):
            log.add(kinds.NO_SERVICE, line, order=row.whole("order"))
        for name in PATTERNS:
            try:
                pattern(row.text(name))
            except BadPatternError as fault:
                log.add(kinds.BAD_PATTERN, line, pattern=fault.values["pattern"])
        self._rules.append(
            MappingRule(
                order=row.whole("order"),
                legal_entity=entity,
                chart=row.text("chart"),
                account=row.text("account"),
                cost_centre=row.text("cost_centre"),
                activity=row.text("activity"),
                project=row.text("project"),
                counterpart=row.text("counterpart"),
                treatment=treatment,
                service=service if treatment == Treatment.DIRECT else None,
                note=row.text("note"),
            )
        )

    def close(self) -> None:
        self._reading.counts["rules"] = len(self._rules)

    def write(self, *, by: By) -> None:
        at = self._reading.at
        newest = MappingVersion.objects.order_by("-number").first()
        MappingVersion.objects.filter(superseded_at=None).update(superseded_at=at)
        version = MappingVersion.objects.create(
            number=newest.number + 1 if newest else 1,
            from_import=self._reading.record,
            created_at=at,
        )
        for rule in self._rules:
            rule.version = version
        MappingRule.objects.bulk_create(self._rules)
        facts = {"version": version.number, "rules": len(self._rules)}
        audit.record(version, "mapping.imported", by=by, at=at, facts=facts)


class IndexImporter(TableImporter):
    kind = "index"
    label = _("Price indices")
    describes = _("How wages and prices moved each year, and who says so.")
    spec = TableSpec(
        columns=(
            Column(
                name="year",
                type=Integer(low=1990, high=2100),
                header="År",
                required=True,
            ),
            Column(name="wage", type=Fraction(), header="Lön", unit="%", required=True),
            Column(
                name="price", type=Fraction(), header="Pris", unit="%", required=True
            ),
            Column(
                name="source", type=Text(longest=200), header="Källa", required=True
            ),
        ),
        key=("year",),
    )

    def plan(self, reading: Reading) -> "IndexPlan":
        return IndexPlan(reading)


class IndexPlan:
    """A year that the file tells otherwise than what holds is told anew; what was held of
    it stays known. A year that it tells alike stays as it is."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._rows: list[PriceIndex] = []

    def take(self, row: Said) -> None:
        self._rows.append(
            PriceIndex(
                year=row.whole("year"),
                wage_percent=_as_kept(row.number("wage")),
                price_percent=_as_kept(row.number("price")),
                source=row.text("source"),
                recorded_at=self._reading.at,
            )
        )

    def close(self) -> None:
        self._reading.counts["years"] = len(self._rows)

    def write(self, *, by: By) -> None:
        at = self._reading.at
        chain.lock_aggregate("costing.index")
        held = {one.year: one for one in PriceIndex.objects.filter(superseded_at=None)}
        told = [one for one in self._rows if not _is_same(one, held.get(one.year))]
        years = [one.year for one in told]
        ended = PriceIndex.objects.filter(year__in=years, superseded_at=None)
        ended.update(superseded_at=at)
        PriceIndex.objects.bulk_create(told)
        facts = {"years": years}
        audit.record("costing.index", "index.imported", by=by, at=at, facts=facts)


def _as_kept(percent: Decimal) -> Decimal:
    """Rounded as the database rounds it, so that the same file says the same again."""
    return percent.quantize(Decimal("0.001"), ROUND_HALF_UP)


def _is_same(told: PriceIndex, held: PriceIndex | None) -> bool:
    return held is not None and (
        (told.wage_percent, told.price_percent, told.source)
        == (held.wage_percent, held.price_percent, held.source)
    )
