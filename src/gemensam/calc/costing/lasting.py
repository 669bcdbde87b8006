# SPDX-License-Identifier: EUPL-1.2
"""Draws of what is the same in every survey.

They follow from whose they are and not from the survey, so that of two years what nobody
knows of both goes out of the difference (common random numbers).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ERROR, _SERVICE, _HABIT, _CELL = 0xE44, 0x5E4, 0x4AB, 0xCE1


def errors(draws: int) -> Floats:
    """(R,) standard normal, of how far people's answers stray."""
    return np.random.default_rng(_ERROR).normal(size=draws)


def of_services(kind: int, services: int, draws: int) -> Floats:
    """(R, s) standard normal, of what services take at providers of a kind."""
    return _of(_SERVICE, kind, services, draws)


def of_habits(whose: Ints, areas: int, draws: int) -> Floats:
    """(R, g, areas) standard normal, of the habits of providers `whose` (g,)."""
    return _each(_HABIT, whose, areas, draws)


def of_cells(whose: Ints, services: int, draws: int) -> Floats:
    """(R, g, s) standard normal, of what services take at providers `whose` (g,)."""
    return _each(_CELL, whose, services, draws)


def _each(what: int, whose: Ints, many: int, draws: int) -> Floats:
    return np.stack([_of(what, one, many, draws) for one in whose.tolist()], axis=1)


def _of(what: int, whose: int, many: int, draws: int) -> Floats:
    """(R, many): one more of them leaves the others as they are."""
    return np.random.default_rng([what, whose]).normal(size=(many, draws)).T
