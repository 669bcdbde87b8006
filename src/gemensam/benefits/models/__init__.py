# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.models.budget import BudgetBooking, BudgetMove, SavingVerified
from gemensam.benefits.models.comments import BudgetComment
from gemensam.benefits.models.forecast import KeptForecast
from gemensam.benefits.models.judgement import Judgement
from gemensam.benefits.models.months import (
    Computation,
    HeldAtClose,
    MonthClose,
    SourceDuty,
)
from gemensam.benefits.models.pack import Pack, PackSending
from gemensam.benefits.models.suspicions import FoundSuspicions

__all__ = [
    "BudgetBooking",
    "BudgetComment",
    "BudgetMove",
    "Computation",
    "FoundSuspicions",
    "HeldAtClose",
    "Judgement",
    "KeptForecast",
    "MonthClose",
    "Pack",
    "PackSending",
    "SavingVerified",
    "SourceDuty",
]
