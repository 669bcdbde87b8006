# SPDX-License-Identifier: EUPL-1.2
"""How much cheaper the same work becomes each year, service by service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gemensam.benefits.queries.efficiency import (
    Efficiency,
    Line,
    efficiency as told_by,
    known_from,
)
from gemensam.benefits.queries.months import centre_start
from gemensam.catalogue.models import Area, Service
from gemensam.group.access import PersonRequest, page
from gemensam.group.rules import sees_figures_of_group
from gemensam.ui.templatetags.figures import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A service, or an area with all of its own. Öre; shares of the whole's cost a year
    before, so that those of services, and of areas, add up to the whole's."""

    name: str
    service: Service | None
    line: Line | None
    before: int
    saved: int
    whole: int

    @property
    def weight(self) -> float:
        return self.before / self.whole

    @property
    def share(self) -> float | None:
        """Of its own cost, for a service as its unit cost."""
        return self.saved / self.before if self.before else None

    @property
    def points(self) -> str:
        """Its part of the whole change, in percentage points: −0,42 is cheaper."""
        return points(self.saved, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An area and its services, those that weigh most first."""

    area: Row
    rows: Sequence[Row]


def points(saved: int, whole: int) -> str:
    return number(Decimal(-100 * saved) / whole, 2)


@page(sees_figures_of_group)
def efficiency(request: PersonRequest) -> HttpResponse:
    found = told_by()
    services = {one.pk: one for one in Service.objects.select_related("area")}
    return render(
        request,
        "benefits/efficiency.html",
        {
            "found": found,
            "points": points(found.saved, found.before) if found else "",
            "groups": _groups(found, services) if found else [],
            "left_out": _left_out(found, services) if found else [],
            "wage": found.change.wage - 1 if found else None,
            "price": found.change.price - 1 if found else None,
            "known_from": None if found else _known_from(),
        },
    )


def _known_from() -> date | None:
    start = centre_start()
    return known_from(start) if start else None


def _groups(found: Efficiency, services: Mapping[int, Service]) -> list[Group]:
    areas = {area.code: str(area) for area in Area.objects.all()}
    lines: dict[str, list[Line]] = {}
    for line in found.lines:
        code = services[line.service].area_id if line.service is not None else ""
        lines.setdefault(code, []).append(line)
    places = [*areas, ""]
    return [
        Group(
            area=Row(
                name=areas.get(code) or _("Not placed on a service"),
                service=None,
                line=None,
                before=sum(line.before for line in lines[code]),
                saved=sum(line.saved for line in lines[code]),
                whole=found.before,
            ),
            rows=[
                _row(line, services[line.service], found.before)
                for line in sorted(lines[code], key=lambda one: -one.before)
                if line.service is not None
            ],
        )
        for code in places
        if code in lines
    ]


def _row(line: Line, service: Service, whole: int) -> Row:
    return Row(
        name=service.name,
        service=service,
        line=line,
        before=line.before,
        saved=line.saved,
        whole=whole,
    )


def _left_out(
    found: Efficiency, services: Mapping[int, Service]
) -> list[dict[str, object]]:
    return [
        {
            "name": services[out.service].name
            if out.service is not None
            else _("Not placed on a service"),
            "before": out.before,
            "after": out.after,
        }
        for out in found.left_out
    ]
