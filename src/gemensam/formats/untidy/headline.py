# SPDX-License-Identifier: EUPL-1.2
"""Finding the row of headers under titles, logotypes and choices of the report."""

import re
from collections.abc import Sequence

from gemensam.formats.tables.cells import Cell, is_empty, shown
from gemensam.formats.tables.headers import normalised
from gemensam.formats.untidy.guessing import Wanted

_FIGURES = re.compile(r"[\s\d.,:/+\-\u2212()%]+")


def header_at(
    rows: Sequence[tuple[int, Sequence[Cell]]], wanted: Sequence[Wanted]
) -> int | None:
    """Index among `rows` of the row of headers; None when none is like one.

    Headers are texts and as many as the table is wide, or nearly. Of several such rows
    the one with most known words is taken, else the first.
    """
    words = {normalised(word) for one in wanted for word in one.words}
    widest = max((_filled(cells) for _line, cells in rows), default=0)
    best, best_score = None, -1
    for at, (_line, cells) in enumerate(rows):
        known = sum(normalised(shown(cell)) in words for cell in cells)
        if (_is_like(cells, widest) or known >= 3) and known > best_score:
            best, best_score = at, known
    return best


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_empty(cell) for cell in cells)


def _is_like(cells: Sequence[Cell], widest: int) -> bool:
    filled = _filled(cells)
    texts = sum(isinstance(one, str) and _is_words(one) for one in cells)
    return filled >= max(2, widest * 0.5) and texts >= filled * 0.8


def _is_words(text: str) -> bool:
    return bool(text.strip()) and not _FIGURES.fullmatch(text)
