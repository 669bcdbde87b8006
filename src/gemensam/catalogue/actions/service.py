# SPDX-License-Identifier: EUPL-1.2
"""A service enters the catalogue, or is changed in it; what has been counted stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q

from gemensam.catalogue.models import Delivery, LevelTarget, Service, StandardTime
from gemensam.core import audit, chain
from gemensam.core.by import By


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a new service begins with. `minutes` of work for a unit of it, None where
    nobody knows; `levels_as`: the service whose levels it promises."""

    minutes: Decimal | None = None
    levels_as: Service | None = None


def add_service(service: Service, beside: Beside, *, by: By, at: datetime) -> Service:
    """Save a service that is new, with its standard time and levels.

    Whoever delivers its area to a unit delivers it, through all that area's history:
    from when it is there its own dates tell.
    """
    with transaction.atomic():
        chain.lock_aggregate("catalogue.services")
        service.save(force_insert=True)
        if beside.minutes is not None:
            StandardTime.objects.create(
                service=service,
                minutes=beside.minutes,
                basis=service.basis,
                valid_from=service.valid_from,
                made_at=at,
            )
        if beside.levels_as:
            LevelTarget.objects.bulk_create(_levels(service, beside.levels_as))
        units = _deliver_as_the_area(service)
        facts = {
            "name": service.name_sv,
            "area": service.area_id,
            "from": service.valid_from,
            "minutes": beside.minutes,
            "levels_as": beside.levels_as,
            "units": units,
        }
        audit.record(service, "service.made", by=by, at=at, facts=facts)
    return service


def change_service(
    service: Service, changes: Mapping[str, Any], *, by: By, at: datetime
) -> None:
    """`changes`: field → what it is now. The trail keeps what it was."""
    told = {name: (getattr(service, name), now) for name, now in changes.items()}
    for name, now in changes.items():
        setattr(service, name, now)
    with transaction.atomic():
        service.save(update_fields=list(changes))
        audit.record(service, "service.changed", by=by, at=at, changes=told)


def _levels(service: Service, alike: Service) -> list[LevelTarget]:
    """What `alike` promises when the service begins."""
    day = service.valid_from
    held = alike.levels.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
    )
    return [
        LevelTarget(
            service=service,
            priority=one.priority,
            measure=one.measure,
            amount=one.amount,
            unit=one.unit,
            hours_id=one.hours_id,
            valid_from=day,
        )
        for one in held
    ]


def _deliver_as_the_area(service: Service) -> int:
    """As the area's first service is delivered to each unit; answers to how many."""
    rows = (
        Delivery.objects.filter(service__area_id=service.area_id)
        .exclude(service=service)
        .order_by("unit_id", "service__code", "valid_from")
    )
    made, units = [], 0
    for _unit, of_unit in groupby(rows.iterator(20_000), lambda one: one.unit_id):
        _service, first = next(groupby(of_unit, lambda one: one.service_id))
        units += 1
        made += [
            Delivery(
                service=service,
                unit_id=one.unit_id,
                provider=one.provider,
                provided_by_id=one.provided_by_id,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in first
        ]
    Delivery.objects.bulk_create(made, batch_size=5000)
    return units
