# SPDX-License-Identifier: EUPL-1.2
"""What must hold of answers and of those who gave them."""

from collections.abc import Iterator

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core.ports import Finding, Invariant
from gemensam.surveys.enums import RoundState
from gemensam.surveys.models import Response, Round

ENDED = (RoundState.CLOSED, RoundState.CANCELLED)


def answers_make_the_whole() -> Iterator[Finding]:
    """Every answer that counts adds up to 100 %."""
    rows = Response.objects.filter(superseded_at=None).annotate(
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


INVARIANTS = (
    Invariant("answers", _("Every survey answer adds up to 100 %"), answers_make_the_whole),
    Invariant("addresses", _("No address is kept of a survey that has ended"), ended_rounds_hold_no_address),
)  # fmt: skip
