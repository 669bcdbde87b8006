# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with the evidence of who does what, of pay and of volumes: each fault
is named with its figures and a cure, and a file with an error leaves nothing behind."""

import io
from typing import Any

from django.db import connection

import pytest

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, report
from gemensam.core.models import Import
from gemensam.costing.models import StaffRow, SurveyRound, VolumeRow
from gemensam.formats.issues import Issue
from gemensam.group.models import LegalEntity

SURVEY = "Personnummer;Inbjuden;Besvarad;Aktivitet;Andel"
STAFF = (
    "Personnummer;Anställningsform;Befattning;Månadslön;Enhetskod;Ansvar;"
    "Organisationsnummer;Anställd från;Anställd till"
)
VOLUMES = "Månad;Tjänst;Mätarkod;Antal"
WHO = "19121212-1212"


@pytest.fixture(autouse=True)
def no_commit(lindby: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is undone after the test, so commits are no commits, as in Django's TestCase."""
    for block in connection.atomic_blocks:
        monkeypatch.setattr(block, "_from_testcase", True)


def given(
    kind: str, heads: str, *lines: str, called: str = "fil.csv", **options: Any
) -> Import:
    """Received and read, and if nothing is wrong with it committed; `called` is its
    name."""
    at, content = clock.now(), "\r\n".join([heads, *lines]).encode()
    record = actions.receive(
        io.BytesIO(content), kind=kind, name=called, by=CONSOLE, at=at,
        options=options,
    )  # fmt: skip
    record = actions.read(record, at=at)
    if record.state == "read":
        record = actions.commit(record, by=CONSOLE, at=at)
    return record


def held() -> tuple[int, ...]:
    return tuple(one.objects.count() for one in (SurveyRound, StaffRow, VolumeRow))


def told(record: Import, code: str) -> Issue:
    (one,) = (one for one in report.issues_of(record.report) if one.code == code)
    return one


def answers(*shares: str) -> list[str]:
    activities = ("F01", "F02", "OVR")
    return [
        f"{WHO};2026-10-01;2026-10-05;{activity};{share}"
        for activity, share in zip(activities, shares, strict=True)
    ]


def employed(pay: str, *, unit: str = "", orgnr: str | None = None) -> str:
    known = LegalEntity.objects.order_by("pk")[0].orgnr
    return f"{WHO};Månadsavlönad;Kock;{pay};{unit};1;{orgnr or known};2026-01-01;"


def test_shares_that_add_up_to_97_are_scaled_and_said() -> None:
    record = given("survey", SURVEY, *answers("20", "30", "47"))
    assert record.state == "committed"
    found = told(record, "costing.shares")
    assert "97" in found.message()
    assert found.cure()
    made = SurveyRound.objects.get(from_import=record)
    shares = made.answers.order_by("activity").values_list("share", flat=True)
    assert [float(one or 0) for one in shares] == [0.20619, 0.30928, 0.48454]


@pytest.mark.parametrize(
    ("code", "says", "lines", "options"),
    [
        ("costing.shares-way-off", "60", answers("20", "30", "10"), {}),
        ("costing.unknown-service", "X99", [f"{WHO};2026-10-01;2026-10-05;X99;100"], {}),
        ("costing.bad-month", "oktober", answers("20", "30", "50"), {"month": "oktober"}),
        (
            "costing.period-backwards",
            "2026-03",
            answers("20", "30", "50"),
            {"from": "2026-09", "to": "2026-03"},
        ),
    ],
)  # fmt: skip
def test_a_survey_that_cannot_be_true_is_refused(
    code: str, says: str, lines: list[str], options: dict[str, str]
) -> None:
    before = held()
    record = given("survey", SURVEY, *lines, **options)
    found = told(record, code)
    assert record.state == "refused"
    assert says in found.message()
    assert found.cure()
    assert held() == before


def test_nobody_is_paid_less_than_nothing() -> None:
    before = held()
    record = given("staff", STAFF, employed("-30000"))
    assert record.state == "refused"
    (found,) = report.issues_of(record.report)
    assert "-30" in found.message().replace("−", "-")
    assert found.cure()
    assert held() == before


def test_who_has_no_pay_is_named_by_title() -> None:
    record = given("staff", STAFF, employed(""))
    assert record.state == "committed"
    assert "Kock" in told(record, "costing.no-pay").message()
    assert StaffRow.objects.filter(from_import=record).count() == 1


def test_an_employer_nobody_knows_is_refused() -> None:
    before = held()
    record = given("staff", STAFF, employed("30000", orgnr="212000-9999"))
    assert record.state == "refused"
    assert "212000-9999" in told(record, "costing.unknown-legal-entity").message()
    assert held() == before


def test_a_unit_that_is_no_more_is_named_with_its_rows() -> None:
    record = given("staff", STAFF, employed("30000", unit="NEDLAGD"))
    found = told(record, "costing.unbridged")
    assert "NEDLAGD" in found.message()
    assert "(1 " in found.message()
    assert StaffRow.objects.get(from_import=record).unit_id is None


def test_volumes_of_another_month_than_the_file_is_called_after() -> None:
    record = given("volumes", VOLUMES, "2026-09;F01;M1;3", called="volymer 2026-10.csv")
    assert record.state == "committed"
    message = told(record, "import.name-of-another-month").message()
    assert "2026-10" in message
    assert "2026-09" in message


def test_volumes_below_zero_of_no_service_and_no_unit() -> None:
    before = held()
    unknown = given("volumes", VOLUMES, "2026-09;X99;M1;3")
    assert unknown.state == "refused"
    assert "X99" in told(unknown, "costing.unknown-service").message()
    assert held() == before
    record = given("volumes", VOLUMES, "2026-09;F01;NEDLAGD;-3")
    assert record.state == "committed"
    assert "-3" in told(record, "costing.negative-volume").message().replace("−", "-")
    assert "NEDLAGD" in told(record, "costing.unbridged").message()
