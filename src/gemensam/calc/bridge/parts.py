# SPDX-License-Identifier: EUPL-1.2
"""From the frozen baseline to the outcome in six parts that add up to the öre.

Standard costing with a flexible budget: the baseline's unit costs are the standard, and
the outcome's volumes are costed at them before what is left is called efficiency
(Horngren, Datar & Rajan, Cost Accounting, ch. 7–8; the order price – volume – mix –
efficiency is the Laspeyres volume and Paasche price comparison of the ILO/IMF Producer
Price Index Manual, ch. 15). For each service, over all months compared:

    B  = frozen cost + adjustments        c  = B ÷ baseline's volume
    D  = personnel ÷ wage index + other ÷ price index

    scope       adjustments of scope, errors corrected in the baseline, and services
                that only one of the sides has (new: D; gone: −B)
    price       index adjustments, and outcome − D
    volume      volume adjustments, and c × (outcome's volume − baseline's)
    mix         (the unit's own c − the service's c) × the change of the unit's volume
    quality     the unit's own c × outcome's volume × ((1 + r₁) ÷ (1 + r₀) − 1), where r
                is the share of what was done that had to be done again
    efficiency  what is left

Every part but the last is a sum over service × unit × month, so months add up to the
period and units to the whole. A service without volume on either side is compared as it
stands. At equal volume, mix, quality and efficiency are multiplied by baseline's ÷
outcome's volume of the service, and price and volume keep only what was adjusted: what
then is left is the saving of `calc.savings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.bridge.rounding import Floats, Ints, added_up, whole_parts

Flags = NDArray[np.bool_]


class Part(StrEnum):
    """What a difference is made of; as a whole in this order."""

    PRICE = "price"
    VOLUME = "volume"
    MIX = "mix"
    SCOPE = "scope"
    EFFICIENCY = "efficiency"
    QUALITY = "quality"


PARTS = tuple(Part)
ADJUSTED = (Part.SCOPE, Part.PRICE, Part.VOLUME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """(n,): öre, öre of personnel in it, units delivered."""

    cost: Ints
    labour: Ints
    volume: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Service × unit × month, n of them; a month of the outcome beside its own in the
    baseline.

    `service` and `unit` (n,) are places from 0; `placed` (s,) whether a service is one,
    or cost that lies on none. `adjusted` is öre (n,) added to the frozen cost, by the
    part it belongs to. `wage`, `price` (n,) are index factors from the baseline's month
    to the outcome's: 1.03 is three per cent dearer.
    """

    service: Ints
    unit: Ints
    placed: Flags
    before: Side
    after: Side
    adjusted: Mapping[Part, Ints]
    wage: Floats
    price: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone:
    """(s,): the share of what was done that had to be done again; NaN: never measured."""

    before: Floats
    after: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """(s,): what an auditor needs to redo the parts of a service."""

    base: Floats  # B, öre
    before: Floats  # volume
    after: Floats
    deflated: Floats  # D, öre
    counted: Flags  # volume on both sides
    only_before: Flags
    only_after: Flags
    redone: Floats  # (1 + r₁) ÷ (1 + r₀) − 1; 0 where not measured
    measured: Flags

    @property
    def unit_cost(self) -> Floats:
        """Öre a unit in the adjusted baseline; 0 where nothing was counted."""
        return _ratio(self.base, self.before, where=self.counted)

    @property
    def to_equal(self) -> Floats:
        """Baseline's ÷ outcome's volume; 1 where they cannot be compared."""
        ratio = np.ones_like(self.base)
        np.divide(self.before, self.after, out=ratio, where=self.counted)
        return ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Whole öre (n, 6) in the order of PARTS: as it was paid, and at equal volume; `own`
    (n,) is the unit's own cost of a unit of the service in the baseline, in öre."""

    nominal: Ints
    equal: Ints
    own: Floats
    standard: Standard

    def total(self, part: Part) -> int:
        return int(self.nominal[:, PARTS.index(part)].sum())


