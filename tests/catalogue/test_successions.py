# SPDX-License-Identifier: EUPL-1.2
"""What follows a service comes in a file: whole, from a month on, and recorded once."""

from datetime import date
from decimal import Decimal

import pytest
from tests.catalogue.services_file import successions_in
from tests.rig.imported import in_a_test, said

from gemensam.catalogue.actions import load_seed
from gemensam.catalogue.models import Service, ServiceSuccession
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.models import AuditEvent, Import


@pytest.fixture(autouse=True)
def services(empty: str) -> list[str]:
    """Codes of the catalogue that every installation begins with."""
    assert empty
    in_a_test()
    load_seed(by=CONSOLE, at=clock.now())
    return list(Service.objects.values_list("code", flat=True)[:3])


def taken_in(*rows: str) -> Import:
    return successions_in(*(f"{row};Katalogbeslut 7" for row in rows))


def test_a_split_is_taken_in_once_and_audited(services: list[str]) -> None:
    a, b, c = services
    rows = (f"{a};{b};2026-06;33,5 %", f"{a.lower()};{c};2026-06;66,5 %")
    for told in (rows, rows[::-1]):
        record = taken_in(*told)
        assert (record.state, said(record)) == ("committed", [])
    held = ServiceSuccession.objects.order_by("pk")
    assert [(one.successor.code, one.date, one.share) for one in held] == [
        (b, date(2026, 6, 1), Decimal("0.335")),
        (c, date(2026, 6, 1), Decimal("0.665")),
    ]
    assert AuditEvent.objects.filter(action="service.succeeded").count() == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{a};{b};2026-06;60 %", "group.succession-shares"),
        ("{a};X99;2026-06;100 %", "catalogue.unknown-service"),
        ("{a};{b};2026-06-15;100 %", "cell.not-a-month"),
        ("{a};{b};2026-06;120 %", "cell.out-of-range"),
        ("{a};{b};;100 %", "cell.required"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(
    services: list[str], row: str, code: str
) -> None:
    a, b, _c = services
    record = taken_in(row.format(a=a, b=b))
    assert record.state == "refused"
    assert said(record) == [code]
    assert not ServiceSuccession.objects.exists()


def test_what_was_recorded_counts_with_what_comes(services: list[str]) -> None:
    a, b, c = services
    taken_in(f"{a};{b};2026-06;100 %")
    assert said(taken_in(f"{a};{c};2026-06;100 %")) == ["group.succession-shares"]
    assert "group.succession-recorded" in said(taken_in(f"{a};{b};2026-06;40 %"))
    assert taken_in(f"{a};{c};2026-07;100 %").state == "committed"
    assert ServiceSuccession.objects.count() == 2
