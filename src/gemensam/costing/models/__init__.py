# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.models.evidence import (
    PriceIndex,
    StaffRow,
    SurveyAnswer,
    SurveyRound,
    VolumeRow,
)
from gemensam.costing.models.ledger import (
    Ledger,
    LedgerBalance,
    LedgerName,
    LedgerRow,
    Voucher,
)
from gemensam.costing.models.mapping import MappingRule, MappingVersion
from gemensam.costing.models.run import CostRun, PoolCost, PoolShare, Reconciled

__all__ = [
    "CostRun",
    "Ledger",
    "LedgerBalance",
    "LedgerName",
    "LedgerRow",
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
