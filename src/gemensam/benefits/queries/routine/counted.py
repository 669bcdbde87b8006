# SPDX-License-Identifier: EUPL-1.2
"""Services whose units meters and registers count, each with a file of its own kind to
come: invoices, payslips, devices, licences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.months import month_before, months_between
from gemensam.benefits.queries.routine.held import Held
from gemensam.benefits.queries.routine.sources import Source
from gemensam.catalogue.enums import CountingSource
from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.absent import absent_in
from gemensam.costing.queries.volume_files import counts_of, units_counted

# A service is waited for when it was counted month after month: in three months at least
# of the twelve before, and in nine of ten of those from the first of them to the last, by
# so many units that a month without any is no chance.
YEAR, FEWEST_MONTHS, STEADY, FEWEST_UNITS = 12, 3, 0.9, 5


def metered() -> Mapping[int, Service]:
    """Those that are not counted by cases."""
    found = Service.objects.exclude(counting_source=CountingSource.CASE)
    return found.order_by("code").in_bulk()


def source_of(service: Service) -> Source:
    return Source(
        kind=SourceKind.VOLUMES,
        of=service.code,
        name=f"{service.code} {service.name}",
        unit=service.unit,
    )


def counted_services(months: Sequence[date]) -> Mapping[date, list[Source]]:
    """The services that are waited for in each month, and others that were counted."""
    if not months:
        return {}
    services = metered()
    counted = units_counted(
        months_between(_year_before(min(months)), max(months)),
        services,
        most=FEWEST_UNITS,
    )
    return {
        month: [source_of(services[one]) for one in _of(month, services, counted)]
        for month in months
    }


def _of(
    month: date,
    services: Mapping[int, Service],
    counted: Mapping[tuple[date, int], Decimal],
) -> list[int]:
    year = months_between(_year_before(month), month_before(month))
    told = {one for one in services if (month, one) in counted}
    waited_for = {
        one
        for one in services
        if one not in told and is_steady([counted.get((at, one)) for at in year])
    }
    if waited_for:
        waited_for -= absent_in(month).keys()
    return [one for one in services if one in told or one in waited_for]


def is_steady(units: Sequence[Decimal | None]) -> bool:
    """Whether what was counted month by month (None: not at all), the oldest first, says
    that the next month is counted too."""
    told = [place for place, count in enumerate(units) if count is not None]
    if len(told) < FEWEST_MONTHS:
        return False
    spell = units[told[0] : told[-1] + 1]
    enough = sum(count is not None and count >= FEWEST_UNITS for count in spell)
    return enough >= STEADY * len(spell)


def _year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def counted_lately(today: date) -> list[Source]:
    """Services that any month of the last year counted."""
    services = metered()
    months = months_between(_year_before(today.replace(day=1)), today)
    told = {service for _month, service in units_counted(months, services, most=1)}
    return [source_of(one) for key, one in services.items() if key in told]


def held_by_service(months: Sequence[date]) -> Mapping[date, Mapping[str, Held]]:
    """By month and source key, and of volumes as a whole the units of all."""
    services = metered()
    found: dict[date, dict[str, Held]] = {month: {} for month in months}
    rows, units = Counter[date](), Counter[date]()
    for (month, service), (many, counted) in counts_of(months).items():
        rows[month] += many
        units[month] += counted
        if service in services:
            key = source_of(services[service]).key
            found[month][key] = Held(rows=many, counted=counted)
    for month, many in rows.items():
        whole = Held(rows=many, counted=units[month])
        found[month][SourceKind.VOLUMES.value] = whole
    return found
