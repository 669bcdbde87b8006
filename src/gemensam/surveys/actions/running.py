# SPDX-License-Identifier: EUPL-1.2
"""The steps of a round: unions told, opened, closed or cancelled; who has left."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.surveys.enums import RoundState
from gemensam.surveys.models import Invitation, Round, Subject
from gemensam.surveys.ports import use_of

FORGOTTEN_AFTER = timedelta(days=30)


class NotNow(ExpectedFailure):
    """The step cannot be taken now; says why and the cure."""


def tell_unions(
    round_: Round, *, text: str, on: date, by: By, at: datetime, today: date
) -> None:
    """Note what the unions were told and when. Raises NotNow."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.DRAFT)
        if not text.strip():
            raise NotNow(mark("Write what the unions were told."))
        if on > today:
            raise NotNow(
                mark(
                    "The day the unions were told lies ahead. Note it when it is done."
                )
            )
        old = locked.union_noticed_on
        locked.union_notice, locked.union_noticed_on = text.strip(), on
        locked.save(update_fields=["union_notice", "union_noticed_on"])
        audit.record(
            locked,
            "survey.unions_told",
            by=by,
            at=at,
            changes={"union_noticed_on": (old, on)},
        )


def open_round(round_: Round, *, by: By, at: datetime, today: date) -> None:
    """From now on links work, from the round's first day. Raises NotNow."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.DRAFT)
        if locked.union_noticed_on is None:
            raise NotNow(
                mark(
                    "The unions must be told before people are asked (19 § MBL). Note "
                    "what they were told and when, then open the round."
                )
            )
        if locked.closes_on <= today:
            raise NotNow(
                mark("The last day to answer has passed. Choose a later day first.")
            )
        locked.state, locked.opened_at = RoundState.OPEN, at
        locked.save(update_fields=["state", "opened_at"])
        audit.record(locked, "survey.opened", by=by, at=at)


def change_days(
    round_: Round, *, opens_on: date, closes_on: date, by: By, at: datetime
) -> None:
    """Other days for a round that is not closed. Raises NotNow."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.DRAFT, RoundState.OPEN)
        if closes_on <= opens_on:
            raise NotNow(
                mark("The last day to answer is before the first. Change one of them.")
            )
        old = {"opens_on": locked.opens_on, "closes_on": locked.closes_on}
        locked.opens_on, locked.closes_on = opens_on, closes_on
        locked.save(update_fields=["opens_on", "closes_on"])
        new = {"opens_on": opens_on, "closes_on": closes_on}
        audit.record(
            locked,
            "survey.days_changed",
            by=by,
            at=at,
            changes={name: (old[name], new[name]) for name in new},
        )


def close_round(round_: Round, *, by: By, at: datetime) -> None:
    """End the round: links stop working, addresses are taken away, and the room it was
    made for takes the answers, all in one transaction. Raises NotNow, and what that room
    raises."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.OPEN)
        locked.state, locked.closed_at = RoundState.CLOSED, at
        locked.save(update_fields=["state", "closed_at"])
        Invitation.objects.filter(round=locked).exclude(email="").update(email="")
        audit.record(locked, "survey.closed", by=by, at=at, facts=counts(locked))
        use = use_of(locked.kind)
        if use is not None:
            use.closed(locked.pk, by=by, at=at)


def cancel_round(round_: Round, *, by: By, at: datetime) -> None:
    """End the round without anyone taking its answers. Raises NotNow."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.DRAFT, RoundState.OPEN)
        old = locked.state
        locked.state, locked.closed_at = RoundState.CANCELLED, at
        locked.save(update_fields=["state", "closed_at"])
        Invitation.objects.filter(round=locked).exclude(email="").update(email="")
        audit.record(
            locked,
            "survey.cancelled",
            by=by,
            at=at,
            changes={"state": (old, locked.state)},
        )


def forget_addresses(*, by: By, at: datetime, today: date) -> int:
    """Take away the addresses of rounds that nobody closed, a month after their last day:
    no link of theirs works any more. Answers how many rounds."""
    over = Round.objects.filter(
        state=RoundState.OPEN, closes_on__lte=today - FORGOTTEN_AFTER
    )
    done = 0
    for round_ in over.order_by("pk"):
        with transaction.atomic():
            _locked(round_, RoundState.OPEN)
            kept = Invitation.objects.filter(round=round_).exclude(email="")
            number = kept.update(email="")
            if number:
                facts = {"addresses": number}
                audit.record(round_, "survey.forgotten", by=by, at=at, facts=facts)
                done += 1
    return done


def withdraw_gone(round_: Round, *, by: By, at: datetime) -> int:
    """Those who are no longer employed are asked no more, and count neither as asked nor
    as silent; what they have answered stays. Answers how many. Raises NotNow."""
    with transaction.atomic():
        locked = _locked(round_, RoundState.DRAFT, RoundState.OPEN)
        use = use_of(locked.kind)
        gone = use.gone(locked.pk) if use else frozenset()
        rows = Subject.objects.filter(
            round=locked, key__in=gone, withdrawn_at=None, responses=None
        )
        number = rows.update(withdrawn_at=at)
        empty = Invitation.objects.filter(round=locked, withdrawn_at=None).exclude(
            subjects__withdrawn_at=None
        )
        empty.update(withdrawn_at=at, email="")
        if number:
            audit.record(
                locked, "survey.withdrawn", by=by, at=at, facts={"subjects": number}
            )
    return number


def counts(round_: Round) -> Mapping[str, int]:
    """How many are asked, and how many of them have answered."""
    asked = Subject.objects.filter(round=round_, withdrawn_at=None)
    answered = asked.filter(responses__superseded_at=None, responses__isnull=False)
    return {"asked": asked.count(), "answered": answered.distinct().count()}


STATES: Mapping[RoundState, str] = {
    RoundState.DRAFT: mark("The round is not open yet. Open it first."),
    RoundState.OPEN: mark("The round is open already."),
    RoundState.CLOSED: mark(
        "The round is closed; its answers stand. Make a new round to ask again."
    ),
    RoundState.CANCELLED: mark(
        "The round was cancelled. Make a new round to ask again."
    ),
}


def _locked(round_: Round, *wanted: RoundState) -> Round:
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state not in wanted:
        raise NotNow(STATES[RoundState(locked.state)])
    return locked
