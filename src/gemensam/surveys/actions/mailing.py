# SPDX-License-Identifier: EUPL-1.2
"""Invitations and reminders: asked for at once, sent by a job, each at most once a try."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.post import has_post, reason, whole_address
from gemensam.formats.issues import mark
from gemensam.surveys.actions.links import new_links
from gemensam.surveys.actions.running import NotNow
from gemensam.surveys.enums import MailKind, RoundState, Way
from gemensam.surveys.models import Invitation, Mailing, Round

OFTEN = timedelta(hours=20)  # nobody is written to twice on a day


class NoPost(ExpectedFailure):
    """No mail server is set up."""

    def __init__(self) -> None:
        super().__init__(
            mark(
                "No mail server is set up (GEMENSAM_SMTP_URL). Hand the links out from "
                "the list instead, or ask whoever runs the installation."
            )
        )


def write_to(round_: Round, kind: MailKind, *, by: By, at: datetime) -> int:
    """Ask that everybody who has not answered, and has an address, is written to; answers
    how many. Raises NotNow, NoPost."""
    if not has_post():
        raise NoPost
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.state != RoundState.OPEN:
            raise NotNow(mark("Mail is sent while the round is open. Open it first."))
        lately = Mailing.objects.filter(
            invitation=OuterRef("pk"), asked_at__gt=at - OFTEN
        )
        waiting = list(silent(locked).exclude(email="").exclude(Exists(lately)))
        Mailing.objects.bulk_create(
            Mailing(invitation=one, kind=kind, asked_at=at) for one in waiting
        )
        if waiting:
            facts = {"kind": kind, "mails": len(waiting)}
            audit.record(locked, "survey.mails_asked", by=by, at=at, facts=facts)
    return len(waiting)


def silent(round_: Round) -> Any:
    """Invitations with someone among their subjects who has not been answered for."""
    return Invitation.objects.filter(
        round=round_,
        withdrawn_at=None,
        subjects__withdrawn_at=None,
        subjects__responses=None,
    ).distinct()


def send_waiting(*, at: datetime) -> int:
    """Send what waits; a mail that fails says why and does not hold up the others.
    Answers how many were sent. Safe to run twice."""
    sent = 0
    with get_connection() as post:
        while (done := _send_one(post, at=at)) is not None:
            sent += done
    return sent


def _send_one(post: Any, *, at: datetime) -> int | None:
    with transaction.atomic():
        mailing = (
            Mailing.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(sent_at=None, failure="")
            .select_related("invitation__round")
            .order_by("pk")
            .first()
        )
        if mailing is None:
            return None
        invitation = mailing.invitation
        if invitation.round.state != RoundState.OPEN or not invitation.email:
            mailing.failure = "closed"
            mailing.save(update_fields=["failure"])
            return 0
        token = new_links([invitation], way=Way.MAIL, at=at)[invitation.pk]
        try:
            _message(mailing, token, post).send()
        except (smtplib.SMTPException, OSError) as trouble:
            mailing.failure = reason(trouble)
            mailing.save(update_fields=["failure"])
            return 0
        mailing.sent_at = at
        mailing.save(update_fields=["sent_at"])
    return 1


def _message(mailing: Mailing, token: str, post: Any) -> EmailMessage:
    """In Swedish, the municipality's language; the link is all that is personal."""
    round_ = mailing.invitation.round
    with translation.override(settings.LANGUAGE_CODE):
        subject = (
            _("Reminder: {title}")
            if mailing.kind == MailKind.REMINDER
            else _("Please answer: {title}")
        )
        body = _(
            "{intro}\n\nYour link, which is only yours:\n{link}\n\nThe last day to "
            "answer is {day}. Until then you can change your answer by the same "
            "link.\nQuestions: {contact}\n"
        )
        return EmailMessage(
            subject=" ".join(subject.format(title=round_.title).split()),
            body=body.format(
                intro=round_.intro or round_.title,
                link=link_of(token),
                day=f"{round_.last_day:%Y-%m-%d}",
                contact=round_.contact,
            ).strip()
            + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[mailing.invitation.email],
            connection=post,
        )


def link_of(token: str) -> str:
    """The address of a link, from the configured address and never from a request."""
    return whole_address(reverse("surveys:answer", args=[token]))
