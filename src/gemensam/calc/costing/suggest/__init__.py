# SPDX-License-Identifier: EUPL-1.2
"""What a coding string probably is to the cost of support, with a reason in words.

Suggestions come from the chart (the same number means different things in Kommun-Bas and
in BAS), from what the ledger calls its codes, and from charges that cancel each other.
They decide nothing: someone accepts them.
"""

from gemensam.calc.costing.suggest.compact import Decided, Decision, compact
from gemensam.calc.costing.suggest.internal import Posting, cancelling
from gemensam.calc.costing.suggest.services import Offered
from gemensam.calc.costing.suggest.suggestion import (
    Described,
    Kind,
    Suggester,
    Suggestion,
    Sureness,
)

__all__ = [
    "Decided",
    "Decision",
    "Described",
    "Kind",
    "Offered",
    "Posting",
    "Suggester",
    "Suggestion",
    "Sureness",
    "cancelling",
    "compact",
]
