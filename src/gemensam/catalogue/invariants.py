# SPDX-License-Identifier: EUPL-1.2
"""What must hold of the services."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.catalogue.models import ServiceSuccession
from gemensam.core.ports import Finding, Invariant


def successions_are_whole() -> Iterator[Finding]:
    rows = (
        ServiceSuccession.objects.values("predecessor__code", "date")
        .annotate(total=Sum("share"))
        .exclude(total=Decimal(1))
    )
    for row in rows:
        where = f"{row['predecessor__code']} {row['date']}"
        what = gettext("the shares add up to {total}").format(total=row["total"])
        yield Finding("service_shares", where, what)


def successions_begin_with_a_month() -> Iterator[Finding]:
    for row in ServiceSuccession.objects.exclude(date__day=1):
        what = gettext("it begins within a month, whose figures cannot be told apart")
        yield Finding("service_months", str(row), what)


INVARIANTS = (
    Invariant("service_shares", _("What follows a service adds up to the whole of it"), successions_are_whole),
    Invariant("service_months", _("What follows a service does so from a whole month on"), successions_begin_with_a_month),
)  # fmt: skip
