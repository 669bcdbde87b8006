# SPDX-License-Identifier: EUPL-1.2
"""Support cost that the mapping does not see: posted elsewhere, or not mapped yet.

Nobody knows it, so no krona is moved for it; but an interval that left it out would be
too narrow and lie too low.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What is assumed. `misposted`: share of support cost that was posted on an account
    or cost centre where no mapping finds it, and its spread; `unmapped_ore`: money on
    codes without mapping; `likely`: how much of that is support, low and high."""

    misposted: float = 0.03
    misposted_sd: float = 0.008
    unmapped_ore: float = 0.0
    likely: tuple[float, float] = (0.0, 1.0)


def unseen_factor(
    seen_ore: float, *, assumed: Unseen, draws: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(R,) by how much the support cost seen is to be multiplied in each draw."""
    share = rng.normal(assumed.misposted, assumed.misposted_sd, size=draws)
    unmapped = assumed.unmapped_ore * rng.uniform(*assumed.likely, size=draws)
    return (1 + unmapped / max(seen_ore, 1.0)) / (1 - np.clip(share, 0.0, 0.5))
