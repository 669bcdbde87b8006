# SPDX-License-Identifier: EUPL-1.2
"""Old systems from which nothing comes any more, as everybody they served has moved."""

from datetime import date, datetime

from django.db.models import Max

from gemensam.benefits.actions import decide_duty
from gemensam.benefits.enums import SourceKind
from gemensam.benefits.queries.months import next_month
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.desk.enums import CaseSystem
from gemensam.desk.models import Case


def end_old_systems(closed: date, *, at: datetime) -> None:
    """Of a system whose last case came before the month `closed`, which is closed last, no
    file is waited for from the month after that case."""
    cases = Case.objects.filter(system=CaseSystem.FOREIGN, log__isnull=False)
    told = cases.values_list("log__from_import__source").annotate(Max("opened_at"))
    for name, last in told.order_by():
        ends = next_month(clock.local(last).date())
        if ends <= closed:
            decide_duty(
                f"{SourceKind.CASES.value}:{name}",
                due_day=SourceKind.CASES.due_day,
                owner=None,
                ends=ends,
                by=CONSOLE,
                at=at,
            )
