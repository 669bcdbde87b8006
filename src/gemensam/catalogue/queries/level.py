# SPDX-License-Identifier: EUPL-1.2
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from gemensam.calc.clock import Target, Unit
from gemensam.calc.worktime import Calendar, calendar_from
from gemensam.catalogue.enums import LevelKind
from gemensam.catalogue.models import LevelTarget, OpeningHours, Service


@dataclass(frozen=True, slots=True)
class Targets:
    """What is promised: first answer and resolution, each by its opening hours."""

    response: LevelTarget | None
    resolution: LevelTarget | None


def targets_for(service: Service, priority: int, *, on: date) -> Targets:
    """The level in force on a day for a service and priority."""
    rows = LevelTarget.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on),
        service=service,
        priority=priority,
        valid_from__lte=on,
    ).select_related("hours")
    found = {LevelKind(row.measure): row for row in rows}
    return Targets(found.get(LevelKind.RESPONSE), found.get(LevelKind.RESOLUTION))


def target_of(level: LevelTarget) -> Target:
    return Target(amount=level.amount, unit=Unit(level.unit))


@lru_cache(maxsize=64)
def _calendar(pk: int) -> Calendar:
    hours = OpeningHours.objects.get(pk=pk)
    return calendar_from(hours.definition, name=hours.name, version=hours.version)


def forget_calendars() -> None:
    """After another database was connected to."""
    _calendar.cache_clear()


def calendar_of(hours: OpeningHours | int) -> Calendar:
    """A version of opening hours, ready to count with; versions never change."""
    return _calendar(hours if isinstance(hours, int) else hours.pk)
