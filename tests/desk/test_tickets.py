# SPDX-License-Identifier: EUPL-1.2
"""Another system's export into an empty installation: what the page says is the truth,
what tells who somebody is, is nowhere, and next month needs no click."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import pytest
from tests.rig.imported import imported

from gemensam.core import clock
from gemensam.core.models import Import
from gemensam.demo.foreign.tickets import (
    ADMINISTRATIONS,
    History,
    Truth,
    branch_table,
)
from gemensam.desk.models import Case
from gemensam.desk.queries.branches import branches
from gemensam.desk.queries.situation import Part, parts, whole, window

BEGINS, AT = datetime(2025, 1, 1), datetime(2025, 12, 20, 12)


@pytest.fixture
def begun(own_empty: str) -> None:
    """A new installation, as `./gemensam start` makes it."""
    from gemensam.site.setup import FirstAdministrator, set_up

    del own_empty
    first = FirstAdministrator(
        email="anna@ankeborg.se", name="Anna Ank", password="en lång fras 9 till"
    )
    set_up("Ankeborg", first)


def told() -> list[Part]:
    found = window()
    assert found is not None
    return parts(found)


def facts(found: list[Part], name: str) -> dict[str, int]:
    return {one.name: one.facts[name] for one in found}


def agrees(found: list[Part], truth: Truth) -> None:
    """To the case, for every administration."""
    assert facts(found, "opened") == truth.opened
    assert facts(found, "done") == truth.closed
    assert facts(found, "judged") == truth.judged
    assert facts(found, "on_time") == truth.on_time
    waiting = {one.name: one.waiting[0]["number"] for one in found if one.waiting}
    assert {name: number.rpartition("-")[2] for name, number in waiting.items()} == (
        truth.oldest
    )
    for one in found:
        assert sum(row["opened"] for row in one.months) == one.facts["opened"]
        assert sum(row["done"] for row in one.months) == one.facts["done"]


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("system", ["topdesk", "artvise", "easit"])
def test_two_files_say_what_is_true_and_next_month_the_same_without_a_click(
    system: str,
) -> None:
    history = History(seed=11, begins=BEGINS, days=395)
    record = imported("tickets", history.export(system, AT), source=system)
    assert record.report["errors"] == 0
    assert Case.objects.count() == len(history.until(AT))
    imported("branches", branch_table(history))
    agrees(told(), history.truth(AT))
    assert [one for one in branches() if one.unit is None] == []

    later = datetime(2026, 1, 19, 12)
    again = imported("tickets", history.export(system, later), source=system)
    counts = again.report["counts"]
    assert again.report["columns"]["remembered"]
    assert Case.objects.count() == len(history.until(later))
    closed = sum(1 for one in history.until(AT) if AT < one.closed <= later)
    since = AT.replace(tzinfo=clock.zone())
    changed = Case.objects.exclude(log_id=again.pk).filter(resolved_at__gt=since)
    assert changed.count() == closed > 0
    assert Import.objects.get(pk=again.pk).mapping is not None
    assert again.report["new"] == []  # no branch that was not known
    agrees(told(), history.truth(later))
    assert counts["cases"] == len(history.until(later))


def stored_bytes() -> dict[str, bytes]:
    """Everything the installation keeps: rows of all tables as text, and files."""
    found: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = "\n".join(row[0] for row in cursor.fetchall()).encode()
    for file in (Path(settings.VAR) / "files").rglob("*"):
        if file.is_file():
            found[str(file)] = file.read_bytes()
    return found


@pytest.mark.usefixtures("begun")
def test_no_name_and_no_personal_number_is_kept_anywhere() -> None:
    history = History(seed=5, begins=BEGINS, days=40)
    at = datetime(2025, 2, 10, 12)
    content = history.export("topdesk", at)
    truth = history.truth(at)
    assert truth.personal_numbers
    for secret in (*truth.personal_numbers, *truth.names, "Handläggarsson"):
        assert secret.encode() in content, secret
    imported("tickets", content, name="export.csv")
    kept = stored_bytes()
    assert b"Skrivaren strejkar & blinkar" in kept["desk_case"]
    everything = b"\n".join(kept.values())
    for secret in (*truth.personal_numbers, *truth.names, "Handläggarsson"):
        for coded in (secret.encode(), secret.encode("cp1252")):
            assert coded not in everything, secret
    for markup in (b"<b>", b"<div>", b"&nbsp;", b"<i>"):
        assert markup not in kept["desk_case"]
        assert markup not in kept["desk_caseevent"]


@pytest.mark.usefixtures("begun")
def test_without_any_unit_branches_are_the_answer() -> None:
    history = History(seed=3, begins=BEGINS, days=200)
    at = datetime(2025, 7, 10, 12)
    imported("tickets", history.export("easit", at))
    held = Counter(one.branch.strip() for one in history.until(at))
    assert facts(told(), "opened") == {
        name: count for name, count in held.items() if count >= 5
    }
    found = window()
    assert found is not None
    assert whole(found).facts["opened"] == len(history.until(at))


@pytest.mark.usefixtures("begun")
def test_a_name_written_otherwise_is_tied_by_itself_a_likely_one_is_suggested() -> None:
    from gemensam.core.by import CONSOLE
    from gemensam.desk.actions.branches import tie_branch
    from gemensam.group.actions import found_unit
    from gemensam.group.models import UnitAlias

    at = clock.now()
    kotten, norr, other = (
        found_unit(name, by=CONSOLE, at=at)
        for name in ("Förskolan Kotten", "Bygglovsenheten", "Gymnasiet")
    )
    rows = ["Ärendenummer;Skapad;Avslutad;Filial"]
    rows += [f"A{n};2025-03-01 08:00;;FÖRSKOLAN KOTTEN" for n in range(6)]
    rows += [f"B{n};2025-03-01 08:00;;Bygglovsenheten (gamla)" for n in range(7)]
    rows += [f"C{n};2025-03-01 08:00;;Zzz" for n in range(8)]
    imported("tickets", "\n".join(rows).encode("cp1252"))
    told_ = {one.text: (one.cases, one.unit, one.suggestion) for one in branches()}
    assert told_ == {
        "Zzz": (8, None, None),
        "Bygglovsenheten (gamla)": (7, None, norr.pk),
        "FÖRSKOLAN KOTTEN": (6, kotten.pk, None),
    }
    assert next(one.text for one in branches()) == "Zzz"  # untied, most cases
    assert tie_branch("Zzz", other, by=CONSOLE, at=at) == 8
    assert tie_branch("Zzz", norr, by=CONSOLE, at=at) == 8  # corrected
    assert tie_branch("Zzz", norr, by=CONSOLE, at=at) == 0
    assert set(Case.objects.filter(branch="Zzz").values_list("unit", flat=True)) == {
        norr.pk
    }
    assert UnitAlias.objects.filter(code="Zzz", valid_to=None).count() == 1
    rows.append("C99;2025-03-02 08:00;;Zzz")
    imported("tickets", "\n".join(rows).encode("cp1252"))
    assert Case.objects.get(number="C99").unit_id == norr.pk  # remembered


@pytest.mark.usefixtures("begun")
def test_a_category_tied_to_a_service_is_so_in_files_to_come_and_hides_what_it_must() -> (
    None
):
    from gemensam.catalogue.models import Service
    from gemensam.core.by import CONSOLE
    from gemensam.desk.actions.categories import tie_category
    from gemensam.desk.queries.branches import categories

    head = "Ärendenummer;Skapad;Avslutad;Filial;Kategori"
    rows = [head, *(f"A{n};2025-03-01 08:00;;Norr;Lönefråga" for n in range(6))]
    imported("tickets", "\n".join(rows).encode())
    assert [(one.text, one.cases, one.service) for one in categories()] == [
        ("Lönefråga", 6, None)
    ]
    service = Service.objects.filter(confidentiality="hr").order_by("code")[0]
    assert tie_category("Lönefråga", service, by=CONSOLE, at=clock.now()) == 6
    assert tie_category("Lönefråga", service, by=CONSOLE, at=clock.now()) == 0
    rows[1] = "A0;2025-03-01 08:00;2025-03-02 09:00;Norr;Lönefråga"
    rows.append("A9;2025-03-03 08:00;;Norr;Lönefråga")
    again = imported("tickets", "\n".join(rows).encode())
    assert again.report["columns"]["remembered"]
    told = Case.objects.values_list("service", "confidentiality").distinct()
    assert list(told) == [(service.pk, "hr")]
    assert Case.objects.get(number="A0").status == "resolved"
    assert [one.service for one in categories()] == [service.pk]


def export(*rows: str) -> bytes:
    return "\n".join(["Id;Skapad;Avslutad;Filial;Måldatum", *rows]).encode()


@pytest.mark.usefixtures("begun")
def test_a_case_that_is_open_again_or_moved_is_followed_and_the_trail_holds() -> None:
    imported(
        "tickets",
        export(
            "1;2025-03-01 08:00;2025-03-02 08:00;Norr;2025-03-05",
            "2;2025-03-01 08:00;;Norr;2025-03-05",
            "3;2025-03-01 08:00;2025-03-02 08:00;Norr;2025-03-05",
        ),
    )
    imported(
        "tickets",
        export(
            "1;2025-03-01 08:00;;Norr;2025-03-05",
            "2;2025-03-01 08:00;2025-03-04 08:00;Söder;2025-03-03",
            "3;2025-03-01 08:00;2025-03-07 08:00;Norr;2025-03-05",
            "4;2025-03-09 08:00;;Norr;2025-03-15",
        ),
    )
    found: dict[str, Any] = {one.number: one for one in Case.objects.all()}
    assert set(found) == {"1", "2", "3", "4"}
    assert found["1"].status != "resolved"
    assert found["1"].reopened == 1
    assert (found["2"].branch, found["2"].on_time) == ("Söder", False)
    assert found["3"].on_time is False  # closed again, later
    imported("tickets", export("1;2025-03-01 08:00;2025-03-20 08:00;Norr;2025-03-05"))
    found["1"].refresh_from_db()
    assert found["1"].status == "resolved"
    from gemensam.core.ports import invariants

    for one in invariants():
        assert list(one.check()) == [], one.key


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ""),
        (b"Hej;Du\n1;2\n", "untidy.column-not-found"),
        (export("1;31/31 2025;;Norr;"), "tickets.not-a-time"),
        (export("1;03/04/2025 08:00;;Norr;"), "tickets.not-a-time"),
        (b"<html><body>Logga in</body></html>", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cure(
    content: bytes, code: str
) -> None:
    with pytest.raises(AssertionError):
        imported("tickets", content)
    record = Import.objects.get()
    assert record.state == "refused"
    issues = record.report["issues"]
    assert any(issue["severity"] == "error" and issue["cure"] for issue in issues)
    assert not code or code in {issue["code"] for issue in issues}
    assert not Case.objects.exists()


def test_administrations_differ() -> None:
    """The truth holds something to find."""
    truth = History(seed=11, begins=BEGINS).truth(AT)
    shares = [truth.on_time[top] / truth.judged[top] for top in ADMINISTRATIONS]
    assert max(shares) - min(shares) > 0.05
