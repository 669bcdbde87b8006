# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.models.evidence import (
    Correction,
    PriceIndex,
    StaffRow,
    SurveyAnswer,
    SurveyRound,
    VolumeRow,
)
from gemensam.costing.models.frozen import BaselineAdjustment, FrozenBaseline
from gemensam.costing.models.ledger import (
    Ledger,
    LedgerBalance,
    LedgerName,
    LedgerRow,
    LedgerTurnover,
    Voucher,
)
from gemensam.costing.models.mapping import (
    DraftRule,
    MappingDraft,
    MappingRule,
    MappingVersion,
    Patterns,
)
from gemensam.costing.models.run import CostRun, PoolCost, PoolShare, Reconciled
from gemensam.costing.models.standard import StandardShare, StandardShareVersion

__all__ = [
    "BaselineAdjustment",
    "Correction",
    "CostRun",
    "DraftRule",
    "FrozenBaseline",
    "Ledger",
    "LedgerBalance",
    "LedgerName",
    "LedgerRow",
    "LedgerTurnover",
    "MappingDraft",
    "MappingRule",
    "MappingVersion",
    "Patterns",
    "PoolCost",
    "PoolShare",
    "PriceIndex",
    "Reconciled",
    "StaffRow",
    "StandardShare",
    "StandardShareVersion",
    "SurveyAnswer",
    "SurveyRound",
    "VolumeRow",
    "Voucher",
]
