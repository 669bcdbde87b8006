# SPDX-License-Identifier: EUPL-1.2
"""Who delivers to whom. Switching closes one delivery and opens the next on a date."""

from datetime import date, datetime

from django.db import transaction

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery, Service
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.group.enums import UnitKind
from gemensam.group.models import Unit


class NotDelivered(LookupError):
    """Nothing is delivered to the unit in that area on that date: nothing to switch."""


def deliver(
    unit: Unit,
    *,
    area: str,
    provided_by: Unit,
    valid_from: date,
    by: By,
    at: datetime,
) -> int:
    """Begin to deliver every service of an area to a unit; answers how many.

    The database refuses a second provider for the same days.
    """
    with transaction.atomic():
        rows = [
            Delivery(
                service=service,
                unit=unit,
                provider=provider_kind(provided_by),
                provided_by=provided_by,
                valid_from=valid_from,
            )
            for service in Service.objects.filter(area_id=area)
        ]
        Delivery.objects.bulk_create(rows)
        audit.record(
            unit,
            "delivery.begun",
            by=by,
            at=at,
            facts={"area": area, "provider": provided_by, "from": valid_from},
        )
    return len(rows)


def switch_provider(
    unit: Unit, *, area: str, to: Unit, on: date, by: By, at: datetime
) -> int:
    """From `on` another provider delivers an area to a unit; answers how many services.

    Raises `NotDelivered`.
    """
    with transaction.atomic():
        current = Delivery.objects.select_for_update().filter(
            unit=unit, service__area_id=area, valid_from__lt=on, valid_to=None
        )
        services = list(current.values_list("service_id", flat=True))
        if not services:
            raise NotDelivered(f"{unit} {area} {on}")
        current.update(valid_to=on)
        kind = provider_kind(to)
        Delivery.objects.bulk_create(
            Delivery(
                service_id=service,
                unit=unit,
                provider=kind,
                provided_by=to,
                valid_from=on,
            )
            for service in services
        )
        audit.record(
            unit,
            "delivery.switched",
            by=by,
            at=at,
            facts={"area": area, "to": to, "on": on, "services": len(services)},
        )
    return len(services)


def provider_kind(unit: Unit) -> Provider:
    return Provider.CENTRE if unit.kind == UnitKind.CENTRE else Provider.LOCAL
