# SPDX-License-Identifier: EUPL-1.2
"""Services that come to the catalogue, are called something else, or end."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gemensam.catalogue.actions.service import Beside, add_service, change_service
from gemensam.catalogue.enums import Confidentiality, CountingSource, Tier
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.times import standard_minutes
from gemensam.core import clock
from gemensam.core.by import By
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.core.imports.table import Said, TableImporter
from gemensam.formats.issues import IssueKind, Severity, mark
from gemensam.formats.tables import (
    Choice,
    Code,
    Column,
    Day,
    Fraction,
    Integer,
    TableSpec,
    Text,
    YesNo,
)
from gemensam.group.importers.kinds import BACKWARDS
from gemensam.group.importers.people import AREAS

UNKNOWN = IssueKind(
    "catalogue.unknown-service",
    Severity.ERROR,
    mark("There is no service {code}."),
    mark("Use a code of the service catalogue."),
)
FIXED = IssueKind(
    "catalogue.service-fixed",
    Severity.ERROR,
    mark("{code} has another {header}: {held}. What was counted would change meaning."),
    mark(
        "Give what is new a code of its own, let the old service end, and import that "
        "the one follows the other (successions of services)."
    ),
)
TIMED = IssueKind(
    "catalogue.service-timed",
    Severity.WARNING,
    mark("{code} has the standard time {held} min. The file's is not taken."),
    mark(
        "Set a new time under Standard times: it holds from a day, and the old stays."
    ),
)
LACKS = IssueKind(
    "catalogue.service-lacks",
    Severity.ERROR,
    mark("{code} is a new service and lacks {columns}."),
    mark(
        "Fill in the cells. Of a service that is there an empty cell changes nothing."
    ),
)
BAD_CODE = IssueKind(
    "catalogue.service-code",
    Severity.ERROR,
    mark("“{code}” cannot be a service's code."),
    mark("Use 1–12 letters and digits, such as F23."),
)
UNTIMED = IssueKind(
    "catalogue.service-untimed",
    Severity.WARNING,
    mark(
        "{code} has no standard time. Where nobody was asked what they do, no time is "
        "placed on it."
    ),
    mark("Fill in the standard time, or set it under Standard times."),
)
OPENED = IssueKind(
    "catalogue.service-opened",
    Severity.WARNING,
    mark(
        "{code} was kept to the parties and those who handle it. More will read its "
        "cases, and fewer of its figures will be withheld."
    ),
    mark("Leave the cells empty if that is not meant."),
)
TIERS = {"bas": Tier.BASE.value, "tillägg": Tier.ADD_ON.value, "särskild": Tier.SPECIAL.value}  # fmt: skip
SOURCES = {
    "ärenden": CountingSource.CASE.value,
    "mätare": CountingSource.METER.value,
    "abonnemang": CountingSource.SUBSCRIPTION.value,
}
SECRECY = {
    "öppen": Confidentiality.OPEN.value,
    "hr": Confidentiality.HR.value,
    "parter och handläggare": Confidentiality.HR.value,
}
WORDS = {code: word for word, code in {**AREAS, **SOURCES}.items()}
# Column → field. What is fixed decides what a figure is about.
FIXED_FIELDS = {
    "area": "area_id",
    "unit": "unit_sv",
    "source": "counting_source",
    "valid_from": "valid_from",
}
TEXTS = {
    "name": "name_sv",
    "name_en": "name_en",
    "unit_en": "unit_en",
    "rule": "counting_rule_sv",
    "rule_en": "counting_rule_en",
    "includes": "includes_sv",
    "includes_en": "includes_en",
    "words": "everyday_words",
    "tier": "tier",
    "secrecy": "confidentiality",
    "basis": "basis",
}
NEEDED = ("name", "area", "unit", "source", "rule", "basis", "valid_from")
LONGEST = 12  # characters of a code
FLAGS = {"orderable": "orderable", "personal": "concerns_persons"}


class ServiceImporter(TableImporter):
    kind = "services"
    label = _("Services")
    describes = _("New services of the catalogue, new names, and when a service ends.")
    spec = TableSpec(
        columns=(
            Column(name="code", type=Code(), header="Tjänst", required=True),
            Column(name="name", type=Text(longest=160), header="Namn"),
            Column(
                name="area",
                type=Choice(options=tuple(AREAS.values()), names=AREAS),
                header="Område",
            ),
            Column(name="unit", type=Text(longest=60), header="Räknas per"),
            Column(
                name="source",
                type=Choice(options=tuple(CountingSource.values), names=SOURCES),
                header="Räknas i",
            ),
            Column(name="rule", type=Text(longest=300), header="Räkneregel"),
            Column(name="basis", type=Text(longest=200), header="Grund"),
            Column(name="valid_from", type=Day(), header="Från"),
            Column(name="valid_to", type=Day(), header="Till"),
            Column(
                name="minutes",
                type=Fraction(places=3, low=Decimal(0), high=Decimal(100_000)),
                header="Standardtid",
                unit="min",
            ),
            Column(name="levels", type=Code(), header="Servicenivå som"),
            Column(name="orderable", type=YesNo(), header="Kan beställas"),
            Column(name="priority", type=Integer(low=1, high=4), header="Prioritet"),
            Column(
                name="tier",
                type=Choice(options=tuple(Tier.values), names=TIERS),
                header="Nivå",
            ),
            Column(
                name="secrecy",
                type=Choice(options=tuple(Confidentiality.values), names=SECRECY),
                header="Sekretess",
            ),
            Column(name="personal", type=YesNo(), header="Gäller en person"),
            Column(name="words", type=Text(longest=400), header="Vardagsord"),
            Column(name="includes", type=Text(), header="Ingår"),
            Column(name="name_en", type=Text(longest=160), header="Namn på engelska"),
            Column(
                name="unit_en", type=Text(longest=60), header="Räknas per på engelska"
            ),
            Column(
                name="rule_en", type=Text(longest=300), header="Räkneregel på engelska"
            ),
            Column(name="includes_en", type=Text(), header="Ingår på engelska"),
        ),
        key=("code",),
    )

    def plan(self, reading: Reading) -> "ServicePlan":
        return ServicePlan(reading)


HEADERS = {one.name: one.header for one in ServiceImporter.spec.columns}


class ServicePlan:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._services = {one.code: one for one in Service.objects.all()}
        self._minutes = standard_minutes(clock.today())
        self._new: list[tuple[Service, Decimal | None, str, int]] = []
        self._changed: list[tuple[Service, dict[str, Any]]] = []

    def take(self, row: Said) -> None:
        code, log = row.text("code").upper(), self._reading.log
        held, end = self._services.get(code), row.maybe_day("valid_to")
        start = held.valid_from if held else row.maybe_day("valid_from")
        lacks = [] if held else [HEADERS[one] for one in NEEDED if not row.has(one)]
        if not code.isalnum() or len(code) > LONGEST:
            log.add(BAD_CODE, row.line, code=code[:60])
        elif lacks:
            log.add(LACKS, row.line, code=code, columns=", ".join(lacks))
        elif start and end and end <= start:
            log.add(BACKWARDS, row.line, code=code, start=start, end=end)
        elif held:
            self._compare(held, row)
        else:
            self._new.append(
                (
                    _service(code, row),
                    row.maybe_number("minutes"),
                    row.text("levels").upper(),
                    row.line,
                )
            )
            if not row.has("minutes"):
                log.add(UNTIMED, row.line, code=code)
            self._reading.new.append(Novelty(mark("service"), code, row.text("name")))
            self._reading.count("new")

    def _compare(self, held: Service, row: Said) -> None:
        """An empty cell changes nothing."""
        for column, field in FIXED_FIELDS.items():
            if not row.has(column):
                continue
            was = getattr(held, field)
            told = row.day(column) if field == "valid_from" else row.text(column)
            if told != was:
                header = HEADERS[column]
                self._reading.log.add(
                    FIXED,
                    row.line,
                    code=held.code,
                    header=header,
                    held=WORDS.get(was, was),
                )
        minutes, known = row.maybe_number("minutes"), self._minutes.get(held.pk)
        if minutes is not None and known is not None and minutes != known:
            self._reading.log.add(
                TIMED, row.line, code=held.code, held=f"{known.normalize():f}"
            )
        changes = {
            field: value
            for field, value in _told(row).items()
            if getattr(held, field) != value
        }
        if is_more_open(held, changes):
            self._reading.log.add(OPENED, row.line, code=held.code)
        self._reading.count("changed" if changes else "same")
        if changes:
            self._changed.append((held, changes))

    def close(self) -> None:
        known = self._services | {one.code: one for one, *_rest in self._new}
        for _service, _minutes, levels, line in self._new:
            if levels and levels not in known:
                self._reading.log.add(UNKNOWN, line, code=levels)

    def write(self, *, by: By) -> None:
        at = self._reading.at
        for service, minutes, levels, _line in self._new:
            alike = Service.objects.filter(code=levels).first() if levels else None
            beside = Beside(minutes=minutes, levels_as=alike)
            add_service(service, beside, by=by, at=at)
        for service, changes in self._changed:
            change_service(service, changes, by=by, at=at)


def is_more_open(held: Service, changes: Mapping[str, Any]) -> bool:
    """Whether more would be told of it than now."""
    secrecy = changes.get("confidentiality", held.confidentiality)
    personal = changes.get("concerns_persons", held.concerns_persons)
    return (held.is_confidential and secrecy != held.confidentiality) or (
        held.concerns_persons and not personal
    )


def _service(code: str, row: Said) -> Service:
    made = Service(
        code=code,
        area_id=row.text("area"),
        unit_sv=row.text("unit"),
        counting_source=row.text("source"),
        valid_from=row.day("valid_from"),
    )
    for field, value in _told(row).items():
        setattr(made, field, value)
    for field in ("name", "unit", "counting_rule", "includes"):
        swedish = getattr(made, f"{field}_sv")
        setattr(made, f"{field}_en", getattr(made, f"{field}_en") or swedish)
    return made


def _told(row: Said) -> dict[str, Any]:
    """Field → what the row says of it, where it says anything."""
    told: dict[str, Any] = {
        field: row.text(column) for column, field in TEXTS.items() if row.has(column)
    }
    told |= {
        field: row.flag(column) for column, field in FLAGS.items() if row.has(column)
    }
    if row.has("valid_to"):
        told["valid_to"] = row.day("valid_to")
    if row.has("priority"):
        told["default_priority"] = row.whole("priority")
    return told
