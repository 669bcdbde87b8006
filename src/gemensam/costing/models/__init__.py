# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.models.evidence import (
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
from gemensam.costing.models.mapping import MappingRule, MappingVersion
from gemensam.costing.models.run import CostRun, PoolCost, PoolShare, Reconciled
from gemensam.costing.models.standard import StandardShare, StandardShareVersion

__all__ = [
    "BaselineAdjustment",
    "CostRun",
    "FrozenBaseline",
    "Ledger",
    "LedgerBalance",
    "LedgerName",
    "LedgerRow",
    "LedgerTurnover",
    "MappingRule",
    "MappingVersion",
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
