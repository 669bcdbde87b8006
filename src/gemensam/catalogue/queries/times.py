# SPDX-License-Identifier: EUPL-1.2
"""Standard times of services as they hold on a day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from gemensam.catalogue.models import StandardTime, TimeTerm


def times_on(day: date) -> QuerySet[StandardTime]:
    """One for each service that has any by then, with its terms in their order."""
    held = StandardTime.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
    terms = Prefetch("terms", TimeTerm.objects.order_by("order"))
    return held.select_related("service__area").prefetch_related(terms)


def standard_minutes(day: date) -> Mapping[int, Decimal]:
    """Service → minutes of one unit."""
    held = StandardTime.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
    return dict(held.values_list("service_id", "minutes"))
