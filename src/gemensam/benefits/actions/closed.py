# SPDX-License-Identifier: EUPL-1.2
"""A closed month stands: nothing computes it anew before somebody has opened it again."""

from datetime import date

from gemensam.benefits.models import MonthClose
from gemensam.core import chain
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.outcomes.enums import ScenarioKind


class MonthClosed(ExpectedFailure):
    """What is closed is not computed anew."""

    def __init__(self, month: date) -> None:
        super().__init__(
            mark(
                "{month} is closed, so it is not computed anew. Open it again first, "
                "with a reason, on the month's page."
            ),
            month=f"{month:%Y-%m}",
        )


def alone_with(month: date) -> None:
    """To the end of the transaction nobody else closes, opens or computes `month`."""
    chain.lock_aggregate(_name(month))


def keep_closed(kind: str, month: date) -> None:
    """Raises `MonthClosed` for a closed month of the outcome; one that is open stays open
    to the end of the transaction."""
    if kind != ScenarioKind.ACTUAL:
        return
    chain.share_aggregate(_name(month))
    if MonthClose.objects.filter(month=month, reopened_at=None).exists():
        raise MonthClosed(month)


def _name(month: date) -> str:
    return f"benefits.close:{month}"
