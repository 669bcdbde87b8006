# SPDX-License-Identifier: EUPL-1.2
"""What the address asks the bridge for: period, administration, area, and from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import numpy as np

from gemensam.benefits.queries.bridge import (
    HIDDEN,
    Made,
    Organised,
    Period,
    View,
    bridge_for,
    end_of,
    periods,
)
from gemensam.benefits.queries.bridge.periods import YEAR
from gemensam.calc.bridge import Part
from gemensam.catalogue.models import Service
from gemensam.group.access import PersonRequest
from gemensam.outcomes.columns import Flags

TOO_LATE = 9999  # the year in which dates end


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`made` is None where nothing can be compared; `known` the day one asks from."""

    known: Mapping[str, Period]
    period: Period | None
    made: Made | None
    area: str
    node: int | None
    view: View
    day: date | None
    areas: Mapping[int, str]  # service → area
    part: Part | None  # opened: services and administrations stand in its order

    def cells(self, made: Made) -> Flags:
        """(n,): whether each cell is among those asked for."""
        asked = np.ones(len(made.keys), dtype=bool)
        if self.node is not None:
            asked &= made.keys.node == self.node
        if self.area:
            held = [self.areas.get(one or 0) == self.area for one in made.services]
            asked &= np.array(held)[made.cells.service] & (made.keys.node != HIDDEN)
        return asked

    @property
    def is_whole(self) -> bool:
        return not self.area and self.node is None

    @property
    def query(self) -> str:
        """The same choice, for links from the page."""
        return self.with_period(self.period.key if self.period else "")

    def with_period(self, key: str) -> str:
        """The same choice for another period."""
        said = {
            "period": key,
            "area": self.area,
            "unit": "" if self.node is None else str(self.node),
            "organised": self.view.organised.value,
            "known": self.day.isoformat() if self.day else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def chosen_by(request: PersonRequest) -> Chosen:
    """What makes no sense in the address is as if it was not said."""
    day = _day(request.GET.get("known", ""))
    at = end_of(day) if day else None
    asked = request.GET.get("organised", "")
    organised = Organised(asked) if asked in list(Organised) else Organised.NOW
    view = View(organised=organised, known_at=at)
    known = periods(at)
    period = known.get(request.GET.get("period", "")) or known.get(YEAR)
    made = bridge_for(request.person, period, view=view) if period else None
    areas = dict(Service.objects.values_list("pk", "area_id"))
    area, opened = request.GET.get("area", ""), request.GET.get("part", "")
    return Chosen(
        known=known,
        period=period,
        made=made,
        area=area if area in areas.values() else "",
        node=_node(request.GET.get("unit", ""), made),
        view=view,
        day=day,
        areas=areas,
        part=Part(opened) if opened in list(Part) else None,
    )


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if day.year < TOO_LATE else None


def _node(said: str, made: Made | None) -> int | None:
    if made is None or not said.lstrip("-").isdecimal():
        return None
    return int(said) if int(said) in made.nodes - {HIDDEN} else None
