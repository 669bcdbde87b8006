# SPDX-License-Identifier: EUPL-1.2
"""A first, rough answer from a ledger and a roster: what finance, HR and IT support cost,
with a range, how scattered the work is, and what would narrow the range most.

    result = rough(people, centres, lines, assumptions)

Nobody has been asked yet. Standard shares by title say who does what, each as low, likely
and high; the ledger says what people and other things cost where it can be matched. All
that is not known is drawn, many times, from ranges that are stated.
"""

from gemensam.calc.rough.evidence import (
    ASSUMPTIONS,
    Assumed,
    Centre,
    Interval,
    Person,
    Spread,
)
from gemensam.calc.rough.matching import Matched, match_centres
from gemensam.calc.rough.model import Answer, Narrowing, rough
from gemensam.calc.rough.names import area_of_account

__all__ = [
    "ASSUMPTIONS",
    "Answer",
    "Assumed",
    "Centre",
    "Interval",
    "Matched",
    "Narrowing",
    "Person",
    "Spread",
    "area_of_account",
    "match_centres",
    "rough",
]
