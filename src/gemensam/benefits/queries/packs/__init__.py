# SPDX-License-Identifier: EUPL-1.2
"""A month as it is told: half a page to each unit, a page to each administration and
company, one to the steering group. Written from what is known when the month is closed."""

from gemensam.benefits.queries.packs.administration import administration_page
from gemensam.benefits.queries.packs.facts import Fact, Told, differences
from gemensam.benefits.queries.packs.ground import Ground, ground_of
from gemensam.benefits.queries.packs.steering import steering_page
from gemensam.benefits.queries.packs.unit import unit_page

__all__ = [
    "Fact",
    "Ground",
    "Told",
    "administration_page",
    "differences",
    "ground_of",
    "steering_page",
    "unit_page",
]
