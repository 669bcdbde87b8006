# SPDX-License-Identifier: EUPL-1.2
"""The same service over all who receive it: how far apart, and by more than chance?"""

from gemensam.benefits.queries.variation.cases import CaseFacts, case_facts, lead_times
from gemensam.benefits.queries.variation.costs import costs_by_place
from gemensam.benefits.queries.variation.funnels import (
    Compared,
    Spread,
    compared,
    spreads,
)
from gemensam.benefits.queries.variation.period import Period, periods

__all__ = [
    "CaseFacts",
    "Compared",
    "Period",
    "Spread",
    "case_facts",
    "compared",
    "costs_by_place",
    "lead_times",
    "periods",
    "spreads",
]
