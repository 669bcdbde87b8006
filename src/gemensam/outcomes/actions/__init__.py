# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.actions.protect import decide_protection
from gemensam.outcomes.actions.rebuild import FrozenScenario, rebuild
from gemensam.outcomes.actions.scenario import scenario_for

__all__ = ["FrozenScenario", "decide_protection", "rebuild", "scenario_for"]
