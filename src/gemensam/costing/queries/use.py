# SPDX-License-Identifier: EUPL-1.2
"""Who used what in a month, and from whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from gemensam.calc.costing.evidence import Became
from gemensam.catalogue.models import Delivery
from gemensam.costing.models import VolumeRow
from gemensam.costing.ports import counted_volumes

Pair = tuple[int, int]  # service, unit


@dataclass(slots=True)
class Used:
    """Volume of a service in a unit from one provider's unit."""

    service: int
    unit: int
    provided_by: int | None
    volume: Decimal
    persons: int | None


def deliveries(month: date) -> Mapping[Pair, list[tuple[int, str, Decimal]]]:
    """(service, unit) → who delivered: provider's unit, kind, share of the month."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    days = (after - month).days
    found: dict[Pair, list[tuple[int, str, Decimal]]] = defaultdict(list)
    rows = (
        Delivery.objects.filter(valid_from__lt=after)
        .exclude(valid_to__lte=month)
        .values_list(
            "service_id",
            "unit_id",
            "provided_by_id",
            "provider",
            "valid_from",
            "valid_to",
        )
    )
    for service, unit, provided_by, provider, starts, ends in rows.iterator(20_000):
        part = (min(ends or after, after) - max(starts, month)).days
        found[service, unit].append((provided_by, provider, Decimal(part) / days))
    return found


def used(
    month: date,
    delivered: Mapping[Pair, list[tuple[int, str, Decimal]]],
    became: Became,
) -> Iterator[Used]:
    """Registers' volumes, shared by days where the provider changed, and cases counted;
    of a service in `became` as what it is."""
    for one in _counted(month, delivered):
        for service, part in became.get(one.service, {}).items():
            yield replace(one, service=service, volume=one.volume * part)
        if one.service not in became:
            yield one


def _counted(
    month: date, delivered: Mapping[Pair, list[tuple[int, str, Decimal]]]
) -> Iterator[Used]:
    rows = (
        VolumeRow.objects.filter(month=month, unit__isnull=False)
        .values_list("service_id", "unit_id")
        .annotate(volume=Sum("count"), concerned=Max("persons"))
        .order_by()
    )
    for service, unit, volume, persons in rows:
        shares = delivered.get((service, unit))
        if not shares:
            yield Used(service, unit, None, volume, persons)
            continue
        for provided_by, _kind, part in shares:
            if part > 0:
                yield Used(service, unit, provided_by, volume * part, persons)
    for counted in counted_volumes(month):
        yield Used(
            counted.service,
            counted.unit,
            counted.provided_by,
            Decimal(counted.count),
            counted.persons,
        )
