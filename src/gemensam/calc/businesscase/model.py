# SPDX-License-Identifier: EUPL-1.2
"""One model of the savings case, for one set of values or for many at once.

Costs are a year's, in the baseline's price level. A cell (service × receiver) has its
levers; they take from its personnel and other cost one after the other, each on what is
left. What is saved comes with the wave in which the cell moves, late by `delay`, after a
dip; a share of freed time becomes money (`cashed`); the centre brings new permanent cost
(`running`); from the second year what has moved becomes a little cheaper every year.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.businesscase.cash import VAT
from gemensam.calc.businesscase.joint import Correlation
from gemensam.calc.businesscase.levers import ORDER, Addressable, Lever
from gemensam.calc.businesscase.ramp import (
    LONGEST_DELAY,
    Window,
    end_of_year,
    quarter,
    tables,
    year,
)
from gemensam.calc.businesscase.ranges import Floats, Range
from gemensam.calc.errors import CalcError, mark

NDArrayInt = NDArray[np.int64]
DELAY, DIP, CASHED = "delay", "dip", "cashed"
RUNNING, EFFICIENCY = "running", "efficiency"
BASELINE = "baseline"  # which of the baseline's own draws; a share in [0, 1)
FIXED = (DELAY, DIP, CASHED, RUNNING, EFFICIENCY)
QUARTERS = 8
_BLOCK = 1024


class NothingToSaveError(CalcError):
    """A case on a baseline without cost."""

    text = mark(
        "The baseline holds no cost to save from. Import ledgers and compute it first."
    )


class AssumptionMissingError(CalcError):
    """The model cannot be worked out without this value."""

    text = mark("The assumption {key} is missing. Add it with low, likely and high.")


class WavesNotWholeError(CalcError):
    """Part of the cost never moves, or moves twice."""

    text = mark(
        "The waves move {share} % of {what}. Change their shares so that they make 100 %."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A lever on a cell: `key` names the assumption that says how much."""

    lever: Lever
    key: str
    base: Addressable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A year's cost in öre of `service` at the receivers `top`; `labels` are ids.

    `effects`: at most one for each lever. `vat`: the share of VAT its owner cannot
    deduct when the centre invoices, 0 within the municipality. `waves`: the share of the
    cell that moves in each wave.
    """

    area: str
    service: int | None
    top: int | None
    labour: int
    other: int
    effects: tuple[Effect, ...]
    waves: tuple[float, ...]
    vat: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """What one kind of implementation cost comes to: the assumption `key` (öre in all)
    spread over year 0 and the years after by `profile` (years + 1,)."""

    key: str
    profile: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`starts`: each wave's first month from the centre's start (negative: before it).

    `factors`: joint draws (n,) of each area's baseline cost around 1.
    """

    cells: Sequence[Cell]
    starts: tuple[int, ...]
    ranges: Mapping[str, Range]
    correlations: Sequence[Correlation] = ()
    outlays: Sequence[Outlay] = ()
    factors: Mapping[str, Floats] = field(default_factory=dict)
    interest: float = 0.03
    years: int = 5

    @property
    def windows(self) -> tuple[Window, ...]:
        """Years 0 to `years` as cash, the quarters of the first two, ends of the rest."""
        cash = [year(number) for number in range(self.years + 1)]
        quarters = [quarter(number + 1) for number in range(QUARTERS)]
        ends = [end_of_year(number) for number in range(3, self.years + 1)]
        return (*cash, *quarters, *ends)

    @property
    def pace_windows(self) -> list[int]:
        """Where in `windows` the pace at the end of year 1, 2 … stands."""
        first = self.years + 1
        later = range(first + QUARTERS, len(self.windows))
        return [first + 3, first + 7, *later]

    @property
    def ore(self) -> int:
        return sum(cell.labour + cell.other for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """For each set of values (r): öre, or shares of the baseline.

    `pace` (r, quarters and ends): the saving at a year's pace. `saving`, `vat`, `outlay`
    and `net` (r, years + 1): öre of each year, before what it takes and after.
    `base` (r,). `parts`: label → (base (r,), saving at the end of year 1 (r,)) in öre.
    """

    base: Floats
    pace: Floats
    saving: Floats
    vat: Floats
    outlay: Floats
    net: Floats
    parts: Mapping[object, tuple[Floats, Floats]]


Label = Callable[[Cell], object]


def evaluate(case: Case, values: Mapping[str, Floats], *, by: Label) -> Paths:
    """Work the case out for values (r,) of every assumption; parts by a label of cells.

    Raises NothingToSaveError, AssumptionMissingError, WavesNotWholeError.
    """
    groups = _groups(case, by)
    _check(case, values)
    draws = len(values[DELAY])
    order = np.argsort(values[DELAY], kind="stable")
    values = {key: value[order] for key, value in values.items()}
    count, cash = len(case.windows), case.years + 1
    base, saving, vat = np.zeros(draws), *(np.zeros((draws, count)) for _ in range(2))
    parts: dict[object, tuple[Floats, Floats]] = {
        group.label: (np.zeros(draws), np.zeros(draws)) for group in groups
    }
    first = case.pace_windows[0]
    for rows, month, part in _delayed(values[DELAY]):
        block = {key: value[rows] for key, value in values.items()}
        years = _efficiency(case, block[EFFICIENCY])
        for group in groups:
            cost, saved, moved = group.saved(block, years, group.at(month, part))
            base[rows] += cost
            saving[rows] += saved
            if group.vat:
                vat[rows] += VAT * group.vat * (moved - saved)
            held = parts[group.label]
            held[0][rows] += cost
            held[1][rows] += saved[:, first]
    outlay = np.zeros((draws, cash))
    for one in case.outlays:
        outlay += values[one.key][:, None] * np.array(one.profile)
    back = np.argsort(order, kind="stable")
    base, saving, vat, outlay = (part[back] for part in (base, saving, vat, outlay))
    return Paths(
        base=base,
        pace=saving[:, cash:] / base[:, None],
        saving=saving[:, :cash],
        vat=vat[:, :cash],
        outlay=outlay,
        net=saving[:, :cash] - vat[:, :cash] - outlay,
        parts={label: (one[back], two[back]) for label, (one, two) in parts.items()},
    )


def _check(case: Case, values: Mapping[str, Floats]) -> None:
    wanted = {effect.key for cell in case.cells for effect in cell.effects}
    wanted |= {*FIXED, *(one.key for one in case.outlays)}
    for key in sorted(wanted):
        if key not in values:
            raise AssumptionMissingError(key=key)
    if case.ore <= 0:
        raise NothingToSaveError


def _efficiency(case: Case, yearly: Floats) -> Floats:
    """(r, windows): the share of what is left that the years' efficiency has taken."""
    years = np.array([window.efficiencies for window in case.windows])
    taken: Floats = 1 - (1 - yearly)[:, None] ** years
    return taken


def _delayed(delay: Floats) -> Iterator[tuple[slice, int, Floats]]:
    """Rows, ordered by delay, that are late by the same whole months, and the part of a
    month beyond; few enough at a time to stay in the cache."""
    late = np.clip(delay, 0, LONGEST_DELAY)
    whole = late.astype(np.int64)
    for month in np.unique(whole).tolist():
        begin, end = np.searchsorted(whole, [month, month + 1]).tolist()
        for start in range(begin, end, _BLOCK):
            rows = slice(start, min(start + _BLOCK, end))
            yield rows, month, (late[rows] - month)[:, None]


# ---------------------------------------------------------------- cells alike


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Cells with the same levers, VAT, area and label: worked out as one."""

    label: object
    effects: tuple[Effect, ...]
    vat: float
    cost: float
    factors: Floats | None
    table: Floats  # (4, delay, windows): saved labour, saved other, dip, moved

    def at(self, month: int, part: Floats) -> Floats:
        """(4, r, windows): the table between two whole months of delay."""
        step = self.table[:, month + 1] - self.table[:, month]
        found: Floats = self.table[:, month, None, :] + part * step[:, None, :]
        return found

    def saved(
        self, values: Mapping[str, Floats], efficiency: Floats, at: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """The group's cost (r,), what is saved of it and what has moved (r, windows),
        öre a year."""
        labour, other = remaining(self.effects, values)
        in_labour, in_other, in_dip, moved = at
        saved = (values[CASHED] * (1 - labour))[:, None] * in_labour
        saved += (1 - other)[:, None] * in_other
        saved += (moved - saved) * efficiency
        saved -= values[DIP][:, None] * in_dip
        saved -= values[RUNNING][:, None] * moved
        factor = self._factor(values)
        saved *= factor[:, None]
        return self.cost * factor, saved, moved * factor[:, None]

    def _factor(self, values: Mapping[str, Floats]) -> Floats:
        if self.factors is None or BASELINE not in values:
            return np.ones(len(values[DELAY]))
        place = (values[BASELINE] * len(self.factors)).astype(np.int64)
        factor: Floats = self.factors[place]
        return factor


def remaining(
    effects: Sequence[Effect], values: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """The share of personnel and of other cost the levers leave: Π(1 − s)."""
    some = np.ones_like(values[DELAY])
    labour, other = some, some
    for effect in effects:
        left = 1 - values[effect.key]
        labour = labour * left if effect.base.labour else labour
        other = other * left if effect.base.other else other
    return labour, other


def _groups(case: Case, by: Label) -> list[_Group]:
    sums: dict[tuple[object, ...], Floats] = {}
    for cell in case.cells:
        _check_waves(cell)
        key = (by(cell), in_order(cell.effects), cell.vat, cell.area)
        money = np.array([cell.labour, cell.other], dtype=float)
        spread = money[:, None] * np.array(cell.waves)
        sums[key] = sums[key] + spread if key in sums else spread
    shapes = tables(case.starts, case.windows)
    return [_group(case, key, spread, shapes) for key, spread in sums.items()]


def _check_waves(cell: Cell) -> None:
    share = sum(cell.waves)
    if abs(share - 1) > 1e-6:
        raise WavesNotWholeError(share=round(100 * share, 2), what=cell.area)


def _group(
    case: Case, key: tuple[object, ...], spread: Floats, shapes: Floats
) -> _Group:
    label, effects, vat, area = key
    assert isinstance(effects, tuple)
    assert isinstance(vat, float)
    saving, dip, moved = shapes
    labour, other = spread
    table = [
        np.tensordot(labour, saving, axes=(0, 1)),
        np.tensordot(other, saving, axes=(0, 1)),
        np.tensordot(labour, dip, axes=(0, 1)),
        np.tensordot(labour + other, moved, axes=(0, 1)),
    ]
    return _Group(
        label=label,
        effects=effects,
        vat=vat,
        cost=float(spread.sum()),
        factors=case.factors.get(str(area)),
        table=np.stack(table),
    )


def in_order(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """By lever in the fixed order."""
    return tuple(sorted(effects, key=lambda effect: ORDER.index(effect.lever)))
