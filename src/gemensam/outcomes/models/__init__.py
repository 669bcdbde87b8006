# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.models.cell import Cell, CostDraws
from gemensam.outcomes.models.goal import Goal, Vision
from gemensam.outcomes.models.protection import ProtectedCell
from gemensam.outcomes.models.scenario import BY_SCENARIO, ScenarioVersion
from gemensam.outcomes.models.sums import MonthColumns, MonthSum

__all__ = [
    "BY_SCENARIO",
    "Cell",
    "CostDraws",
    "Goal",
    "MonthColumns",
    "MonthSum",
    "ProtectedCell",
    "ScenarioVersion",
    "Vision",
]
