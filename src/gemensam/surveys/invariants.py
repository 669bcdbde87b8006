# SPDX-License-Identifier: EUPL-1.2
"""What must hold of answers and of those who gave them."""

from collections.abc import Iterator

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core.ports import Finding, Invariant
from gemensam.surveys.enums import RoundState
from gemensam.surveys.models import Response, ResponseShare, Round, Subject

ENDED = (RoundState.CLOSED, RoundState.CANCELLED)


def answers_make_the_whole() -> Iterator[Finding]:
    """Every answer that counts adds up to 100 %."""
    rows = Response.objects.filter(superseded_at=None, disposed_at=None).annotate(
        total=Sum("shares__percent")
    )
    wrong = rows.exclude(total=100).values_list("subject__round__title", "pk", "total")
    for title, number, total in wrong.order_by("pk"):
        what = gettext("the shares add up to {total}").format(total=total)
        yield Finding("answers", f"{title} #{number}", what)


def ended_rounds_hold_no_address() -> Iterator[Finding]:
    """When a round has ended nobody's address is kept."""
    rows = Round.objects.filter(state__in=ENDED).annotate(
        kept=Count("invitations", filter=~Q(invitations__email=""))
    )
    for title, kept in rows.filter(kept__gt=0).values_list("title", "kept"):
        what = gettext("{count} addresses are still there").format(count=kept)
        yield Finding("addresses", title, what)


def disposed_answers_are_gone() -> Iterator[Finding]:
    """Of a round whose answers were disposed of nobody can tell who said what."""
    rows = Round.objects.exclude(disposed_at=None)
    for round_ in rows.order_by("pk"):
        left = ResponseShare.objects.filter(response__subject__round=round_).count()
        named = (
            Subject.objects.filter(round=round_).exclude(key__startswith="#").count()
        )
        if left or named:
            what = gettext("{count} rows of answers are still there")
            yield Finding("disposed", round_.title, what.format(count=left + named))


INVARIANTS = (
    Invariant("answers", _("Every survey answer adds up to 100 %"), answers_make_the_whole),
    Invariant("addresses", _("No address is kept of a survey that has ended"), ended_rounds_hold_no_address),
    Invariant("disposed", _("Survey answers that were disposed of are gone"), disposed_answers_are_gone),
)  # fmt: skip
