# SPDX-License-Identifier: EUPL-1.2
"""How fast a moved unit gives its saving: first a dip, then an S-shaped way to the whole.

In the three months after the cut-over productivity falls; from then the saving grows, to
60 % at month six and all of it at month twelve. Nothing is saved before a cut-over.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from gemensam.calc.businesscase.ranges import Floats

DIP_MONTHS = 3
POINTS = ((0.0, 0.0), (3.0, 0.0), (6.0, 0.6), (12.0, 1.0))  # month after → share
LONGEST_DELAY = 36  # months
BEFORE = 36  # months before the centre's start that are looked at


@dataclass(frozen=True, slots=True)
class Window:
    """Months from the centre's start, half-open, and the year of efficiency they lie in.

    `scale` makes the mean of the months what is told: 1 a year's pace; for the time
    before the start its length in years.
    """

    first: int
    end: int
    scale: float = 1.0

    @property
    def efficiencies(self) -> int:
        """Whole years since the start: one efficiency for each."""
        return max(0, self.first // 12)


def year(number: int) -> Window:
    """Year 0 is all that comes before the start."""
    if number == 0:
        return Window(-BEFORE, 0, BEFORE / 12)
    return Window(12 * number - 12, 12 * number)


def end_of_year(number: int) -> Window:
    """The last three months: the pace at which the year ends."""
    return Window(12 * number - 3, 12 * number)


def quarter(number: int) -> Window:
    """The centre's quarters from 1."""
    return Window(3 * number - 3, 3 * number)


@cache
def monthly(months: int) -> tuple[Floats, Floats, Floats]:
    """(saving, dip, moved) in each month from the cut-over: the mean over the month."""
    at = np.arange(months * 8 + 1) / 8
    curve = np.interp(at, *np.array(POINTS).T)
    trapezoid = (curve[1:] + curve[:-1]) / 2
    saving = trapezoid.reshape(months, 8).mean(axis=1)
    dip = (np.arange(months) < DIP_MONTHS).astype(float)
    return saving, dip, np.ones(months)


def tables(starts: tuple[int, ...], windows: tuple[Window, ...]) -> Floats:
    """(3, delay in months, wave, window): saving, dip and moved as means over the window,
    for a wave that starts in month `starts[w]` plus the delay."""
    span = max(window.end for window in windows) + BEFORE
    sums = np.cumsum(np.pad(np.array(monthly(span)), ((0, 0), (1, 0))), axis=1)
    delays = np.arange(LONGEST_DELAY + 2)[:, None, None]
    begins = delays + np.array(starts)[None, :, None]
    first = np.array([window.first for window in windows]) - begins
    end = np.array([window.end for window in windows]) - begins
    length = np.array([(one.end - one.first) / one.scale for one in windows])
    whole = sums[:, np.clip(end, 0, span)] - sums[:, np.clip(first, 0, span)]
    found: Floats = whole / length
    return found
