# SPDX-License-Identifier: EUPL-1.2
"""Which share of the cost moves when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext

from gemensam.catalogue.models import Area
from gemensam.core import audit
from gemensam.core.by import By
from gemensam.group.models import Unit
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.enums import Strategy
from gemensam.programme.models import SavingsCase, WavePart
from gemensam.programme.queries.base import base_of
from gemensam.programme.queries.strategies import AREAS_APART, UNITS_APART


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`share` of all cost, of an area's (`area`), or of an administration's (`top`)."""

    name: str
    month: date
    share: Decimal
    area: str | None = None
    top: int | None = None


def plan_waves(
    case: SavingsCase, parts: Sequence[Part], *, by: By, at: datetime
) -> None:
    """The waves from now on, instead of those before. Raises `NotPossible`."""
    with changing(case):
        before = case.waves.count()
        write_waves(case, parts)
        recompute(case, at=at)
        audit.record(
            case,
            "case.waves",
            by=by,
            at=at,
            changes={"parts": (before, len(parts))},
            facts={
                "waves": [
                    [part.name, f"{part.month:%Y-%m}", part.area or "", str(part.share)]
                    for part in parts
                ]
            },
        )


def write_waves(case: SavingsCase, parts: Sequence[Part]) -> None:
    """The rows alone; a part of other actions."""
    case.waves.all().delete()
    WavePart.objects.bulk_create(
        WavePart(
            case=case,
            name=part.name,
            month=part.month.replace(day=1),
            area_id=part.area,
            top_id=part.top,
            share=part.share,
        )
        for part in parts
        if part.share
    )


def waves_by(case: SavingsCase, strategy: Strategy) -> list[Part]:
    """The waves of a strategy: all at once, area by area, administration by
    administration; the smallest first, evenly apart."""
    first, base = case.first_month, base_of(case.baseline)
    if strategy is Strategy.AREAS:
        size: dict[str, int] = {}
        for place, cost in base.cost.items():
            size[place.area] = size.get(place.area, 0) + sum(cost)
        areas = sorted(Area.objects.all(), key=lambda area: size.get(area.code, 0))
        return [
            Part(name=str(area), month=_after(first, AREAS_APART * place), share=Decimal(1), area=area.code)
            for place, area in enumerate(areas)
        ]  # fmt: skip
    if strategy is Strategy.UNITS:
        tops = base.tops()
        units = Unit.objects.in_bulk([top for top in tops if top])
        order = sorted(units.values(), key=lambda unit: tops[unit.pk])
        return [
            Part(name=unit.name, month=_after(first, UNITS_APART * place), share=Decimal(1), top=unit.pk)
            for place, unit in enumerate(order)
        ]  # fmt: skip
    return [Part(name=gettext("All"), month=first, share=Decimal(1))]


def _after(month: date, steps: int) -> date:
    years, place = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, place + 1, 1)
