# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from gemensam.agreements.models import Terms, TermsQuerySet
from gemensam.catalogue.models import Service
from gemensam.group.models import Unit, tree_at


def terms_for(service: Service, unit: Unit, *, on: date) -> Terms | None:
    """What holds for a service towards a unit on a day: its own terms, or the nearest
    above it in the tree."""
    path = tree_at(on).path(unit.pk)
    found = {
        terms.customer_id: terms
        for terms in _in_force(on).filter(service=service, customer__in=path)
    }
    return next((found[node] for node in path if node in found), None)


def prices_on(day: date) -> Mapping[tuple[int, int], int]:
    """(service, customer) → price in öre per unit, for all terms in force with one."""
    rows = _in_force(day).values_list("service_id", "customer_id", "price_ore")
    return {
        (service, customer): price
        for service, customer, price in rows
        if price is not None
    }


def _in_force(day: date) -> TermsQuerySet:
    return Terms.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
    )
