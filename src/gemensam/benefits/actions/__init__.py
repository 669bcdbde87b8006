# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.actions.closed import MonthClosed
from gemensam.benefits.actions.closing import (
    BeingComputed,
    LedgersMissing,
    NoReason,
    NotClosed,
    NotComputed,
    NotReconciled,
    close_month,
    decide_duty,
    reopen_month,
)
from gemensam.benefits.actions.computing import (
    NoSuchYear,
    NothingPosted,
    ask_for_baseline,
    ask_for_months,
    build_actual,
    build_baseline,
    compute_baseline,
    compute_months,
)

__all__ = [
    "BeingComputed",
    "LedgersMissing",
    "MonthClosed",
    "NoReason",
    "NoSuchYear",
    "NotClosed",
    "NotComputed",
    "NotReconciled",
    "NothingPosted",
    "ask_for_baseline",
    "ask_for_months",
    "build_actual",
    "build_baseline",
    "close_month",
    "compute_baseline",
    "compute_months",
    "decide_duty",
    "reopen_month",
]
