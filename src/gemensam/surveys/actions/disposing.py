# SPDX-License-Identifier: EUPL-1.2
"""What each of those asked said is disposed of: that they were asked and how many
answered stays, what they answered and who they were does not."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.surveys.enums import RoundState
from gemensam.surveys.models import Response, ResponseShare, Round, Subject

ENDED = (RoundState.CLOSED, RoundState.CANCELLED)


class StillOpen(ValueError):
    """Answers of a round that can still be answered are not disposed of."""


def dispose_answers(
    round_: Round, *, facts: Mapping[str, Any], by: By, at: datetime
) -> int:
    """Answers how many answers. In the caller's transaction; again it does nothing.

    The trail keeps how many rows there were and a digest over them. Raises StillOpen.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in ENDED:
        raise StillOpen(locked)
    if locked.disposed_at is not None:
        return 0
    answers = Response.objects.filter(subject__round=locked)
    shares = ResponseShare.objects.filter(response__in=answers)
    certificate = {
        "answers": answers.count(),
        "rows": shares.count(),
        "sha256": _digest(locked),
        **facts,
    }
    answers.update(disposed_at=at)
    shares.delete()
    Subject.objects.filter(round=locked).update(
        key=Concat(Value("#"), Cast(F("pk"), CharField())), label="", likely=[]
    )
    locked.disposed_at = at
    locked.save(update_fields=["disposed_at"])
    audit.record(locked, "survey.answers_disposed", by=by, at=at, facts=certificate)
    return int(certificate["answers"])


def _digest(round_: Round) -> str:
    rows = ResponseShare.objects.filter(response__subject__round=round_).order_by("pk")
    running = sha256()
    for row in rows.values_list(
        "response_id", "response__subject__key", "option__code", "percent"
    ).iterator(5000):
        running.update(repr(row).encode())
    return running.hexdigest()
