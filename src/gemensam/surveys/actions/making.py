# SPDX-License-Identifier: EUPL-1.2
"""A round is made: what is asked, about when, and of whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.formats.issues import mark
from gemensam.surveys.enums import QuestionKind, Recipients, RoundKind
from gemensam.surveys.models import Invitation, Option, Question, Round, Subject


class NobodyAsked(ExpectedFailure):
    """A round without anyone to answer."""

    def __init__(self) -> None:
        super().__init__(
            mark("Nobody would be asked. Choose at least one title with employees.")
        )


class AskedTwice(ExpectedFailure):
    """The same person stands twice among those asked."""

    def __init__(self) -> None:
        super().__init__(mark("A person would be asked twice in the same round."))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOption:
    """An option; `group` with its heading is what it is shown under."""

    code: str
    group: str
    group_sv: str
    group_en: str
    label_sv: str
    label_en: str
    hint_sv: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubject:
    """Whose time it is: a key, a label where one person answers for several, their unit,
    and the groups of options most likely to be theirs."""

    key: str
    label: str
    unit: int | None
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    unit: int | None
    email: str
    subjects: Sequence[NewSubject]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """All of a round. Months are first days; `closes_on` is the first day after."""

    kind: RoundKind
    title: str
    recipients: Recipients
    about_from: date
    about_to: date
    opens_on: date
    closes_on: date
    contact: str
    question_sv: str
    question_en: str
    intro: str = ""
    options: Sequence[NewOption] = field(default_factory=tuple)
    invitations: Sequence[NewInvitation] = field(default_factory=tuple)


def make_round(new: NewRound, *, by: By, at: datetime) -> Round:
    """A draft of a round with everybody who is to be asked. Raises NobodyAsked or
    AskedTwice."""
    keys = [one.key for asked in new.invitations for one in asked.subjects]
    if not keys:
        raise NobodyAsked
    if len(set(keys)) < len(keys):
        raise AskedTwice
    with transaction.atomic():
        made = Round.objects.create(
            kind=new.kind,
            title=new.title,
            recipients=new.recipients,
            about_from=new.about_from,
            about_to=new.about_to,
            opens_on=new.opens_on,
            closes_on=new.closes_on,
            intro=new.intro,
            contact=new.contact,
            made_by_id=by.account,
            made_at=at,
        )
        _add_question(made, new)
        _invite(made, new.invitations, at)
        audit.record(
            made,
            "survey.made",
            by=by,
            at=at,
            facts={
                "kind": new.kind,
                "recipients": new.recipients,
                "invitations": len(new.invitations),
                "subjects": len(keys),
                "opens_on": new.opens_on,
                "closes_on": new.closes_on,
            },
        )
    return made


def _add_question(made: Round, new: NewRound) -> None:
    question = Question.objects.create(
        round=made,
        order=0,
        kind=QuestionKind.SHARES,
        text_sv=new.question_sv,
        text_en=new.question_en,
    )
    Option.objects.bulk_create(
        Option(
            question=question,
            order=place,
            code=one.code,
            group=one.group,
            group_sv=one.group_sv,
            group_en=one.group_en,
            label_sv=one.label_sv,
            label_en=one.label_en,
            hint_sv=one.hint_sv,
            hint_en=one.hint_en,
        )
        for place, one in enumerate(new.options)
    )


def _invite(made: Round, asked: Sequence[NewInvitation], at: datetime) -> None:
    invitations = Invitation.objects.bulk_create(
        [
            Invitation(round=made, unit_id=one.unit, email=one.email, made_at=at)
            for one in asked
        ],
        batch_size=2000,
    )
    Subject.objects.bulk_create(
        [
            Subject(
                round=made,
                invitation=invitation,
                key=one.key,
                label=one.label,
                unit_id=one.unit,
                likely=list(one.likely),
            )
            for invitation, new in zip(invitations, asked, strict=True)
            for one in new.subjects
        ],
        batch_size=2000,
    )
