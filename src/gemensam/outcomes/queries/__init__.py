# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.queries.figures import Row, Where, figures, folded
from gemensam.outcomes.queries.goals import at_baseline, cost_goals, goal, goals, vision
from gemensam.outcomes.queries.interval import deviations, interval
from gemensam.outcomes.queries.sums import sums_by_service

__all__ = [
    "Row",
    "Where",
    "at_baseline",
    "cost_goals",
    "deviations",
    "figures",
    "folded",
    "goal",
    "goals",
    "interval",
    "sums_by_service",
    "vision",
]
