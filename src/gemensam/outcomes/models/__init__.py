# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.models.cell import Cell, CostDraws
from gemensam.outcomes.models.goal import Goal, Vision
from gemensam.outcomes.models.protection import ProtectedCell
from gemensam.outcomes.models.scenario import BY_SCENARIO, ScenarioVersion
from gemensam.outcomes.models.sums import MonthSum, SummedTree, TopSum

__all__ = [
    "BY_SCENARIO",
    "Cell",
    "CostDraws",
    "Goal",
    "MonthSum",
    "ProtectedCell",
    "ScenarioVersion",
    "SummedTree",
    "TopSum",
    "Vision",
]
