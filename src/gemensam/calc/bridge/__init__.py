# SPDX-License-Identifier: EUPL-1.2
from gemensam.calc.bridge.parts import (
    PARTS,
    Bridge,
    Cells,
    Part,
    Redone,
    Side,
    bridge,
)
from gemensam.calc.bridge.rounding import whole_parts

__all__ = [
    "PARTS",
    "Bridge",
    "Cells",
    "Part",
    "Redone",
    "Side",
    "bridge",
    "whole_parts",
]
