# SPDX-License-Identifier: EUPL-1.2
"""The catalogue every installation starts from: three areas, 69 services.

Volumes, times, levels and prices are estimates to be replaced by the municipality's own
(`seed/services.csv`, column `basis`).
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from django.db import transaction

from gemensam.calc.worktime import Calendar, swedish_days, weekdays
from gemensam.catalogue.actions.hours import publish_hours
from gemensam.catalogue.enums import LevelKind, TargetUnit
from gemensam.catalogue.models import (
    Area,
    LevelTarget,
    OpeningHours,
    Service,
    StandardTime,
)
from gemensam.core import audit
from gemensam.core.by import By

AREAS = (
    ("finance", "Ekonomi", "Finance"),
    ("hr", "HR och lön", "HR and payroll"),
    ("it", "IT", "IT"),
)
OFFICE_NAME = "Kontorstid"
OFFICE = weekdays(((8 * 60, 16 * 60 + 30),))
YEARS = range(2018, 2051)
SINCE = date(2018, 1, 1)
TARGETS = {
    "M": TargetUnit.MINUTES,
    "D": TargetUnit.DAYS,
    "C": TargetUnit.ROUND_THE_CLOCK,
}
PLAIN = (
    "name_sv",
    "name_en",
    "unit_sv",
    "unit_en",
    "counting_source",
    "counting_rule_sv",
    "counting_rule_en",
    "tier",
    "confidentiality",
    "default_priority",
    "everyday_words",
    "includes_sv",
    "includes_en",
    "basis",
)


def load_seed(*, by: By, at: datetime) -> int:
    """Fill an empty catalogue; answers how many services it made. Repeatable."""
    with transaction.atomic():
        for order, (code, name_sv, name_en) in enumerate(AREAS):
            Area.objects.get_or_create(
                code=code,
                defaults={"name_sv": name_sv, "name_en": name_en, "order": order},
            )
        hours = publish_hours(office_hours(), by=by, at=at)
        known = set(Service.objects.values_list("code", flat=True))
        made = [_make(row, hours) for row in seed_rows() if row["code"] not in known]
        if made:
            audit.record(
                "catalogue", "catalogue.seeded", by=by, at=at, facts={"services": made}
            )
    return len(made)


def seed_rows() -> Iterator[Mapping[str, str]]:
    """The seed's rows, as text."""
    source = files("gemensam.catalogue") / "seed" / "services.csv"
    yield from csv.DictReader(source.read_text(encoding="utf-8").splitlines())


def office_hours() -> Calendar:
    """Weekdays 08:00–16:30, closed on Swedish holidays and the three eves."""
    return Calendar(
        name=OFFICE_NAME,
        week=OFFICE,
        special=swedish_days(YEARS, week=OFFICE),
        begins=date(YEARS.start, 1, 1),
        ends=date(YEARS.stop, 1, 1),
    )


def _make(row: Mapping[str, str], hours: OpeningHours) -> str:
    service = Service.objects.create(
        code=row["code"],
        area_id=row["area"],
        orderable=row["orderable"] == "yes",
        concerns_persons=row["personal"] == "yes",
        valid_from=SINCE,
        **{field: row[field] for field in PLAIN},
    )
    StandardTime.objects.create(
        service=service,
        minutes=Decimal(row["standard_minutes"]),
        basis=row["basis"],
        valid_from=SINCE,
    )
    LevelTarget.objects.bulk_create(_levels(service, row["levels"], hours))
    return service.code


def _levels(service: Service, text: str, hours: OpeningHours) -> Iterator[LevelTarget]:
    """`3=240M/2D 4=1D/5D`: per priority the first answer and the resolution."""
    for part in text.split():
        priority, targets = part.split("=")
        for measure, target in zip(LevelKind, targets.split("/"), strict=True):
            yield LevelTarget(
                service=service,
                priority=int(priority),
                measure=measure,
                amount=int(target[:-1]),
                unit=TARGETS[target[-1]],
                hours=hours,
                valid_from=SINCE,
            )
