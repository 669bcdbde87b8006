# SPDX-License-Identifier: EUPL-1.2
"""Support cost that the mapping does not see, or sees in the wrong place.

Nobody knows it, so no krona is moved for it; but an interval that left it out would be
too narrow and lie too low.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What is assumed. `misposted`: share of support cost posted on a wrong account or
    cost centre, and its spread. Of that, anything between nothing and all is `lost` to
    where no mapping finds it; the rest is taken for another service's, which changes what
    each costs by `moved_sd`. `unmapped_ore`: money on codes without mapping; `likely`: how
    much of that is support, low and high."""

    misposted: float = 0.03
    misposted_sd: float = 0.008
    lost: tuple[float, float] = (0.0, 1.0)
    moved_sd: float = 0.02
    unmapped_ore: float = 0.0
    likely: tuple[float, float] = (0.0, 1.0)


def unseen_factor(
    seen_ore: float,
    *,
    services: int,
    assumed: Unseen,
    draws: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(R, s) by how much the cost seen of each service is to be multiplied in each draw."""
    posted = np.clip(rng.normal(assumed.misposted, assumed.misposted_sd, draws), 0, 0.5)
    lost = posted * rng.uniform(*assumed.lost, size=draws)
    unmapped = assumed.unmapped_ore * rng.uniform(*assumed.likely, size=draws)
    whole = (1 + unmapped / max(seen_ore, 1.0)) / (1 - lost)
    moved = np.exp(rng.normal(0.0, assumed.moved_sd, size=(draws, services)))
    factor: NDArray[np.float64] = whole[:, None] * moved
    return factor
