# SPDX-License-Identifier: EUPL-1.2
"""What the columns of an untidy table were taken for, in a form a page can show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gemensam.core.striking import struck_anywhere
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables.cells import is_empty, shown
from gemensam.formats.untidy import Guess, Untidy, Wanted
from gemensam.formats.untidy.faults import COLUMN_NOT_FOUND, UNSURE

SAMPLES = 3
LONGEST = 60


def told(table: Untidy, found: Guess, missing: Iterable[Wanted]) -> Mapping[str, Any]:
    """Each column with its header, three values, what it was taken for, how sure that
    is and why. Values that may be personal numbers are struck."""
    return {
        "line": table.header_line,
        "headers": list(table.headers),
        "remembered": found.is_remembered,
        "missing": [str(one.label) for one in missing],
        "columns": [
            {
                "at": one.at,
                "header": struck_anywhere(one.header),
                "samples": _samples(table, one.at),
                "name": one.wanted.name if one.wanted else "",
                "sure": round(one.sure, 2),
                "is_sure": one.is_sure,
                "why": str(one.why),
            }
            for one in found.columns
        ],
    }


def tell(found: Guess, missing: Sequence[Wanted], log: IssueLog) -> None:
    """What is lacking, and what is not sure, to the log."""
    for wanted in missing:
        log.add(COLUMN_NOT_FOUND, wanted=wanted.label)
    for one in found.columns:
        if one.wanted is not None and not one.is_sure:
            log.add(UNSURE, header=one.header or "–", wanted=one.wanted.label)


def _samples(table: Untidy, at: int) -> list[str]:
    """The first values that differ."""
    values: dict[str, None] = {}
    for _line, cells in table.sample:
        if at < len(cells) and not is_empty(cells[at]):
            values[struck_anywhere(shown(cells[at]).strip())[:LONGEST]] = None
        if len(values) == SAMPLES:
            break
    return list(values)
