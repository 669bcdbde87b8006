# SPDX-License-Identifier: EUPL-1.2
"""The owner's words on a row of the budget: written, and corrected by newer ones."""

from datetime import date, datetime

from django.db import transaction

from gemensam.benefits.models import BudgetComment
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark

LONGEST = 1000


class NothingSaid(ExpectedFailure):
    """A comment holds words."""

    def __init__(self) -> None:
        super().__init__(mark("Write what lies behind the figures."))


class TooMuchSaid(ExpectedFailure):
    """A comment is short."""

    def __init__(self, letters: int) -> None:
        super().__init__(
            mark("The comment is {letters} letters long. Write at most {most}."),
            letters=letters,
            most=LONGEST,
        )


def comment_row(
    row: str, month: date, *, text: str, by: By, at: datetime
) -> BudgetComment:
    """Say something of `row` as of `month`; of what was said before it is the correction.
    The same words again change nothing. Raises `NothingSaid`, `TooMuchSaid`."""
    said = text.strip()
    if not said:
        raise NothingSaid
    if len(said) > LONGEST:
        raise TooMuchSaid(len(said))
    with transaction.atomic():
        chain.lock_aggregate(f"benefits.comment:{row}:{month}")
        before = standing_comment(row, month)
        if before and before.text == said:
            return before
        made = BudgetComment.objects.create(
            row=row,
            month=month,
            text=said,
            replaces=before,
            made_at=at,
            made_by_id=by.account,
        )
        facts = {
            "row": row,
            "month": month,
            "text": said,
            "replaces": before.pk if before else None,
        }
        audit.record(made, "budget.commented", by=by, at=at, facts=facts)
    return made


def standing_comment(row: str, month: date) -> BudgetComment | None:
    """What holds of a row and month: the one that none replaces."""
    return BudgetComment.objects.filter(row=row, month=month, replaced_by=None).first()
