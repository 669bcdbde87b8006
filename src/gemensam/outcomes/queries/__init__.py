# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.queries.figures import Row, Where, figures
from gemensam.outcomes.queries.goals import at_baseline, cost_goals, goal, goals, vision
from gemensam.outcomes.queries.interval import deviations, interval

__all__ = [
    "Row",
    "Where",
    "at_baseline",
    "cost_goals",
    "deviations",
    "figures",
    "goal",
    "goals",
    "interval",
    "vision",
]
