# SPDX-License-Identifier: EUPL-1.2
"""What it takes, by stream, kind and quarter."""

from dataclasses import dataclass
from datetime import date, datetime

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.programme.actions.computing import changing, recompute
from gemensam.programme.enums import CostKind, Stream
from gemensam.programme.models import CostRow, SavingsCase


class CostNotInOrder(ExpectedFailure):
    """Low, likely and high of a cost are not in order, or below zero."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "The lowest cost must come first, then the likely, then the highest, none "
                "below zero. Correct the amounts."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Öre: low, likely, high; all three 0 takes the row away."""

    stream: Stream
    kind: CostKind
    quarter: date
    ore: tuple[int, int, int]
    source: str


def spend(case: SavingsCase, spending: Spending, *, by: By, at: datetime) -> None:
    """Write a row of the implementation cost. Raises `CostNotInOrder`, `NotPossible`."""
    low, likely, high = spending.ore
    if not 0 <= low <= likely <= high:
        raise CostNotInOrder
    place = {
        "stream": spending.stream,
        "kind": spending.kind,
        "quarter": spending.quarter,
    }
    with changing(case):
        rows = CostRow.objects.filter(case=case, **place)
        held = rows.values_list("low_ore", "likely_ore", "high_ore").first()
        rows.delete()
        if high:
            CostRow.objects.create(
                case=case,
                low_ore=low,
                likely_ore=likely,
                high_ore=high,
                source=spending.source,
                **place,
            )
        recompute(case, at=at)
        audit.record(
            case,
            "case.spending",
            by=by,
            at=at,
            changes={"ore": (list(held) if held else None, list(spending.ore))},
            facts={**place, "source": spending.source},
        )
