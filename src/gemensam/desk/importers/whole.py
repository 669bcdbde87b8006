# SPDX-License-Identifier: EUPL-1.2
"""A log that is, as a whole, about one service in one unit, and says neither."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from gemensam.catalogue.actions import found_service, service_called
from gemensam.catalogue.models import Service
from gemensam.core.by import By
from gemensam.core.imports.importer import Novelty, Reading
from gemensam.desk.enums import EventKind
from gemensam.desk.importers import kinds
from gemensam.desk.importers.meaning import Meaning
from gemensam.desk.importers.read import LogCase
from gemensam.desk.importers.survey import is_forgotten
from gemensam.formats.issues import mark
from gemensam.group.actions import found_unit, unit_called
from gemensam.group.models import Unit

AS_THE_FILE = "+"  # a unit that bears the name of the file
LAST = "last"  # option `done`: a case is done with its last event


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The service and unit that were said with the file, as texts; empty: not said."""

    service: str
    unit: str

    @classmethod
    def said(cls, options: Mapping[str, Any], file_name: str) -> "Whole":
        unit = str(options.get("unit") or "").strip()
        if unit == AS_THE_FILE:
            unit = PurePath(file_name).name.split(".")[0]
        return cls(service=str(options.get("service") or "").strip(), unit=unit)

    def __bool__(self) -> bool:
        return bool(self.service or self.unit)

    def tell_new(self, reading: Reading) -> None:
        """What importing will make, for the report."""
        if self.service and service_called(self.service) is None:
            reading.new.append(Novelty(mark("service"), "", self.service))
        if self.unit and unit_called(self.unit) is None:
            reading.new.append(Novelty(mark("unit"), "", self.unit))

    def settle(self, meaning: Meaning, *, by: By, at: datetime) -> None:
        """Make what is lacking, and let every case of the log mean it."""
        if self.service:
            meaning.whole["service"] = found_service(self.service, by=by, at=at).code
        if self.unit:
            meaning.whole["unit"] = found_unit(self.unit, by=by, at=at).code


def ended(cases: Iterable[LogCase], *, last: datetime | None) -> Iterator[LogCase]:
    """The cases of a log that has no word for done: a case left untouched long before
    the log ends (at `last`) was done with its last event. One event tells no time."""
    for case in cases:
        if len(case.events) > 1 and is_forgotten(case.events[-1].at, last=last):
            done = replace(case.events[-1], kind=EventKind.RESOLVED)
            yield replace(case, events=(*case.events[:-1], done))
        else:
            yield case


@dataclass(slots=True)
class Glance:
    """One look through a log beforehand: does anything mean done, and when does it end?"""

    means_done: bool = False
    last: datetime | None = None

    def take(self, case: LogCase) -> None:
        for event in case.events:
            self.means_done = self.means_done or event.kind == EventKind.RESOLVED
            self.last = max(self.last or event.at, event.at)

    def tell(self, reading: Reading) -> None:
        reading.log.add(kinds.LAST_IS_DONE)


def services() -> list[tuple[str, str]]:
    """For a page to choose from."""
    known = Service.objects.order_by("code")
    return [("", "–"), *((one.code, f"{one.code} {one.name}") for one in known)]


def units() -> list[tuple[str, str]]:
    """For a page to choose from; a unit of the file's name can be made."""
    known = Unit.objects.order_by("name_key").values_list("code", "name")
    return [("", "–"), (AS_THE_FILE, _("A new unit named as the file")), *known]
