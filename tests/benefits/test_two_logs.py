# SPDX-License-Identifier: EUPL-1.2
"""Two real municipalities' logs as two units of one service, and what differs."""

import gzip
import io
from datetime import datetime
from pathlib import Path
from statistics import median

from django.test import Client

import pytest
from tests.rig.imported import imported

from gemensam.core.models import Account, Import
from gemensam.formats.eventlog import read_log
from gemensam.formats.issues import IssueLog

FORTY_FIVE_DAYS = 45 * 86400


@pytest.fixture
def ankeborg(own_empty: str, static_files: None) -> Client:
    """A new installation, as `./gemensam start` makes it, and its administrator."""
    from gemensam.site.setup import FirstAdministrator, set_up

    del own_empty, static_files
    first = FirstAdministrator(
        email="anna@ankeborg.se", name="Anna Ank", password="en lång fras 9 till"
    )
    set_up("Ankeborg", first)
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(email=first.email))
    client.cookies["language"] = "sv"
    return client


def days_of(file: Path) -> list[float]:
    """Lead times of a log, read here: first to last event, of cases left untouched that
    have more than one."""
    with gzip.open(file) as source:
        spans = []
        traces = read_log(io.BytesIO(source.read()), log=IssueLog())
        for trace in traces:
            stamps = sorted(e.instant for e in trace.events if e.instant is not None)
            spans.append((stamps[0], stamps[-1], len(stamps)))
    last: datetime = max(end for _start, end, _events in spans)
    return [
        (end - start).total_seconds() / 86400
        for start, end, events in spans
        if events > 1 and (last - end).total_seconds() > FORTY_FIVE_DAYS
    ]


@pytest.mark.slow
@pytest.mark.real_data
def test_two_municipalities_are_two_units_and_the_page_tells_their_difference(
    ankeborg: Client, real_data: Path
) -> None:
    found = {}
    for number, name in ((1, "Östanby"), (2, "Västanby")):
        file = real_data / "eventlogs" / f"bpic2015_{number}.xes.gz"
        record = imported("cases", file, service="Bygglov", unit=name)
        assert record.report["counts"]["cases"] == (1199, 832)[number - 1]
        assert record.report["counts"]["events"] == (52217, 44354)[number - 1]
        found[name] = days_of(file)
    page = ankeborg.get("/resultat/variation/").content.decode()
    assert "Bygglov" in page
    assert "ingen enhet" in page or "enheter skiljer sig" in page
    from gemensam.catalogue.models import Service

    code = Service.objects.get(name_sv="Bygglov").code
    one = ankeborg.get(f"/resultat/variation/{code}/").content.decode()
    here, there = found["Västanby"], found["Östanby"]  # in the order of their names
    slower = median(there) > median(here)
    assert ("dagar längre i" if slower else "dagar kortare tid i") in one
    assert "i 95 fall av 100" in one
    for days in (here, there):
        said = f"{median(days):.1f}".replace(".", ",")
        assert f"{said} dagar" in one or f"inom {said} i" in one, said
    # The whole log is tied: nothing is told to be unknown.
    for report in Import.objects.values_list("report", flat=True):
        codes = {issue["code"] for issue in report["issues"]}
        assert codes.isdisjoint({"cases.unknown-service", "cases.no-service"})
        assert "cases.last-is-done" in codes


LOG = """Ärendenr;Skapad;Klar;Förfaller;Kategori;Avdelning;Rubrik
{rows}
"""


def table(prefix: str, days: list[int]) -> bytes:
    rows = [
        f"{prefix}{n};2025-03-01 08:00;2025-03-{1 + d:02d} 08:00;2025-03-10;Annat;X;Hej"
        for n, d in enumerate(days)
    ]
    return LOG.format(rows="\n".join(rows)).encode()


@pytest.mark.usefixtures("ankeborg")
def test_what_exists_is_used_and_what_does_not_is_made_once() -> None:
    from gemensam.catalogue.models import Service
    from gemensam.desk.models import Case
    from gemensam.group.models import Unit

    services = Service.objects.count()
    imported("cases", table("A", [1] * 12), name="a.csv", service="f02", unit="Norr")
    imported("cases", table("B", [9] * 12), name="b.csv", service="F02", unit="norr")
    imported("cases", table("C", [9] * 12), name="Söder.csv", service="F02", unit="+")
    assert Service.objects.count() == services
    assert list(Unit.objects.order_by("code").values_list("code", "name")) == [
        ("0", "Ankeborg"),
        ("NORR", "Norr"),
        ("SÖDER", "Söder"),
    ]
    told = Case.objects.values_list("unit__name", "service__code").distinct()
    assert set(told) == {("Norr", "F02"), ("Söder", "F02")}


def test_two_units_that_take_equally_long_may_be_chance(ankeborg: Client) -> None:
    days = [1, 2, 3, 4, 5, 6] * 3
    imported("cases", table("A", days), name="a.csv", service="F02", unit="Norr")
    imported("cases", table("B", days), name="b.csv", service="F02", unit="Söder")
    page = ankeborg.get("/resultat/variation/F02/").content.decode()
    assert "kan vara slump" in page
    assert "ingen enhet skiljer sig" in page


def test_a_service_that_takes_longer_in_one_place_is_told_with_its_interval(
    ankeborg: Client,
) -> None:
    days = [1, 2, 3, 4, 5, 6] * 3
    slow = [d + 5 for d in days]
    imported("cases", table("A", days), name="a.csv", service="F02", unit="Norr")
    imported("cases", table("B", slow), name="b.csv", service="F02", unit="Söder")
    page = ankeborg.get("/resultat/variation/F02/").content.decode()
    assert "typiskt 5,0 dagar längre i Söder än i Norr" in page
    assert "2 enheter skiljer sig" in page
    # These files cannot tell that a case was opened again: nothing is claimed of it.
    assert "Rätt från början" not in page


def test_a_page_asks_which_service_and_unit_the_whole_log_is(ankeborg: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.core.imports import actions
    from gemensam.desk.models import Case

    form = ankeborg.get("/filer/nu/cases/").content.decode()
    assert "Gäller hela loggen en enda tjänst?" in form
    file = SimpleUploadedFile("Norra skolan.csv", table("A", [1, 2, 3]))
    given = {"file": file, "service": "F02", "unit": "+"}
    answer = ankeborg.post("/filer/nu/cases/", given)
    assert answer.status_code == 302
    record = actions.read(Import.objects.get(), at=clock.now())
    actions.commit(record, by=CONSOLE, at=clock.now())
    told = Case.objects.values_list("unit__name", "service__code").distinct()
    assert list(told) == [("Norra skolan", "F02")]
    assert (
        ankeborg.post("/filer/nu/cases/", {**given, "service": "?"}).status_code == 200
    )
