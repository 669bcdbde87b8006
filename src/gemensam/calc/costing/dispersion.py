# SPDX-License-Identifier: EUPL-1.2
"""How much of what is ordered comes by chance, and how much in turn.

Of orders that come by chance each of a unit's is as likely to fall in the first half of
the time as anybody's (Poisson counts, given their sum), and halves stray accordingly. What
is planned, as recruitments and closings are, strays less: the sum of squares about what
is expected, over what chance would make it, is Pearson's dispersion (McCullagh & Nelder
1989, Generalized Linear Models, 2nd ed., §4.5), here of all units of a service together.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.evidence import Catalogue, Uses

Floats = NDArray[np.float64]

BELIEVED = 4.0  # units of which chance is believed before any are seen [own]


def dispersion(uses: Sequence[Uses], catalogue: Catalogue) -> Floats:
    """(s,) variance of what was ordered of each service in the months of `uses`, in their
    order, over that of a Poisson count; at most 1.

    1 where nothing tells: of less than two months, and of what is counted as it is in use,
    where both halves count the same things.
    """
    found = np.ones(len(catalogue.services))
    if not uses:
        return found
    first, whole = _halves(uses, len(found))
    sums = whole.sum(axis=1)
    share = np.divide(first.sum(axis=1), sums, out=np.zeros_like(sums), where=sums > 0)
    tells = (share > 0) & (share < 1) & ~catalogue.standing
    first, whole, sums, share = (one[tells] for one in (first, whole, sums, share))
    strays = ((first - share[:, None] * whole) ** 2).sum(axis=1)
    # As many units of one size tell as much.
    units = sums**2 / (whole**2).sum(axis=1)
    free = np.maximum(units - 1, 0.0)
    seen = strays / (share * (1 - share) * sums) * units
    found[tells] = np.minimum((BELIEVED + seen) / (BELIEVED + free), 1.0)
    return found


def _halves(uses: Sequence[Uses], services: int) -> tuple[Floats, Floats]:
    """(s, u) what each unit used in the first half of the months, and in all."""
    units = np.unique(np.concatenate([one.unit for one in uses]))
    first, whole = np.zeros((2, services, len(units)))
    for number, one in enumerate(uses):
        at = one.service, np.searchsorted(units, one.unit)
        many = np.maximum(one.volume, 0.0)
        np.add.at(whole, at, many)
        if number < len(uses) // 2:
            np.add.at(first, at, many)
    return first, whole
