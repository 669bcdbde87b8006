# SPDX-License-Identifier: EUPL-1.2
from gemensam.programme.models.case import CaseVersion, SavingsCase
from gemensam.programme.models.parts import Assumption, CostRow, Tie, WavePart

__all__ = ["Assumption", "CaseVersion", "CostRow", "SavingsCase", "Tie", "WavePart"]
