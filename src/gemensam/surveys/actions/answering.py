# SPDX-License-Identifier: EUPL-1.2
"""An answer is given, or changed until the round is closed."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.surveys.models import Question, Response, ResponseShare, Round, Subject


class TooLate(ExpectedFailure):
    """The round takes no answers any more."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "The survey is closed and takes no more answers. Turn to whoever sent "
                "it if something must be changed."
            )
        )


class NotTheWhole(ValueError):
    """Shares that do not make 100: the form must have refused them before."""


def answer(
    subject: Subject,
    question: Question,
    shares: Mapping[str, int],
    *,
    by: By,
    at: datetime,
    today: date,
) -> bool:
    """Keep the shares, percent by option's code, as the subject's answer; says whether
    anything changed. Sent twice it is the same answer. Raises TooLate, NotTheWhole."""
    if sum(shares.values()) != 100 or min(shares.values()) < 0:
        raise NotTheWhole(shares)
    with transaction.atomic():
        # The round is held so that nobody closes it between the question and the answer.
        round_ = Round.objects.select_for_update(of=("self",), no_key=True).get(
            pk=subject.round_id
        )
        if not round_.takes_answers(today):
            raise TooLate
        locked = Subject.objects.select_for_update().get(pk=subject.pk)
        if locked.withdrawn_at is not None or question.round_id != round_.pk:
            raise TooLate
        options = {one.code: one for one in question.options.all()}
        given = {code: percent for code, percent in shares.items() if percent}
        before = Response.objects.filter(
            subject=locked, question=question, superseded_at=None
        ).first()
        if before is not None and told_by(before) == given:
            return False
        if before is not None:
            before.superseded_at = at
            before.save(update_fields=["superseded_at"])
        made = Response.objects.create(subject=locked, question=question, at=at)
        ResponseShare.objects.bulk_create(
            ResponseShare(response=made, option=options[code], percent=percent)
            for code, percent in given.items()
        )
        # The trail says that an answer came, never what it was or of whom.
        audit.record(
            round_,
            "survey.answered" if before is None else "survey.answer_changed",
            by=by,
            at=at,
            facts={"response": made.pk},
        )
    return True


def told_by(response: Response) -> dict[str, int]:
    """Percent by option's code."""
    rows = response.shares.select_related("option")
    return {row.option.code: row.percent for row in rows}
