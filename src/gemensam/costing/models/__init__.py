# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.models.capacity import CapacityYear
from gemensam.costing.models.confirmation import Confirmation
from gemensam.costing.models.evidence import (
    AnswerRetention,
    Correction,
    PriceIndex,
    StaffRow,
    SurveyAnswer,
    SurveyRound,
    VolumeRow,
)
from gemensam.costing.models.frozen import BaselineAdjustment, FrozenBaseline
from gemensam.costing.models.kolada import (
    Inhabitants,
    KoladaPin,
    KoladaTitle,
    KoladaValue,
)
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
from gemensam.costing.models.run import (
    CostRun,
    PoolCost,
    PoolShare,
    PoolStep,
    Reconciled,
)
from gemensam.costing.models.standard import StandardShare, StandardShareVersion
from gemensam.costing.models.stepdown import (
    DriverReading,
    StepDownRule,
    StepDownVersion,
)

__all__ = [
    "AnswerRetention",
    "BaselineAdjustment",
    "CapacityYear",
    "Confirmation",
    "Correction",
    "CostRun",
    "DraftRule",
    "DriverReading",
    "FrozenBaseline",
    "Inhabitants",
    "KoladaPin",
    "KoladaTitle",
    "KoladaValue",
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
    "PoolStep",
    "PriceIndex",
    "Reconciled",
    "StaffRow",
    "StandardShare",
    "StandardShareVersion",
    "StepDownRule",
    "StepDownVersion",
    "SurveyAnswer",
    "SurveyRound",
    "VolumeRow",
    "Voucher",
]
