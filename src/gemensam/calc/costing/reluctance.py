# SPDX-License-Identifier: EUPL-1.2
"""Those with most to do answer least: how much so is read from who was silent.

The log-odds of silence rise by `link` from no support work to nothing else. It is
estimated by what people's like say they do, before which there is an expectation of its
own; those silent then do more than their like by an exponential tilt (Kim & Yu 2011,
JASA 106:157).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EXPECTED, EXPECTED_SD = 1.0, 1.0  # busy people put off surveys; how much is not known


@dataclass(frozen=True, slots=True)
class Silence:
    """`link` and how unsure it is."""

    link: float
    sd: float

    def drawn(self, rng: np.random.Generator) -> float:
        return float(rng.normal(self.link, self.sd))


def silence_of(*, foretold: NDArray[np.float64], silent: NDArray[np.bool_]) -> Silence:
    """Logistic regression of silence on the foretold share of support work, with a
    normal prior; nobody silent leaves nothing to know."""
    if not silent.any() or silent.all():
        return Silence(0.0, 0.0)
    x = np.stack([np.ones(len(foretold)), foretold], axis=1)
    precision = np.diag([0.01, EXPECTED_SD**-2])
    beta = np.array([0.0, EXPECTED])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (silent - chance) - precision @ (beta - [0.0, EXPECTED])
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + precision
        beta = beta + np.linalg.solve(curve, slope)
    return Silence(float(beta[1]), float(np.sqrt(np.linalg.inv(curve)[1, 1])))
