# SPDX-License-Identifier: EUPL-1.2
"""What must hold of calls."""

from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core.ports import Finding, Invariant
from gemensam.telephony.models import Calls


def within_a_month() -> Iterator[Finding]:
    """No period reaches over the end of a month: months could not be told apart."""
    beyond = Calls.objects.filter(superseded_at=None).exclude(
        Q(ends__year=F("begins__year"), ends__month=F("begins__month")) | Q(ends__day=1)
    )
    for one in beyond.select_related("queue")[:100]:
        yield Finding("calls", str(one), gettext("it reaches over the end of a month"))


INVARIANTS = (
    Invariant("calls", _("Calls are counted by day or month"), within_a_month),
)
