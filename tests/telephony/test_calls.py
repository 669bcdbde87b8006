# SPDX-License-Identifier: EUPL-1.2
"""Calls as telephone systems export them: read, refused with line and cure, added up."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook
from tests.rig.imported import in_a_test

from gemensam.catalogue.actions import load_seed
from gemensam.catalogue.models import Area
from gemensam.core import clock, files
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions, report
from gemensam.core.imports.named import OTHER_MONTH
from gemensam.core.models import Import
from gemensam.formats.tables.cells import Number
from gemensam.formats.tables.faults import BadCell
from gemensam.telephony.actions import tie_queue
from gemensam.telephony.importers import cells
from gemensam.telephony.models import Calls, Queue
from gemensam.telephony.queries import area_by_name, calls_of

HEAD = "Datum;Könamn;Inkomna samtal;Besvarade samtal;Besvarade inom 60 s;Tappade samtal;Medelväntetid\r\n"
ROWS = (
    "2026-10-05;IT-servicedesk;100;90;80;10;00:00:40\r\n"
    "2026-10-06;IT-servicedesk;50;50;45;0;00:00:10\r\n"
    "2026-10-05;Löneservice;40;30;20;6;01:30\r\n"
    "2026-10-05;Växeln;20;20;20;0;5\r\n"
    "Summa;;210;190;165;16;\r\n"
)


@pytest.fixture(autouse=True)
def catalogue(empty: str) -> None:
    assert empty
    load_seed(by=CONSOLE, at=clock.now())
    in_a_test()


def received(text: str | bytes, name: str = "telefoni.csv") -> Import:
    data = text if isinstance(text, bytes) else text.encode()
    record = actions.receive(
        io.BytesIO(data), kind="telephony", name=name, by=CONSOLE, at=clock.now()
    )
    return actions.read(record, at=clock.now())


def imported(text: str | bytes) -> Import:
    record = received(text)
    assert record.state == "read", told(record)
    return actions.commit(record, by=CONSOLE, at=clock.now())


def told(record: Import) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in report.issues_of(record.report)]


def held() -> list[tuple[str, date, date, int, int, int | None, int | None]]:
    rows = Calls.objects.filter(superseded_at=None).order_by("queue__name", "begins")
    return list(
        rows.values_list(
            "queue__name",
            "begins",
            "ends",
            "offered",
            "answered",
            "within",
            "wait_seconds",
        )
    )


def day(number: int) -> date:
    return date(2026, 10, number)


def test_days_are_read_and_queues_tied_where_their_name_says_so() -> None:
    record = imported(HEAD + ROWS)
    assert held() == [
        ("IT-servicedesk", day(5), day(6), 100, 90, 80, 40),
        ("IT-servicedesk", day(6), day(7), 50, 50, 45, 10),
        ("Löneservice", day(5), day(6), 40, 30, 20, 90),
        ("Växeln", day(5), day(6), 20, 20, 20, 5),
    ]
    assert set(Calls.objects.values_list("within_seconds", flat=True)) == {60}
    tied = dict(Queue.objects.values_list("name", "area"))
    assert tied == {"IT-servicedesk": "it", "Löneservice": "hr", "Växeln": None}
    assert record.report["counts"] == {
        "rows": 4, "queues": 3, "months": 1, "calls": 210,
        "new": 4, "changed": 0, "same": 0,
    }  # fmt: skip
    assert ("telephony.no-area", None) in told(record)


def test_a_file_that_is_called_after_another_month_is_remarked_on() -> None:
    assert (
        received(HEAD + ROWS, "telefoni_2026-10.csv").report["issues"]
        == (received(HEAD + ROWS).report["issues"])
    )
    assert OTHER_MONTH.code in dict(told(received(HEAD + ROWS, "telefoni_2026-11.csv")))


def test_a_corrected_export_takes_the_place_of_the_earlier_and_nothing_is_doubled() -> (
    None
):
    imported(HEAD + ROWS)
    before = held()
    again = imported(HEAD + ROWS.replace("\r\n2026-10-06", "\r\n2026-10-06 "))
    assert again.report["counts"]["same"] == 4
    assert held() == before
    assert Calls.objects.count() == 4, "what is the same is not written again"
    corrected = imported(HEAD + "2026-10-06;IT-servicedesk;60;50;45;9;00:00:10\r\n")
    assert corrected.report["counts"]["changed"] == 1
    assert held()[1][3] == 60
    assert len(held()) == 4
    assert Calls.objects.count() == 5, "what was told before is kept"


def test_a_month_takes_the_place_of_its_days_and_the_other_way_about() -> None:
    imported(HEAD + ROWS)
    month = "Månad;Kö;Inkomna;Besvarade\r\noktober 2026;IT-servicedesk;900;800\r\n"
    imported(month)
    assert held()[0] == (
        "IT-servicedesk",
        day(1),
        date(2026, 11, 1),
        900,
        800,
        None,
        None,
    )
    assert len(held()) == 3
    imported(HEAD + ROWS + "\r\n")
    assert [one[3] for one in held()] == [100, 50, 40, 20]


def test_the_database_refuses_the_same_day_twice_and_more_answered_than_came() -> None:
    imported(HEAD + ROWS)
    one = Calls.objects.order_by("pk")[0]
    for changes in ({}, {"begins": day(20), "ends": day(21), "answered": 999}):
        again = Calls.objects.get(pk=one.pk)
        again.pk = None
        for name, value in changes.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)


def test_parts_of_a_day_are_added_and_their_waits_weighted() -> None:
    imported(
        "Datum;Intervall;Kö;Inkomna;Besvarade;Medelväntetid (s)\r\n"
        "2026-10-05;08:00;IT;10;10;30\r\n2026-10-05;08:30;IT;40;30;50\r\n"
    )
    assert held() == [("IT", day(5), day(6), 50, 40, None, 45)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("2026-10-05;IT;10;11;5;0;10", "telephony.more-than-came"),
        ("2026-10-05;IT;10;9;5;11;10", "telephony.more-than-came"),
        ("2026-10-05;IT;10;5;6;0;10", "telephony.more-than-came"),
        ("2026-10-05;IT;-1;0;0;0;10", "telephony.not-a-count"),
        ("2026-10-05;IT;1,5;1;0;0;10", "telephony.not-a-count"),
        ("2026-10-05;IT;många;1;0;0;10", "telephony.not-a-count"),
        ("2026-10-05;IT;;1;0;0;10", "telephony.not-a-count"),
        ("2026-10-05;IT;10;9;5;0;snart", "telephony.not-a-duration"),
        ("2026-10-05;IT;10;9;5;0;00:61:70", "telephony.not-a-duration"),
        ("v. 41;IT;10;9;5;0;10", "telephony.not-a-period"),
        ("2026-02-30;IT;10;9;5;0;10", "telephony.not-a-period"),
        ("2099-10-05;IT;10;9;5;0;10", "telephony.not-ended"),
        ("2026-10-05;IT;10;9;5;0;10\r\n2026-10-05;IT;10;9;5;0;10", "telephony.twice"),
        ("2026-10;IT;10;9;5;0;10\r\n2026-10-05;IT;10;9;5;0;10", "telephony.overlaps"),
        ("Summa;;10;9;5;0;10", "telephony.empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_imported(
    rows: str, code: str
) -> None:
    # Enough sound rows, so that the columns are known by what stands in them.
    sound = "".join(f"2026-09-{n:02};Ekonomi;9;8;7;1;20\r\n" for n in range(1, 15))
    text = HEAD + rows + "\r\n" if code == "telephony.empty" else HEAD + sound + rows
    record = received(text)
    assert record.state == "refused", told(record)
    found = dict(told(record))
    assert code in found
    if code != "telephony.empty":
        assert found[code] in {16, 17}
    assert not Calls.objects.exists()
    assert not Queue.objects.exists()


def test_percent_cannot_be_added_and_is_left_out() -> None:
    record = imported(
        "Datum;Kö;Inkomna;Besvarade;Besvarade inom 30 sek (%)\r\n2026-10-05;IT;10;9;88 %\r\n"
    )
    assert held()[0][5] is None
    assert ("telephony.percent", 1) in told(record)


def stored() -> Iterator[bytes]:
    for record in Import.objects.exclude(file=None):
        assert record.file is not None
        with files.opened(record.file) as source:
            yield source.read()
    for path in (Path(settings.VAR) / "files").rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def test_who_called_and_who_answered_are_gone_before_anything_is_stored() -> None:
    imported(
        "Datum;Kö;Inkomna;Besvarade;Agent;A-nummer;Anmärkning;Mobil\r\n"
        "2026-10-05;IT;10;9;Berta Bengtsson;070-123 45 67;ring 19121212-1212;070-999 88 77\r\n"
    )
    whole = b"".join(stored())
    for secret in (b"Berta", b"123 45 67", b"191212", b"999 88"):
        assert secret not in whole
    assert b"2026-10-05" in whole


def test_one_row_for_each_agent_is_refused() -> None:
    record = received(
        "Datum;Kö;Agent;Inkomna;Besvarade\r\n"
        "2026-10-05;IT;Berta;10;9\r\n2026-10-05;IT;Carl;12;9\r\n"
    )
    assert ("telephony.twice", 3) in told(record)
    assert record.state == "refused"


def test_a_workbook_with_times_and_months_of_its_own() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Telefonistatistik servicecenter"])
    sheet.append([])
    sheet.append(
        ["Månad", "Kö", "Inkomna samtal", "Besvarade", "Genomsnittlig väntetid"]
    )
    sheet.append(
        [datetime(2026, 9, 1), "Lön", 300, 280, timedelta(minutes=1, seconds=5)]
    )
    sheet.append([datetime(2026, 10, 1), "Lön", 310, 290, timedelta(seconds=50)])
    target = io.BytesIO()
    book.save(target)
    imported(target.getvalue())
    assert [one[1:] for one in held()] == [
        (date(2026, 9, 1), date(2026, 10, 1), 300, 280, None, 65),
        (date(2026, 10, 1), date(2026, 11, 1), 310, 290, None, 50),
    ]


# --------------------------------------------------------------------------- cells


@given(st.integers(0, 86_400))
def test_a_duration_is_the_same_however_it_is_written(seconds: int) -> None:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    for text in (
        f"{hours:02}:{minutes:02}:{left:02}",
        f"{seconds} s",
        f"{hours} h {minutes} min {left} sek",
        str(seconds),
    ):
        assert cells.duration(text) == seconds
    assert cells.duration(Number(Decimal(seconds))) == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_told(text: str) -> None:
    for how in (cells.duration, cells.count, _begins):
        value, cure = _tried(how, text)
        assert cure or value >= 0


def _begins(text: str) -> int:
    begins, ends = cells.period(text, is_month=False)
    return (ends - begins).days


def _tried(how: Callable[[str], int], text: str) -> tuple[int, str]:
    try:
        return how(text), ""
    except BadCell as fault:
        return -1, fault.kind.cure


# -------------------------------------------------------------------------- figures


def someone(role: str) -> Any:
    """Whoever has the role."""
    return SimpleNamespace(standing=SimpleNamespace(roles=frozenset({role})))


def test_shares_are_of_what_was_told_and_few_calls_are_not_told() -> None:
    imported(HEAD + ROWS + "2026-10-07;IT akut;4;0;0;4;\r\n")
    imported("Månad;Kö;Inkomna;Besvarade\r\n2026-10;Ekonomi;4;4\r\n")
    found = {one.area: one for one in calls_of(someone("controller"), [day(1)])[0]}
    it = found["it"]
    assert (it.offered, it.answered) == (154, 140)
    assert it.within == pytest.approx(125 / 154)
    assert it.abandoned == pytest.approx(14 / 154)
    assert it.wait_seconds == round((90 * 40 + 50 * 10) / 140)
    assert found["finance"].within is None, "the file does not tell"
    assert found["finance"].wait_seconds is None
    assert found[None].offered == 20


def test_nobody_else_sees_calls() -> None:
    imported(HEAD + ROWS)
    assert not Calls.objects.visible_to(someone("agent")).exists()
    assert Calls.objects.visible_to(someone("controller")).count() == 4


def test_a_queue_is_tied_anew_and_its_history_follows() -> None:
    imported(HEAD + ROWS)
    queue = Queue.objects.get(name="Växeln")
    tie_queue(queue, Area.objects.get(pk="finance"), by=CONSOLE, at=clock.now())
    found = {
        one.area: one.offered for one in calls_of(someone("controller"), [day(1)])[0]
    }
    assert found == {"finance": 20, "hr": 40, "it": 150}
    imported(HEAD + "2026-10-08;Växeln;7;7;7;0;1\r\n")
    assert Queue.objects.get(name="Växeln").area_id == "finance"


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("IT-support", "it"), ("Lön", "hr"), ("HR Direkt", "hr"), ("Ekonomi, faktura", "finance"),
        ("Växel", None), ("Lön och IT", None), ("Kapitalet", None), ("", None),
    ],
)  # fmt: skip
def test_what_the_name_of_a_queue_says(name: str, area: str | None) -> None:
    found = area_by_name(name, list(Area.objects.all()))
    assert (found.pk if found else None) == area
