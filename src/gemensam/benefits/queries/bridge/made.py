# SPDX-License-Identifier: EUPL-1.2
"""The bridge over some months, and its cells added up by what one asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gemensam.benefits.queries.bridge.adjusted import by_part
from gemensam.benefits.queries.bridge.done import Done, done
from gemensam.benefits.queries.bridge.folds import HIDDEN
from gemensam.benefits.queries.bridge.grain import (
    Read,
    by_service_now,
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
from gemensam.benefits.queries.bridge.sums import Keys, Sums, united
from gemensam.benefits.queries.months import compared, frozen_by, same_months
from gemensam.benefits.queries.saving import price_changes
from gemensam.benefits.queries.services import effects_as_now, effects_together
from gemensam.calc.bridge import PARTS, Bridge, Cells, Part, Redone, Side, bridge
from gemensam.catalogue.queries.lineage import AS_THEN, Lineage, lineage
from gemensam.costing.queries.adjustments import Effect
from gemensam.group.models import Person
from gemensam.outcomes.columns import Flags, Ints, grouped, summed
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.queries.figures import sight_of
from gemensam.outcomes.queries.versions import months_of

FEWEST_CASES = 30  # below it, a share of what was done again is chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Keys in the order of the cells, their months by place in `period`; `services` in
    the order of `bridge.standard`, None for cost on no service. `lacks_quality`: services
    whose corrections nobody measured before, or too few of them."""

    period: Period
    compared_with: tuple[date, ...]
    version: ScenarioVersion
    actual: ScenarioVersion
    view: View
    effects: tuple[Effect, ...]
    keys: Keys
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
        everywhere = np.zeros(len(self.keys), dtype=np.int64)
        (row,) = _rows(self, slice(None), everywhere, [None])
        return row

    @property
    def nodes(self) -> set[int]:
        """The administrations and merged places that cells lie in."""
        return set(self.keys.node.tolist())


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
    standing = standings([against, period.months], view.known_at)
    sides = (
        Read(baseline.pk, tuple(against), view.known_at),
        Read(actual.pk, period.months, view.known_at),
    )
    merged = folds_of(sides, tops_in_any(standing))
    is_now = view.organised == Organised.NOW
    along = lineage(period.months[-1], view.known_at) if is_now else AS_THEN
    before, after = (
        by_service_now(sums(side, where, merged), side.months, along)
        for side, where in zip(sides, standing[view.organised], strict=True)
    )
    if not len(after.keys):
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
    # A month of the baseline and the one compared; their place is that of keys' months.
    pairs: Sequence[tuple[date, date]]
    every: Sequence[date]  # all months of the baseline

    @property
    def against(self) -> tuple[date, ...]:
        return tuple(then for then, _now in self.pairs)


def _baseline(newest: ScenarioVersion | None, view: View) -> ScenarioVersion | None:
    """The frozen version in force; the one that was, where one asks from a day."""
    if view.known_at is None:
        return newest if newest is not None and newest.frozen_at else None
    return frozen_by(view.known_at)


def _made(ground: Ground, before: Sums, after: Sums) -> Made:
    view, period = ground.view, ground.period
    effects = [
        [one for one in each if _is_known(one, view)]
        for each in effects_as_now(ground.baseline, ground.pairs, ground.along)
    ]
    added = by_part(effects, ground.pairs, before, view)
    adjusted = list(added.values())
    each = [before.keys, after.keys, *(keys for keys, _ore in adjusted)]
    keys, places = united(each)
    begins = np.diff(keys.service, prepend=-1) != 0
    services = tuple(one or None for one in keys.service[begins].tolist())
    cells = Cells(
        service=np.cumsum(begins) - 1,
        unit=grouped(keys.node)[1],
        placed=np.array([service is not None for service in services], dtype=bool),
        before=_side(before, places[0], len(keys)),
        after=_side(after, places[1], len(keys)),
        adjusted={
            part: summed(ore, at, len(keys))
            for part, (_keys, ore), at in zip(added, adjusted, places[2:], strict=True)
        },
        **_changes(ground.pairs, keys.month, view.known_at),
    )
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
        keys=keys,
        services=services,
        cells=cells,
        bridge=bridge(cells, redone),
        done_before=before_done,
        done_after=after_done,
    )


def _is_known(effect: Effect, view: View) -> bool:
    return view.known_at is None or effect.adjustment.made_at <= view.known_at


def _side(told: Sums, place: Ints, size: int) -> Side:
    cost, labour, volume = (summed(one, place, size) for one in told.measures)
    return Side(cost=cost, labour=labour, volume=volume / 100)


def _changes(
    pairs: Sequence[tuple[date, date]], month: Ints, known_at: datetime | None
) -> dict[str, NDArray[np.float64]]:
    told = price_changes(pairs, known_at=known_at)
    changes = [(one.wage, one.price) for one in told]
    wage, price = np.array(changes, dtype=np.float64)[month].T
    return {"wage": wage, "price": price}


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


# ----------------------------------------------------------------------- added up


class Label(Enum):
    """What cells are added up by; their rows are labelled with it."""

    SERVICE = "the service; None: on none"
    SHOWN = "the service they are told by; None also for what is not told by service"
    NODE = "the administration, company or merged place"
    MONTH = "the month"


def rows_by(made: Made, by: Label, *, only: Flags | None = None) -> list[Row]:
    """Cells added up, by rising label, None last; `only` some of the cells (n,)."""
    keys, wanted = made.keys, slice(None) if only is None else only
    services = [one for one in made.services if one is not None]
    labels: Sequence[object] = [*services, None]
    match by:
        case Label.SERVICE:
            asked = made.cells.service
        case Label.SHOWN:
            hidden = keys.node == HIDDEN
            asked = np.where(hidden, len(services), made.cells.service)
        case Label.NODE:
            labels = sorted(made.nodes)
            asked = np.searchsorted(labels, keys.node)
        case Label.MONTH:
            labels, asked = made.period.months, keys.month
    found, place = grouped(asked[wanted])
    return _rows(made, wanted, place, [labels[at] for at in found[:, 0].tolist()])


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


def _rows(
    made: Made, wanted: Flags | slice, place: Ints, labels: Sequence[object]
) -> list[Row]:
    """The `wanted` cells, added up by `place` among `labels`."""

    def ore(values: Ints) -> list[int]:
        told: list[int] = summed(values[wanted], place, len(labels)).tolist()
        return told

    def units(values: NDArray[np.float64]) -> list[float]:
        told = np.bincount(place, weights=values[wanted], minlength=len(labels))
        return [float(one) for one in told]

    before, after = made.cells.before, made.cells.after
    frozen, actual = ore(before.cost), ore(after.cost)
    nominal = [ore(one) for one in made.bridge.nominal.T]
    equal = [ore(one) for one in made.bridge.equal.T]
    volumes = units(before.volume), units(after.volume)
    return [
        Row(
            label=label,
            frozen=frozen[at],
            actual=actual[at],
            parts={part: one[at] for part, one in zip(PARTS, nominal, strict=True)},
            equal={part: one[at] for part, one in zip(PARTS, equal, strict=True)},
            volume_before=volumes[0][at],
            volume_after=volumes[1][at],
        )
        for at, label in enumerate(labels)
    ]
