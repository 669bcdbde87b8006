# SPDX-License-Identifier: EUPL-1.2
"""The same thing measured in many places: who differs by more than chance?

    funnel = share_funnel([Counted(key="A", count=87, of=96), ...])
    funnel = cost_funnel(costed(["A", ...], place, amounts, volumes))
    funnel = time_funnel([Timed(key="A", n=96, log_mean=3.1, log_squares=41.0), ...])
    gap = shift(lead_times_here, lead_times_there)

A place is held against limits that widen as it gets smaller (a funnel; Spiegelhalter,
Statistics in Medicine 24:1185, 2005), the ordinary spread between places is reckoned with,
and the number of places compared is too (Benjamini and Hochberg, JRSS B 57:289, 1995).
"""

from gemensam.calc.variation.binomial import exact_limit, mid_p_lower
from gemensam.calc.variation.difference import Shift, shift
from gemensam.calc.variation.discovery import discoveries
from gemensam.calc.variation.funnel import (
    FEWEST_PLACES,
    Funnel,
    Limits,
    Placed,
    winsorised,
)
from gemensam.calc.variation.measures import (
    Costed,
    Counted,
    Timed,
    cost_funnel,
    costed,
    share_funnel,
    time_funnel,
)
from gemensam.calc.variation.middle import above_middle, weighted_median

__all__ = [
    "FEWEST_PLACES",
    "Costed",
    "Counted",
    "Funnel",
    "Limits",
    "Placed",
    "Shift",
    "Timed",
    "above_middle",
    "cost_funnel",
    "costed",
    "discoveries",
    "exact_limit",
    "mid_p_lower",
    "share_funnel",
    "shift",
    "time_funnel",
    "weighted_median",
    "winsorised",
]
