# SPDX-License-Identifier: EUPL-1.2
from gemensam.outcomes.actions.goals import (
    Aim,
    GoalOutside,
    set_goal,
    set_vision,
)
from gemensam.outcomes.actions.protect import decide_protection
from gemensam.outcomes.actions.rebuild import FrozenScenario, rebuild
from gemensam.outcomes.actions.scenario import scenario_for

__all__ = [
    "Aim",
    "FrozenScenario",
    "GoalOutside",
    "decide_protection",
    "rebuild",
    "scenario_for",
    "set_goal",
    "set_vision",
]
