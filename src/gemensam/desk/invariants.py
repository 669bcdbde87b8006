# SPDX-License-Identifier: EUPL-1.2
"""What must hold of cases: their columns are what their events say."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from django.utils.translation import gettext, gettext_lazy as _

from gemensam.core.ports import Finding, Invariant
from gemensam.desk import clock
from gemensam.desk.actions.events import status_after
from gemensam.desk.enums import CaseStatus, EventKind
from gemensam.desk.models import Case, CaseEvent


def cases_are_their_events() -> Iterator[Finding]:
    """State, end and promise kept, computed anew from the events of every case."""
    events = (
        CaseEvent.objects.order_by("case_id", "seq")
        .values_list("case_id", "kind", "at")
        .iterator(chunk_size=20_000)
    )
    told = groupby(events, key=itemgetter(0))
    cases = Case.objects.order_by("pk").iterator(chunk_size=5000)
    current = next(told, None)
    for case in cases:
        if current is None or current[0] != case.pk:
            yield Finding("cases", case.number, gettext("it has no events"))
            continue
        history = [clock.Happened(kind, at) for _case, kind, at in current[1]]
        yield from _compared(case, history)
        current = next(told, None)


def _compared(case: Case, history: list[clock.Happened]) -> Iterator[Finding]:
    status = CaseStatus.NEW
    for one in history:
        status = status_after(status, EventKind(one.kind))
    if case.status not in {status, CaseStatus.FORGOTTEN}:
        what = gettext("is “{status}”, its events say “{told}”").format(
            status=CaseStatus(case.status).label, told=status.label
        )
        yield Finding("cases", case.number, what)
    if any(earlier.at > later.at for earlier, later in pairwise(history)):
        yield Finding("cases", case.number, gettext("its events go back in time"))
    ends = [one.at for one in history if one.kind == EventKind.RESOLVED]
    if status == CaseStatus.RESOLVED and case.resolved_at != max(ends):
        yield Finding(
            "cases", case.number, gettext("done at another time than its events say")
        )


def confidential_stays_so() -> Iterator[Finding]:
    rows = Case.objects.exclude(service=None).filter(confidentiality="open")
    for case in rows.filter(service__confidentiality="hr").only("number")[:50]:
        yield Finding(
            "confidentiality", case.number, gettext("more open than its service")
        )


INVARIANTS = (
    Invariant("cases", _("Every case is what its events say"), cases_are_their_events),
    Invariant("confidentiality", _("No case is more open than its service"), confidential_stays_so),
)  # fmt: skip
