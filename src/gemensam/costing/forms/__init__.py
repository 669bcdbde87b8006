# SPDX-License-Identifier: EUPL-1.2
from gemensam.costing.forms.asking import AskForm
from gemensam.costing.forms.mapping import RuleForm, TieForm
from gemensam.costing.forms.standards import StandardForm, initial_of

__all__ = ["AskForm", "RuleForm", "StandardForm", "TieForm", "initial_of"]
