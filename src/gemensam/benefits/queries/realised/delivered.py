# SPDX-License-Identifier: EUPL-1.2
"""What was saved at equal volume and prices, authority by authority and month by month,
and whether it is on time there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

import numpy as np

from gemensam.benefits.queries.known import known
from gemensam.benefits.queries.months import Compared, same_months
from gemensam.benefits.queries.saving import price_changes
from gemensam.calc.realised import Kept, unbroken
from gemensam.calc.savings import Period, PriceChange, held_against
from gemensam.catalogue.queries.lineage import AS_THEN, WHOLE, Lineage, lineage
from gemensam.group.queries import Shares, Whose, whose
from gemensam.outcomes.columns import MEASURES, grouped, looked_up, summed
from gemensam.outcomes.models import Cell, ScenarioVersion
from gemensam.outcomes.queries.columns import columns_of

Place = tuple[int, date]  # authority, month
Rows = Mapping[int | None, tuple[float, float, float]]  # service → cost, labour, volume
NOTHING = (0.0, 0.0, 0.0)
HUNDREDTHS = 100  # in which columns count volumes


def costs(
    scenario: ScenarioVersion,
    months: Mapping[date, Mapping[int, Shares]],
    along: Lineage = AS_THEN,
    *,
    known_at: datetime | None = None,
) -> Mapping[Place, Rows]:
    """What support cost the units of each authority, by service as it is now; `months`
    with the shares of authorities in each unit that they are told by."""
    found: dict[Place, dict[int | None, tuple[float, float, float]]] = defaultdict(dict)
    held = columns_of(scenario.pk, sorted(months), known_at=known_at)
    places = {id(one): _places(one) for one in months.values()}
    of = np.zeros(len(held.month), dtype=np.int64)
    for shares, (nodes, _shared) in places.items():
        same = [at for at, one in enumerate(held.months) if id(months[one]) == shares]
        rows = np.isin(held.month, same) if len(places) > 1 else slice(None)
        of[rows] = looked_up(held["unit"][rows], nodes)
    keys, place = grouped(held.month, of, held["service"])
    sums = [summed(held[name], place, len(keys)).tolist() for name in MEASURES]
    for (at, node, service), cost, labour, volume in zip(
        keys.tolist(), *sums, strict=True
    ):
        month, told = held.months[at], (cost, labour, volume / HUNDREDTHS)
        _nodes, shared = places[id(months[month])]
        owners = shared.get(node)
        for one, part in along.shares(service or None, month).items():
            if owners is None:
                _add(found[node, month], one, told, part)
                continue
            for authority, whole in owners.items():
                _add(found[authority, month], one, told, part * whole)
    return found


def _add(
    rows: dict[int | None, tuple[float, float, float]],
    service: int | None,
    told: tuple[float, float, float],
    share: Decimal,
) -> None:
    cost, labour, volume = told
    if share != WHOLE:
        part = float(share)
        cost, labour, volume = cost * part, labour * part, volume * part
    if service in rows:
        was = rows[service]
        cost, labour, volume = was[0] + cost, was[1] + labour, was[2] + volume
    rows[service] = cost, labour, volume


def _places(
    shares: Mapping[int, Shares],
) -> tuple[Mapping[int, int], Mapping[int, Shares]]:
    """Each unit's authority; one that is several's has a place of its own, below zero,
    whose shares are told beside."""
    nodes = {
        unit: next(iter(held)) if len(held) == 1 else -unit
        for unit, held in shares.items()
    }
    return nodes, {-unit: held for unit, held in shares.items() if len(held) > 1}


def delivered(
    months: Sequence[date],
    of: Compared,
    *,
    organised: Whose | None = None,
    known_at: datetime | None = None,
) -> tuple[Mapping[Place, int], Mapping[Place, int], Mapping[Place, int]]:
    """Öre of the baseline in the same month, of it what was saved at its volumes and
    prices, and of that what other cost than personnel fell by, which is gone from the
    ledgers at once. By authority and month of the outcome, whose the units, or what they
    have become, were in that month; nothing without a baseline. `organised`: whose units
    are, where that is at hand."""
    against = same_months(months, of.baseline_months)
    if of.baseline is None or of.actual is None or len(against) != len(months):
        return {}, {}, {}
    along = lineage(months[-1], known_at) if months else AS_THEN
    by = organised or whose(known_at)
    then, now = both_sides(months, of, by, along=along, known_at=known_at)
    authorities = {authority for authority, _month in [*then, *now]}
    base: dict[Place, int] = {}
    saved: dict[Place, int] = {}
    other: dict[Place, int] = {}
    pairs = list(zip(against, months, strict=True))
    changes = price_changes(pairs, known_at=known_at)
    for (before, after), change in zip(pairs, changes, strict=True):
        for one in authorities:
            was, held = then.get((one, before), {}), now.get((one, after), {})
            services = sorted({*was, *held}, key=str)
            if not services:
                continue
            made = held_against(
                before=_period(was, services),
                after=_period(held, services),
                change=change,
            )
            base[one, after] = round(made.baseline.sum())
            saved[one, after] = base[one, after] - round(made.at_baseline.sum())
            other[one, after] = _other(was, held, services, change)
    return base, saved, other


def both_sides(
    months: Sequence[date],
    of: Compared,
    organised: Whose,
    *,
    along: Lineage = AS_THEN,
    known_at: datetime | None = None,
) -> tuple[Mapping[Place, Rows], Mapping[Place, Rows]]:
    """`costs` of the baseline's same months and of `months`, the former by the
    organisation of the latter: a unit that has gone over to another authority saves there
    from then on."""
    assert of.baseline is not None
    assert of.actual is not None
    against = same_months(months, of.baseline_months)
    shares = [organised.shares(month) for month in months]
    then, now = (dict(zip(side, shares, strict=True)) for side in (against, months))
    return (
        costs(of.baseline, then, along, known_at=known_at),
        costs(of.actual, now, along, known_at=known_at),
    )


def _other(
    was: Rows, held: Rows, services: Sequence[int | None], change: PriceChange
) -> int:
    """Öre that cost without its personnel part fell by, likewise compared."""
    made = held_against(
        before=_without_labour(_period(was, services)),
        after=_without_labour(_period(held, services)),
        change=change,
    )
    fell = float(made.baseline.sum() - made.at_baseline.sum())
    return round(fell)


def _without_labour(period: Period) -> Period:
    return Period(
        cost=period.cost - period.labour,
        labour=np.zeros_like(period.labour),
        volume=period.volume,
    )


def _period(rows: Rows, services: Sequence[int | None]) -> Period:
    columns = np.array([rows.get(service, NOTHING) for service in services]).T
    return Period(cost=columns[0], labour=columns[1], volume=columns[2])


def on_time(
    months: Sequence[date],
    of: Compared,
    organised: Whose,
    *,
    known_at: datetime | None = None,
) -> Mapping[int, Sequence[float]]:
    """The share done on time of the cases of each authority's units, month by month, as
    long as at least five were judged in each month up to the last of `months`."""
    rows = (
        Cell.objects.filter(
            known(known_at, since="recorded_at", until="superseded_at"),
            scenario=of.actual,
            month__in=months,
            source="desk",
            judged__gt=0,
        )
        .order_by()  # before it is summed: cells are many, units and months are few
        .values_list("unit", "month")
        .annotate(judged=Sum("judged"), kept=Sum("on_time"))
    )
    authorities = {month: organised.main(month) for month in months}
    held: dict[Place, Counter[str]] = defaultdict(Counter)
    for unit, month, judged, kept in rows:
        held[authorities[month][unit], month].update(judged=judged, kept=kept or 0)
    found: dict[int, list[Kept]] = defaultdict(list)
    for (authority, month), one in held.items():
        found[authority].append(
            Kept(month=month, judged=one["judged"], kept=one["kept"])
        )
    return {
        authority: [one.share for one in unbroken(each, last=months[-1])]
        for authority, each in found.items()
    }
