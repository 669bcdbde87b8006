# SPDX-License-Identifier: EUPL-1.2
"""Services that are not there in a month, and as what figures that name them are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from gemensam.catalogue.models import Service
from gemensam.catalogue.queries.became import became
from gemensam.catalogue.queries.lineage import lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """`read_as` with shares, together 1; empty: as itself, as nothing follows it."""

    service: Service
    read_as: Sequence[tuple[Service, Decimal]]

    @property
    def percents(self) -> Sequence[tuple[Service, Decimal]]:
        return [(service, 100 * share) for service, share in self.read_as]


def absent_in(month: date) -> Mapping[int, Absent]:
    """By service; of those that have ended, or become others, or not begun."""
    now = became(lineage(date.max), month)
    outside = Q(valid_to__lte=month) | Q(valid_from__gt=month)
    found = Service.objects.filter(outside | Q(pk__in=now)).order_by("code")
    known = Service.objects.in_bulk({one for parts in now.values() for one in parts})
    return {
        service.pk: Absent(
            service=service,
            read_as=[
                (known[one], share) for one, share in now.get(service.pk, {}).items()
            ],
        )
        for service in found
    }
