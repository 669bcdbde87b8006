# SPDX-License-Identifier: EUPL-1.2
"""A human judges what is suspected of a saving, and may take it back. Never edited."""

from datetime import datetime

from django.db import transaction

from gemensam.benefits.enums import Finding
from gemensam.benefits.models import Judgement
from gemensam.benefits.queries.suspicions.made import suspicion
from gemensam.core import audit, chain
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark


class NothingSuspected(ExpectedFailure):
    """What somebody wants to judge is not suspected any more."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "This is not suspected any more: what it was made of has changed. "
                "Go back to the list."
            )
        )


class SaysNothing(ExpectedFailure):
    """A judgement that nobody else could understand."""

    def __init__(self) -> None:
        super().__init__(mark("Say why, so that another can follow it."))


class NotJudged(ExpectedFailure):
    """There is no judgement to take back."""

    def __init__(self) -> None:
        super().__init__(mark("Nobody has judged this, or it is taken back already."))


def judge(key: str, *, finding: Finding, words: str, by: By, at: datetime) -> Judgement:
    """Say what a suspicion comes to, for what it weighs now; what was said before is
    taken back. Raises `NothingSuspected`, `SaysNothing`."""
    if not words.strip():
        raise SaysNothing
    with transaction.atomic():
        chain.lock_aggregate(_aggregate(key))
        found = suspicion(key)
        if found is None:
            raise NothingSuspected
        before = _standing(key)
        if before:
            _take_back(before, by=by, at=at)
        one = found.suspicion
        made = Judgement.objects.create(
            key=key,
            finding=finding,
            words=words.strip()[:400],
            about=f"{one.name}"[:400],
            ore=one.total,
            monthly_ore=one.monthly,
            made_at=at,
            made_by_id=by.account,
        )
        facts = {
            "finding": finding,
            "words": made.words,
            "about": made.about,
            "ore": made.ore,
            "monthly_ore": made.monthly_ore,
        }
        audit.record(_aggregate(key), "suspicion.judged", by=by, at=at, facts=facts)
    return made


def withdraw_judgement(key: str, *, by: By, at: datetime) -> Judgement:
    """Take back what was said of a suspicion; it waits for a judgement again. Raises
    `NotJudged`."""
    with transaction.atomic():
        chain.lock_aggregate(_aggregate(key))
        standing = _standing(key)
        if standing is None:
            raise NotJudged
        back = _take_back(standing, by=by, at=at)
        facts = {"finding": standing.finding, "about": standing.about}
        audit.record(_aggregate(key), "suspicion.unjudged", by=by, at=at, facts=facts)
    return back


def _aggregate(key: str) -> str:
    return f"benefits.suspicion:{key}"


def _standing(key: str) -> Judgement | None:
    return Judgement.objects.filter(key=key, withdraws=None, withdrawn_by=None).first()


def _take_back(one: Judgement, *, by: By, at: datetime) -> Judgement:
    return Judgement.objects.create(
        key=one.key,
        finding=one.finding,
        words=one.words,
        about=one.about,
        ore=one.ore,
        monthly_ore=one.monthly_ore,
        withdraws=one,
        made_at=at,
        made_by_id=by.account,
    )