def bridge(cells: Cells, redone: Redone) -> Bridge:
    """Take the difference apart. Rows of `nominal` sum to outcome − frozen cost exactly;
    rows of `equal` to what the outcome at equal volume and prices has above it."""
    added = sum(cells.adjusted.values(), np.zeros_like(cells.before.cost))
    base = (cells.before.cost + added).astype(np.float64)
    deflated = _deflated(cells)
    standard = _standard(cells, base, deflated, redone)
    own = _own_cost(cells, base, standard)
    service = cells.service
    change = np.where(
        standard.counted[service], cells.after.volume - cells.before.volume, 0.0
    )
    volume = standard.unit_cost[service] * change
    mix = (own - standard.unit_cost[service]) * change
    quality = own * cells.after.volume * standard.redone[service]
    alone = np.where(standard.only_after[service], deflated, 0.0)
    alone -= np.where(standard.only_before[service], base, 0.0)
    left = deflated - base - volume - alone
    exact = {
        Part.PRICE: cells.after.cost - deflated,
        Part.VOLUME: volume,
        Part.MIX: mix,
        Part.SCOPE: alone,
        Part.QUALITY: quality,
    }
    difference = cells.after.cost - cells.before.cost - added
    nominal = _whole(exact, difference, cells)
    ratio = standard.to_equal[service]
    at_equal = {
        Part.MIX: mix * ratio,
        Part.SCOPE: alone,
        Part.QUALITY: quality * ratio,
    }
    level = whole_parts(left * ratio + alone, service)
    return Bridge(
        nominal=nominal,
        equal=_whole(at_equal, level, cells),
        own=own,
        standard=standard,
    )


def _deflated(cells: Cells) -> Floats:
    """The outcome's öre in the prices of the baseline's month."""
    other = cells.after.cost - cells.after.labour
    real: Floats = cells.after.labour / cells.wage + other / cells.price
    return real


def _standard(cells: Cells, base: Floats, deflated: Floats, redone: Redone) -> Standard:
    before, after = (
        _summed(side.volume, cells) for side in (cells.before, cells.after)
    )
    counted = cells.placed & (before > 0) & (after > 0)
    nothing_before = _is_empty(cells, cells.before, base)
    nothing_after = _is_empty(cells, cells.after, deflated)
    measured = counted & np.isfinite(redone.before) & np.isfinite(redone.after)
    factor = np.zeros_like(before)
    np.divide(1 + redone.after, 1 + redone.before, out=factor, where=measured)
    return Standard(
        base=_summed(base, cells),
        before=before,
        after=after,
        deflated=_summed(deflated, cells),
        counted=counted,
        only_before=cells.placed & nothing_after & ~nothing_before,
        only_after=cells.placed & nothing_before & ~nothing_after,
        redone=np.where(measured, factor - 1, 0.0),
        measured=measured,
    )


def _is_empty(cells: Cells, side: Side, cost: Floats) -> Flags:
    """(s,): services of which a side has neither cost, adjustment nor volume."""
    held = (np.abs(cost) > 0) | (side.cost != 0) | (np.abs(side.volume) > 0)
    empty: Flags = _summed(held.astype(np.float64), cells) == 0
    return empty


def _own_cost(cells: Cells, base: Floats, standard: Standard) -> Floats:
    """(n,) öre a unit in the baseline: the unit's own; the service's for who is new.

    Cost of a service that nobody is known to have used lies where the work was done; it
    is spread over the units delivered, so that the whole is the baseline's.
    """
    units = int(cells.unit.max(initial=0)) + 1
    key = cells.service * units + cells.unit
    _keys, place = np.unique(key, return_inverse=True)
    volume = added_up(cells.before.volume, place)
    cost = added_up(base, place)
    used = (volume > 0)[place]
    nobodys = _summed(np.where(used, 0.0, base), cells)
    used_volume = _summed(np.where(used, cells.before.volume, 0.0), cells)
    spread = _ratio(nobodys, used_volume, where=used_volume > 0)
    own = _ratio(cost, volume, where=volume > 0)[place] + spread[cells.service]
    chosen: Floats = np.where(used, own, standard.unit_cost[cells.service])
    return chosen


def _whole(exact: Mapping[Part, Floats], difference: Ints, cells: Cells) -> Ints:
    """(n, 6) whole öre: `exact` rounded, efficiency what is left of `difference`, and
    the adjustments added to the parts they belong to."""
    found = np.zeros((len(difference), len(PARTS)), dtype=np.int64)
    for part, ore in exact.items():
        found[:, PARTS.index(part)] = whole_parts(ore, cells.service)
    found[:, PARTS.index(Part.EFFICIENCY)] = difference - found.sum(axis=1)
    for part, added in cells.adjusted.items():
        found[:, PARTS.index(part)] += added
    return found


def _summed(values: Floats, cells: Cells) -> Floats:
    """(n,) by service (s,)."""
    return added_up(values, cells.service, len(cells.placed))


def _ratio(above: Floats, below: Floats, *, where: Flags) -> Floats:
    ratio = np.zeros_like(above)
    np.divide(above, below, out=ratio, where=where)
    return ratio
