# SPDX-License-Identifier: EUPL-1.2
"""The bridge over some months, and its cells added up by what one asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.queries.bridge.adjusted import by_part
from gemensam.benefits.queries.bridge.folds import HIDDEN
from gemensam.benefits.queries.bridge.grain import (
    NOTHING,
    Done,
    Key,
    Read,
    Sums,
    by_service_now,
    done,
    folds_of,
    sums,
)
from gemensam.benefits.queries.bridge.nodes import (
    Organised,
    View,
    standings,
    tops_in_any,
)
from gemensam.benefits.queries.bridge.periods import Period
from gemensam.benefits.queries.months import compared, same_months
from gemensam.benefits.queries.saving import price_change
from gemensam.benefits.queries.services import effects_as_now, effects_together
from gemensam.calc.bridge import PARTS, Bridge, Cells, Part, Redone, Side, bridge
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage, lineage
from gemensam.costing.queries.adjustments import Effect
from gemensam.group.models import Person
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.figures import sight_of
from gemensam.outcomes.queries.versions import months_of

FEWEST_CASES = 30  # below it, a share of what was done again is chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Keys in the order of the cells; `services` in the order of `bridge.standard`,
    None for cost on no service. `lacks_quality`: services whose corrections nobody
    measured before, or too few of them."""

    period: Period
    compared_with: tuple[date, ...]
    version: ScenarioVersion
    actual: ScenarioVersion
    view: View
    effects: tuple[Effect, ...]
    keys: tuple[Key, ...]
    services: tuple[int | None, ...]
    cells: Cells
    bridge: Bridge
    done_before: Mapping[int, Done]
    done_after: Mapping[int, Done]

    @property
    def lacks_quality(self) -> int:
        standard = self.bridge.standard
        return int((standard.counted & ~standard.measured).sum())

    @property
    def measures_quality(self) -> int:
        return int(self.bridge.standard.measured.sum())

    @property
    def whole(self) -> "Row":
        return _row(None, self, list(range(len(self.keys))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Öre of some cells together. `frozen` + `parts` = `actual`; `frozen` + `equal` is
    the outcome at equal volume and in the baseline's prices."""

    label: object
    frozen: int
    actual: int
    parts: Mapping[Part, int]
    equal: Mapping[Part, int]
    volume_before: float
    volume_after: float

    @property
    def difference(self) -> int:
        return self.actual - self.frozen

    @property
    def at_equal(self) -> int:
        return self.frozen + sum(self.equal.values())


def bridge_for(
    person: Person, period: Period, *, view: View | None = None
) -> Made | None:
    """As `bridge_over` for who follows the whole group; None for all others."""
    if not sight_of(person).whole_group:
        return None
    return bridge_over(period, view=view)


def bridge_over(period: Period, *, view: View | None = None) -> Made | None:
    """From the frozen baseline to the outcome of `period`; None before a baseline is
    frozen, without an outcome, and where the baseline lacks some of the months."""
    view, of = view or View(), compared()
    baseline, actual = _baseline(of.baseline, view), of.actual
    if baseline is None or actual is None:
        return None
    every = of.baseline_months if baseline == of.baseline else months_of(baseline)
    against = same_months(period.months, every)
    if len(against) != len(period.months):
        return None
    standing = standings([against, period.months])
    sides = (
        Read(baseline.pk, tuple(against), view.known_at),
        Read(actual.pk, period.months, view.known_at),
    )
    merged = folds_of(sides, tops_in_any(standing))
    is_now = view.organised == Organised.NOW
    along = lineage(period.months[-1]) if is_now else AS_THEN
    before, after = (
        by_service_now(sums(side, where, merged), along)
        for side, where in zip(sides, standing[view.organised], strict=True)
    )
    if not after:
        return None
    pairs = list(zip(against, period.months, strict=True))
    ground = Ground(period, baseline, actual, view, along, pairs, every)
    return _made(ground, before, after)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is held against what, and from where."""

    period: Period
    baseline: ScenarioVersion
    actual: ScenarioVersion
    view: View
    along: Lineage
    pairs: Sequence[tuple[date, date]]  # month of the baseline, month compared
    every: Sequence[date]  # all months of the baseline

    @property
    def against(self) -> tuple[date, ...]:
        return tuple(then for then, _now in self.pairs)


def _baseline(newest: ScenarioVersion | None, view: View) -> ScenarioVersion | None:
    """The frozen version in force; the one that was, where one asks from a day."""
    if view.known_at is None:
        return newest if newest is not None and newest.frozen_at else None
    frozen = ScenarioVersion.objects.filter(
        kind=ScenarioKind.BASELINE, frozen_at__lte=view.known_at
    )
    return frozen.order_by("-number").first()


def _made(
    ground: Ground, before: Mapping[Key, Sums], after: Mapping[Key, Sums]
) -> Made:
    view, period = ground.view, ground.period
    effects = [
        [one for one in each if _is_known(one, view)]
        for each in effects_as_now(ground.baseline, ground.pairs, ground.along)
    ]
    moved = _beside(before, dict(ground.pairs))
    added = by_part(effects, ground.pairs, moved, view)
    every = {*moved, *after, *(key for part in added.values() for key in part)}
    keys = sorted(every, key=_order)
    services = tuple(dict.fromkeys(key[0] for key in keys))
    cells = _cells(keys, services, (moved, after), added, ground.pairs)
    # How much is done again knows no season: the whole baseline tells it best.
    before_done = done(
        ground.baseline.pk,
        ground.every,
        view.known_at,
        along=ground.along,
        before_the_centre=True,
    )
    after_done = done(
        ground.actual.pk, period.months, view.known_at, along=ground.along
    )
    redone = Redone(
        before=_shares(before_done, services), after=_shares(after_done, services)
    )
    return Made(
        period=period,
        compared_with=ground.against,
        version=ground.baseline,
        actual=ground.actual,
        view=view,
        effects=tuple(effects_together(effects)),
        keys=tuple(keys),
        services=services,
        cells=cells,
        bridge=bridge(cells, redone),
        done_before=before_done,
        done_after=after_done,
    )


def _is_known(effect: Effect, view: View) -> bool:
    return view.known_at is None or effect.adjustment.made_at <= view.known_at


def _beside(before: Mapping[Key, Sums], now: Mapping[date, date]) -> dict[Key, Sums]:
    """The baseline's cells under the month they are compared with."""
    return {(key[0], key[1], now[key[2]]): told for key, told in before.items()}


def _order(key: Key) -> tuple[bool, int, int, date]:
    return key[0] is None, key[0] or 0, key[1], key[2]


def _cells(
    keys: Sequence[Key],
    services: Sequence[int | None],
    sides: tuple[Mapping[Key, Sums], Mapping[Key, Sums]],
    added: Mapping[Part, Mapping[Key, int]],
    pairs: Sequence[tuple[date, date]],
) -> Cells:
    place = {service: number for number, service in enumerate(services)}
    units = {node: number for number, node in enumerate({key[1]: 0 for key in keys})}
    changes = {now: price_change(then.year, now.year) for then, now in pairs}
    return Cells(
        service=np.array([place[key[0]] for key in keys], dtype=np.int64),
        unit=np.array([units[key[1]] for key in keys], dtype=np.int64),
        placed=np.array([service is not None for service in services], dtype=bool),
        before=_side(keys, sides[0]),
        after=_side(keys, sides[1]),
        adjusted={
            part: np.array([ore.get(key, 0) for key in keys], dtype=np.int64)
            for part, ore in added.items()
        },
        wage=np.array([changes[key[2]].wage for key in keys], dtype=np.float64),
        price=np.array([changes[key[2]].price for key in keys], dtype=np.float64),
    )


def _side(keys: Sequence[Key], told: Mapping[Key, Sums]) -> Side:
    each = chain.from_iterable(told.get(key, NOTHING) for key in keys)
    rows = np.fromiter(each, dtype=np.int64, count=3 * len(keys)).reshape(-1, 3)
    cost, labour, volume = np.ascontiguousarray(rows.T)
    return Side(cost=cost, labour=labour, volume=volume / 100)


def _shares(
    counted: Mapping[int, Done], services: Sequence[int | None]
) -> NDArray[np.float64]:
    """The share that was done again, by service; NaN where too little was counted."""
    shares = np.full(len(services), np.nan)
    for place, service in enumerate(services):
        told = counted.get(service) if service is not None else None
        if told is not None and told.resolved >= FEWEST_CASES:
            shares[place] = 1 - told.right / told.resolved
    return shares


LabelOf = Callable[[Key], object]


def rows_by(
    made: Made, label: LabelOf, *, only: Callable[[Key], bool] | None = None
) -> list[Row]:
    """Cells added up by `label`, in the order in which labels come; `only` some cells."""
    found: dict[object, list[int]] = {}
    for place, key in enumerate(made.keys):
        if only is None or only(key):
            found.setdefault(label(key), []).append(place)
    return [_row(name, made, places) for name, places in found.items()]


def together(rows: Sequence[Row]) -> Row:
    """Several rows as one."""
    return Row(
        label=None,
        frozen=sum(row.frozen for row in rows),
        actual=sum(row.actual for row in rows),
        parts={part: sum(row.parts[part] for row in rows) for part in PARTS},
        equal={part: sum(row.equal[part] for row in rows) for part in PARTS},
        volume_before=sum(row.volume_before for row in rows),
        volume_after=sum(row.volume_after for row in rows),
    )


def shown_service(key: Key) -> int | None:
    """The service under which a cell is shown: none for what is not told by service."""
    return None if key[1] == HIDDEN else key[0]


def _row(label: object, made: Made, places: Sequence[int]) -> Row:
    at = np.array(places, dtype=np.int64)
    nominal = made.bridge.nominal[at].sum(axis=0)
    equal = made.bridge.equal[at].sum(axis=0)
    return Row(
        label=label,
        frozen=int(made.cells.before.cost[at].sum()),
        actual=int(made.cells.after.cost[at].sum()),
        parts={part: int(ore) for part, ore in zip(PARTS, nominal, strict=True)},
        equal={part: int(ore) for part, ore in zip(PARTS, equal, strict=True)},
        volume_before=float(made.cells.before.volume[at].sum()),
        volume_after=float(made.cells.after.volume[at].sum()),
    )
