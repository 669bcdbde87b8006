# SPDX-License-Identifier: EUPL-1.2
from datetime import date

from django.db.models import Q

from gemensam.catalogue.models import Delivery, Service
from gemensam.group.models import Unit


def delivery_of(service: Service, unit: Unit, *, on: date) -> Delivery | None:
    """Who delivers `service` to `unit` on a day; None: nobody does."""
    return (
        Delivery.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=on),
            service=service,
            unit=unit,
            valid_from__lte=on,
        )
        .select_related("provided_by")
        .first()
    )
