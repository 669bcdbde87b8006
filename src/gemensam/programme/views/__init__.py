# SPDX-License-Identifier: EUPL-1.2
from gemensam.programme.views.assumptions import (
    assumption,
    assumptions,
    forget,
    narrow,
    tie,
)
from gemensam.programme.views.case import (
    case,
    copy,
    lock,
    renewed,
    terms,
    version,
)
from gemensam.programme.views.cases import cases, new_case
from gemensam.programme.views.costs import costs, spend
from gemensam.programme.views.goals import goals, write_goal, write_vision
from gemensam.programme.views.reports import (
    prestudy,
    report,
    report_list,
    report_pdf,
)
from gemensam.programme.views.simulation import simulation
from gemensam.programme.views.strategies import choose, strategies

__all__ = [
    "assumption",
    "assumptions",
    "case",
    "cases",
    "choose",
    "copy",
    "costs",
    "forget",
    "goals",
    "lock",
    "narrow",
    "new_case",
    "prestudy",
    "renewed",
    "report",
    "report_list",
    "report_pdf",
    "simulation",
    "spend",
    "strategies",
    "terms",
    "tie",
    "version",
    "write_goal",
    "write_vision",
]
