# SPDX-License-Identifier: EUPL-1.2
from gemensam.programme.actions.assume import (
    Estimate,
    assume,
    forget,
    tie,
)
from gemensam.programme.actions.cases import (
    Draft,
    Terms,
    copy_case,
    make_case,
    renew,
    set_terms,
)
from gemensam.programme.actions.computing import NotPossible, recompute
from gemensam.programme.actions.locking import lock_case
from gemensam.programme.actions.spending import Spending, spend
from gemensam.programme.actions.waves import Part, plan_waves, waves_by

__all__ = [
    "Draft",
    "Estimate",
    "NotPossible",
    "Part",
    "Spending",
    "Terms",
    "assume",
    "copy_case",
    "forget",
    "lock_case",
    "make_case",
    "plan_waves",
    "recompute",
    "renew",
    "set_terms",
    "spend",
    "tie",
    "waves_by",
]
