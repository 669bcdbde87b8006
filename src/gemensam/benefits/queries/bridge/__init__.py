# SPDX-License-Identifier: EUPL-1.2
"""The bridge from the frozen baseline to the outcome, over the grain."""

from gemensam.benefits.queries.bridge.folds import HIDDEN, MERGED
from gemensam.benefits.queries.bridge.made import (
    Label,
    Made,
    Row,
    bridge_for,
    bridge_over,
    rows_by,
)
from gemensam.benefits.queries.bridge.nodes import (
    NOWHERE,
    Organised,
    View,
    end_of,
)
from gemensam.benefits.queries.bridge.periods import Period, periods

__all__ = [
    "HIDDEN",
    "MERGED",
    "NOWHERE",
    "Label",
    "Made",
    "Organised",
    "Period",
    "Row",
    "View",
    "bridge_for",
    "bridge_over",
    "end_of",
    "periods",
    "rows_by",
]
