# SPDX-License-Identifier: EUPL-1.2
from gemensam.benefits.models.months import (
    Computation,
    HeldAtClose,
    MonthClose,
    SourceDuty,
)

__all__ = ["Computation", "HeldAtClose", "MonthClose", "SourceDuty"]
