# SPDX-License-Identifier: EUPL-1.2
"""How much cheaper the same work became: an index of unit costs with fixed weights.

Σ c1·q0 / Σ c0·q0 over the services: what the first period's volumes would have cost at
the second's unit costs, in the first's prices, against what they did cost (Laspeyres,
here of unit costs: ILO/IMF et al., Producer Price Index Manual, 2004, ch. 1 and 15).
Beside it Paasche's index, weighted by the second period's volumes, and Fisher's, the
geometric mean of both, which is superlative: exact for a flexible aggregate, so that it
does not depend on which of the years gives the weights (Diewert, Journal of Econometrics
4:115, 1976). All are of one where nothing changed, below where units became cheaper.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.savings import NoBaselineError, Period, PriceChange, compare

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCostIndex:
    """Öre by service (…, s). `before` and `after` are what the periods cost, both in the
    first's prices; `at_before` is the first's volumes at the second's unit costs, and
    `at_after` the second's volumes at the first's. A service without volume in either
    period has no unit cost: it counts as it stands, as if its volume were the same."""

    before: Floats
    after: Floats
    at_before: Floats
    at_after: Floats

    @property
    def laspeyres(self) -> Floats:
        return _ratio(self.at_before, self.before)

    @property
    def paasche(self) -> Floats:
        return _ratio(self.after, self.at_after)

    @property
    def fisher(self) -> Floats:
        mean: Floats = np.sqrt(self.laspeyres * self.paasche)
        return mean


def unit_cost_index(
    *, before: Period, after: Period, change: PriceChange
) -> UnitCostIndex:
    """Hold `after` against `before`; leading axes (draws) broadcast.

    Raises NoBaselineError where one of the sums divided by is not above zero.
    """
    held = compare(before=before, after=after, change=change)
    counted = (before.volume > 0) & (after.volume > 0)
    grown = np.divide(
        after.volume,
        before.volume,
        out=np.ones(np.shape(counted)),
        where=counted,
    )
    at_after = before.cost * grown
    if not np.all(at_after.sum(axis=-1) > 0):
        raise NoBaselineError
    return UnitCostIndex(
        before=before.cost,
        after=held.at_baseline * grown,
        at_before=held.at_baseline,
        at_after=at_after,
    )


def yearly_efficiency(index: Floats, *, years: float) -> Floats:
    """How much cheaper a year, as a share of one, when the periods begin `years` apart:
    as much each year as gives `index` in all. Negative where it became dearer."""
    share: Floats = 1 - np.asarray(index) ** (1 / years)
    return share


def _ratio(above: Floats, below: Floats) -> Floats:
    ratio: Floats = above.sum(axis=-1) / below.sum(axis=-1)
    return ratio
