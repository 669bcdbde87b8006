# SPDX-License-Identifier: EUPL-1.2
"""Answers to time surveys are disposed of (gallring) under the authority's decision.

First the original goes: what each answered in the product, or the pseudonymised copy of
the file. Then, when nothing that can be computed again rests on them, the answers that
costing computed with. What was frozen stays as it was sealed: shares per support unit.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.imports.disposal import dispose_of_copies
from gemensam.costing.models import AnswerRetention, SurveyAnswer, SurveyRound
from gemensam.costing.queries.disposal import (
    Keeping,
    cancelled,
    keepings,
    persons_in,
    retention,
)
from gemensam.surveys.actions.disposing import dispose_answers

LOCK = "costing.disposal"


def decide_retention(
    days: int, decision: str, *, by: By, at: datetime
) -> AnswerRetention:
    """How long answers are kept from now on, and which decision says so."""
    with transaction.atomic():
        chain.lock_aggregate(LOCK)
        before = retention()
        AnswerRetention.objects.filter(superseded_at=None).update(superseded_at=at)
        made = AnswerRetention.objects.create(
            days=days, decision=decision.strip(), made_by_id=by.account, made_at=at
        )
        changes = {
            "days": (before.days if before else None, days),
            "decision": (before.decision if before else None, made.decision),
        }
        audit.record(made, "survey.retention", by=by, at=at, changes=changes)
    return made


def dispose(*, by: By, at: datetime) -> int:
    """Dispose of what is due; answers how many surveys something went of. Run again it
    does nothing more; without a decision it does nothing at all."""
    rule = retention()
    if rule is None:
        return 0
    done = 0
    for one in keepings():
        due = one.due(rule.days)
        if due is not None and due <= at and (one.original or one.answers):
            done += _disposed(one.round, rule, by=by, at=at)
    for round_ in cancelled(at - timedelta(days=rule.days)):
        with transaction.atomic():
            dispose_answers(round_, facts=_facts(rule), by=by, at=at)
            done += 1
    return done


def _facts(rule: AnswerRetention) -> dict[str, Any]:
    return {"decision": rule.decision, "days": rule.days}


def _disposed(
    round_: SurveyRound, rule: AnswerRetention, *, by: By, at: datetime
) -> bool:
    """One survey, as it stands now: nobody may start resting on it meanwhile."""
    with transaction.atomic():
        SurveyRound.objects.select_for_update().get(pk=round_.pk)
        (one,) = keepings([round_.pk])
        went = _original(one, rule, by=by, at=at)
        if one.answers and one.is_free:
            _answers(one.round, rule, by=by, at=at)
            went = True
    return went


def _original(one: Keeping, rule: AnswerRetention, *, by: By, at: datetime) -> bool:
    if not one.original:
        return False
    if one.round.asked is not None:
        dispose_answers(one.round.asked, facts=_facts(rule), by=by, at=at)
        return True
    imports = [one.round.from_import_id] if one.round.from_import_id else []
    return dispose_of_copies(imports, facts=_facts(rule), by=by, at=at) > 0


def _answers(
    round_: SurveyRound, rule: AnswerRetention, *, by: By, at: datetime
) -> None:
    asked, answered = persons_in(round_)
    rows = SurveyAnswer.objects.filter(round=round_)
    certificate = {
        "asked": asked,
        "answered": answered,
        "rows": rows.count(),
        "sha256": _digest(round_),
        **_facts(rule),
    }
    round_.disposed_at = at
    round_.save(update_fields=["disposed_at"])
    rows.delete()
    audit.record(round_, "survey.disposed", by=by, at=at, facts=certificate)


def _digest(round_: SurveyRound) -> str:
    running = sha256()
    rows = SurveyAnswer.objects.filter(round=round_).order_by("pk")
    for row in rows.values_list("pseudonym", "activity", "share").iterator(5000):
        running.update(f"{row}\n".encode())
    return running.hexdigest()
