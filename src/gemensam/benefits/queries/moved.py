# SPDX-License-Identifier: EUPL-1.2
"""How far the move has come: units whose areas the centre delivers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery


@dataclass(frozen=True, slots=True)
class Moved:
    """Units that receive support, and from whom each area comes."""

    areas: dict[int, dict[str, str]]  # unit → area → provider

    @property
    def receiving(self) -> int:
        return len(self.areas)

    @property
    def wholly(self) -> int:
        return sum(1 for unit in self.areas if self._from_centre(unit) == 1)

    @property
    def partly(self) -> int:
        return sum(1 for unit in self.areas if 0 < self._from_centre(unit) < 1)

    def _from_centre(self, unit: int) -> float:
        providers = list(self.areas[unit].values())
        return providers.count(Provider.CENTRE) / len(providers)


def moved_units(day: date) -> Moved:
    """Who delivered which area to whom on `day`."""
    areas: dict[int, dict[str, str]] = defaultdict(dict)
    rows = (
        Delivery.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
        )
        .values_list("unit_id", "service__area_id", "provider")
        .distinct()
    )
    for unit, area, provider in rows:
        areas[unit][area] = provider
    return Moved(dict(areas))
