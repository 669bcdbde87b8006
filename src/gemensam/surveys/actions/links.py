# SPDX-License-Identifier: EUPL-1.2
"""Links that need no sign-in: 256 bits of chance, of which only a digest is kept."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from gemensam.core import audit
from gemensam.core.by import By
from gemensam.formats.issues import mark
from gemensam.surveys.actions.running import NotNow
from gemensam.surveys.enums import RoundState, Way
from gemensam.surveys.models import Invitation, Link, Round

BYTES = 32


def digest_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def new_links(
    invitations: Iterable[Invitation], *, way: Way, at: datetime
) -> dict[int, str]:
    """A fresh token for each invitation, by its id. They are told once, here."""
    tokens = {one.pk: secrets.token_urlsafe(BYTES) for one in invitations}
    Link.objects.bulk_create(
        [
            Link(invitation_id=pk, digest=digest_of(token), way=way, made_at=at)
            for pk, token in tokens.items()
        ],
        batch_size=2000,
    )
    return tokens


def links_to_hand_out(
    round_: Round, *, by: By, at: datetime
) -> list[tuple[Invitation, str]]:
    """A new link for everyone who is asked, to be handed out on paper or by other means.
    Links given before still work. Raises NotNow unless the round is open."""
    with transaction.atomic():
        if round_.state != RoundState.OPEN:
            raise NotNow(
                mark(
                    "Links are made when the round is open. Open it, then hand them out."
                )
            )
        invitations = list(
            Invitation.objects.filter(round=round_, withdrawn_at=None)
            .select_related("unit")
            .prefetch_related("subjects")
            .order_by("unit__name_key", "pk")
        )
        tokens = new_links(invitations, way=Way.LIST, at=at)
        facts = {"links": len(tokens)}
        audit.record(round_, "survey.links_listed", by=by, at=at, facts=facts)
    return [(one, tokens[one.pk]) for one in invitations]


def invitation_for(token: str, *, today: date) -> Invitation | None:
    """Whose link it is, if it leads to an open round. A wrong link, one of a round that
    is closed and one that was withdrawn answer alike: with nothing."""
    found = (
        Invitation.objects.filter(links__digest=digest_of(token), withdrawn_at=None)
        .select_related("round", "unit")
        .first()
    )
    if found is None or not found.round.takes_answers(today):
        return None
    return found
