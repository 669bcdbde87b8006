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
    "SurveyAnswer",
    "SurveyRound",
    "VolumeRow",
    "Voucher",
]
