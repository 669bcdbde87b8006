# SPDX-License-Identifier: EUPL-1.2
"""How many persons a volume that is counted in cases is told to concern."""

from datetime import date
from typing import Any

import pytest
from tests.site.people import someone

from gemensam.catalogue.enums import CountingSource, Provider
from gemensam.core import clock
from gemensam.desk.grain import CaseVolumes
from gemensam.desk.models import Case

pytestmark = pytest.mark.usefixtures("lindby")
MONTH = date(2026, 10, 1)


def persons_where(*asked: dict[str, Any]) -> tuple[int, int | None]:
    """Cases, and persons, of the service and unit with most of them, once those cases are
    asked for in turn as `asked` says."""
    done = Case.objects.filter(
        provider=Provider.CENTRE,
        status="resolved",
        service__counting_source=CountingSource.CASE,
        service__concerns_persons=True,
        unit__isnull=False,
        resolved_at__gte=clock.start_of_day(MONTH),
        resolved_at__lt=clock.start_of_day(date(2026, 11, 1)),
    )
    cases: dict[tuple[int | None, int | None, int | None], list[Case]] = {}
    for case in done.order_by("pk"):
        at = (case.service_id, case.unit_id, case.provided_by_id)
        cases.setdefault(at, []).append(case)
    at, most = max(cases.items(), key=lambda one: len(one[1]))
    assert len(most) >= 5
    for number, case in enumerate(most):
        told = {"requester": None, "requester_label": ""}
        told |= asked[number % len(asked)]
        Case.objects.filter(pk=case.pk).update(**told)
    (found,) = [
        one
        for one in CaseVolumes().volumes(MONTH)
        if (one.service, one.unit, one.provided_by) == at
    ]
    assert found.count == len(most)
    return len(most), found.persons


def test_who_has_an_account_is_counted_once() -> None:
    _n, persons = persons_where({"requester": someone("CONTROLLER")})
    assert persons == 1


def test_who_is_told_by_a_log_is_counted_once_however_often_they_asked() -> None:
    """Cases that come from another system name nobody of ours."""
    _n, persons = persons_where({"requester_label": "P-1"}, {"requester_label": "P-2"})
    assert persons == 2


def test_both_are_counted_together() -> None:
    _n, persons = persons_where(
        {"requester": someone("CONTROLLER")}, {"requester_label": "P-1"}
    )
    assert persons == 2


def test_who_is_told_by_nothing_may_be_another_each_time() -> None:
    n, persons = persons_where({})
    assert persons == n


def test_those_of_whom_nothing_is_told_beside_others_may_be_one_and_the_same() -> None:
    n, persons = persons_where({"requester": someone("CONTROLLER")}, {})
    assert persons == 2
    assert n > 2
