# SPDX-License-Identifier: EUPL-1.2
"""How much of each area has moved to the centre, and will have: from the deliveries, also
those dated ahead, and from the waves of the locked savings case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.ports import Plan
from gemensam.benefits.queries.months import months_between, next_month
from gemensam.calc.forecast import Worth, in_effect, with_plan
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Delivery

Floats = NDArray[np.float64]

DOUBT = 0.5  # what moves are worth is believed within half of what was promised
UNTOLD = Worth(share=0.0, spread=0.3)  # nobody has said: the months tell
LEAST = 0.1  # of an area in effect, below which its promise tells nothing of the whole
FIRST_YEAR = 12
NORMAL_NINE_OF_TEN = 3.29  # standard deviations between the 5th and the 95th


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Of an area: what had moved by the last closed month (`now`) and will have by the
    year's end (`then`), and of that what is registered; `in_effect` (N,) month by month."""

    area: str
    now: float
    then: float
    registered: float
    in_effect: Floats
    worth: Worth


def moving(
    months: Sequence[date],
    *,
    closed: int,
    weights: Mapping[int, tuple[str, float]],
    plan: Plan | None,
) -> Mapping[str, Moving]:
    """By area, over the year's `months`, of which `closed` are closed. `weights`: service →
    its area and what it cost in the baseline."""
    axis = _axis(months)
    known = len(axis) - len(months) + closed
    moved = _moved(axis, weights)
    return {
        area: _of(area, share, axis, months=len(months), known=known, plan=plan)
        for area, share in moved.items()
    }


def _of(
    area: str,
    share: Floats,
    axis: Sequence[date],
    *,
    months: int,
    known: int,
    plan: Plan | None,
) -> Moving:
    waves = plan.moving.get(area) if plan else None
    ahead = with_plan(share, _planned(waves, axis), known=known) if waves else share
    return Moving(
        area=area,
        now=float(share[known - 1]),
        then=float(ahead[-1]),
        registered=float(share[-1]),
        in_effect=in_effect(ahead.tolist())[-months:],
        worth=_worth(area, plan) if plan else UNTOLD,
    )


def _axis(months: Sequence[date]) -> list[date]:
    """From the first delivery of a centre, so that every move is seen."""
    centre = Delivery.objects.filter(provider=Provider.CENTRE)
    first = centre.aggregate(first=Min("valid_from"))["first"]
    return months_between(min(first or months[0], months[0]), months[-1])


def _moved(
    axis: Sequence[date], weights: Mapping[int, tuple[str, float]]
) -> Mapping[str, Floats]:
    """The share of each area that the centre delivers, month by month: of the units that
    receive a service, alike, by days; of an area's services by their cost."""
    rows = list(
        Delivery.objects.values_list("service_id", "provider", "valid_from", "valid_to")
        .annotate(units=Count("pk"))
        .order_by("service_id", "provider", "valid_from", "valid_to")
    )
    areas = {area: np.zeros((2, len(axis))) for area, _ore in weights.values()}
    edges = np.array([one.toordinal() for one in [*axis, next_month(axis[-1])]])
    by_service: dict[int, Floats] = {}
    for service, provider, begins, ends, units in rows:
        held = by_service.setdefault(service, np.zeros((2, len(axis))))
        until = ends.toordinal() if ends else edges[-1]
        days = np.minimum(edges[1:], until) - np.maximum(edges[:-1], begins.toordinal())
        held[int(provider == Provider.CENTRE)] += units * np.maximum(days, 0)
    for service, (area, ore) in weights.items():
        local, centre = by_service.get(service, np.zeros((2, len(axis))))
        both = local + centre
        share = np.divide(centre, both, out=np.zeros_like(both), where=both > 0)
        areas[area] += [max(ore, 0.0) * share, max(ore, 0.0) * (both > 0)]
    return {
        area: np.divide(part, of, out=np.zeros_like(part), where=of > 0)
        for area, (part, of) in areas.items()
    }


def _planned(waves: Mapping[date, float], axis: Sequence[date]) -> list[float]:
    """What the plan has moved by each month; of a month's own moves half."""
    return [
        sum(share for month, share in waves.items() if month < at)
        + waves.get(at, 0.0) / 2
        for at in axis
    ]


def _worth(area: str, plan: Plan) -> Worth:
    """What moving all of it is promised to save: what is promised for the end of the
    first year, over what is in effect then."""
    waves, saved = plan.moving.get(area), plan.saved.get(area)
    if not waves or saved is None:
        return UNTOLD
    first = min(*waves, plan.first_month)
    axis = months_between(first, _plus(plan.first_month, FIRST_YEAR - 1))
    effect = float(in_effect(_planned(waves, axis))[-3:].mean())
    if effect < LEAST:
        return UNTOLD
    low, middle, high = (one / effect for one in saved)
    told = (high - low) / NORMAL_NINE_OF_TEN
    return Worth(share=middle, spread=max(told, abs(middle) * DOUBT))


def _plus(month: date, steps: int) -> date:
    years, place = divmod(month.month - 1 + steps, 12)
    return date(month.year + years, place + 1, 1)
