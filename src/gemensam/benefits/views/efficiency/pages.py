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

NO_AREA = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A service, an area with all of its own, or the whole. Öre; weight, contribution
    and its bounds are shares of the whole's cost a year before, so that those of
    services, and of areas, add up to the whole's."""

    name: str
    service: Service | None
    line: Line | None
    before: int
    saved: int
    whole: int
    between: tuple[float, float]

    @property
    def weight(self) -> float:
        return self.before / self.whole

    @property
    def share(self) -> float | None:
        """Of its own cost, for a service as its unit cost."""
        return self.saved / self.before if self.before else None

    @property
    def points(self) -> str:
        """Percentage points as the change they are: −0,42 is cheaper."""
        return number(Decimal(-100 * self.saved) / self.whole, 2)

    @property
    def bounds(self) -> str:
        high, low = (number(-100 * share, 2) for share in self.between)
        return _("{low} to {high}").format(low=low, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An area and its services, those that weigh most first."""

    area: Row
    rows: Sequence[Row]


@page(sees_figures_of_group)
def efficiency(request: PersonRequest) -> HttpResponse:
    found = told_by()
    services = {one.pk: one for one in Service.objects.select_related("area")}
    return render(
        request,
        "benefits/efficiency.html",
        {
            "found": found,
            "whole": _row(found, found.lines) if found else None,
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
    areas[NO_AREA] = _("Not placed on a service")
    lines: dict[str, list[Line]] = {}
    for line in found.lines:
        code = NO_AREA if line.service is None else services[line.service].area_id
        lines.setdefault(code, []).append(line)
    return [
        Group(
            area=_row(found, lines[code], name=name),
            rows=[
                _row(found, [line], service=services[line.service])
                for line in sorted(lines[code], key=lambda one: -one.before)
                if line.service is not None
            ],
        )
        for code, name in areas.items()
        if code in lines
    ]


def _row(
    found: Efficiency,
    lines: Sequence[Line],
    *,
    name: str = "",
    service: Service | None = None,
) -> Row:
    return Row(
        name=service.name if service else name,
        service=service,
        line=lines[0] if service else None,
        before=sum(line.before for line in lines),
        saved=sum(line.saved for line in lines),
        whole=found.before,
        between=found.between(lines),
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
