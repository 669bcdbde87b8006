# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.models.cell import Cell, CostDraws
from gemensam.outcomes.models.protection import ProtectedCell
from gemensam.outcomes.models.scenario import ScenarioVersion

__all__ = ["Cell", "CostDraws", "ProtectedCell", "ScenarioVersion"]
