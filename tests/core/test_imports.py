# SPDX-License-Identifier: EUPL-1.2
"""Every importer, given what it should not be given: told in plain words, nothing changed."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection

import pytest
from tests.rig.databases import Databases
from tests.rig.imported import taken_in

from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.enums import ImportState
from gemensam.core.imports import actions, report
from gemensam.core.models import Import
from gemensam.core.ports import importers

KINDS = (
    "branches", "bridge", "budget_moves", "cases", "deliveries", "entities", "index",
    "kolada",
    "ledger", "ledger_table", "mapping", "people", "presence", "roles", "staff", "staff_table",
    "service_successions", "services", "standards", "successions", "survey", "teams", "telephony", "terms", "tickets", "units",
    "volumes",
)  # fmt: skip
# What an import says of itself, also when it is refused.
OWN = {"core_import", "core_auditevent", "core_storedfile", "core_savedmapping"}


@cache
def bomb() -> bytes:
    """An archive of a few kilobytes that unpacks to a gigabyte of nothing."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b" " * (200 << 20))
    return held.getvalue()


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE log [<!ENTITY l0 "ha">{entities}]><log>&l9;</log>'.encode()


BAD: Mapping[str, bytes] = {
    "empty": b"",
    "noise": bytes(range(256)) * 40,
    "nulls": b"\0" * 5000,
    "one huge line": b"a;" * 2_000_000,
    "broken utf-8": "Månad;Tjänst;Antal\n2026-01;F01;1\n".encode("latin-1")
    + b"\xff\xfe",
    "external entity": b'<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<log><trace>&x;</trace></log>",
    "billion laughs": laughs(),
    "truncated gzip": gzip.compress(b"<log><trace>" * 500)[:-20],
    "formula cells": b"Kod;Namn\n=HYPERLINK(A1);@SUM(A1)\n+1;-1\n",
    "other columns": b"x;y;z\n1;2;3\n",
    "a page": b"<!doctype html><html><body>Inloggning</body></html>",
    "two bytes a letter": '#FLAGGA 0\n#SIETYP 4\n#FNAMN "Å"\n'.encode("utf-16"),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "half a ledger": b'#FLAGGA 0\n#PROGRAM "x" 1\n#SIETYP 4\n#FNAMN "A"\n#VER A 1 20260101 "x"\n{\n#TRANS',
}


def every_bad() -> Mapping[str, bytes]:
    return {**BAD, "zip bomb": bomb(), "truncated workbook": bomb()[:800]}


def rows_of_all_tables() -> dict[str, int]:
    counted = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in OWN:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counted[table] = cursor.fetchone()[0]
    return counted


def test_every_kind_of_file_is_tried() -> None:
    assert set(importers()) == set(KINDS)


@pytest.mark.usefixtures("lindby")
@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_file_is_told_and_changes_nothing(kind: str) -> None:
    before = rows_of_all_tables()
    for name, content in every_bad().items():
        record = taken_in(kind, content)
        issues = report.issues_of(record.report)
        assert record.state == ImportState.REFUSED, (name, record.state)
        assert issues, name
        assert all(issue.message() and issue.cure() for issue in issues), name
    assert rows_of_all_tables() == before


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("name", "code"),
    [("a page", "sie.not-a-sie-file"), ("two bytes a letter", "sie.utf-16")],
)
def test_what_is_no_ledger_is_said_and_nothing_else(name: str, code: str) -> None:
    told = report.issues_of(taken_in("ledger", BAD[name]).report)
    assert [issue.code for issue in told] == [code]


@pytest.mark.usefixtures("own_empty")
def test_values_nobody_knows_are_told_by_name_and_the_rest_by_number() -> None:
    rows = [
        f"{n};2026-01-{1 + n % 28:02} 10:00;Inkom;Kategori {n}\n" for n in range(120)
    ]
    head = "case;timestamp;activity;service\n"
    told = report.issues_of(taken_in("cases", (head + "".join(rows)).encode()).report)
    named = [one for one in told if one.code == "cases.unknown-service"]
    assert len(named) == 50
    (rest,) = [one for one in told if one.code == "cases.more-unknown-services"]
    assert "70 more categories" in rest.message()
    assert "70 cases together" in rest.message()


# ---------------------------------------------------------------- good files


@pytest.mark.usefixtures("own_lindby")
def test_the_same_file_again_is_known_again(databases: Databases) -> None:
    folder = databases.var("lindby") / "demo" / "files"
    before = rows_of_all_tables()
    for kind, name in (("volumes", "volymer_2025.csv"), ("teams", "team.csv")):
        record = taken_in(kind, (folder / name).read_bytes(), name)
        assert record.state in {ImportState.UNCHANGED, ImportState.COMMITTED}
    assert rows_of_all_tables() == before


@pytest.mark.usefixtures("own_lindby")
def test_what_was_read_can_be_left(databases: Databases) -> None:
    path = databases.var("lindby") / "demo" / "files" / "index.csv"
    text = path.read_bytes() + b"2031;3,0;2,0;SKR\n"
    before = rows_of_all_tables()
    record = actions.receive(
        io.BytesIO(text), kind="index", name="index.csv", by=CONSOLE, at=clock.now()
    )
    record = actions.read(record, at=clock.now())
    actions.undo(record, by=CONSOLE, at=clock.now())
    assert rows_of_all_tables() == before
    record.refresh_from_db()
    with pytest.raises(actions.NotReady):
        actions.commit(record, by=CONSOLE, at=clock.now())


# ---------------------------------------------------------- personal numbers


def numbers_in(folder: Path) -> set[str]:
    """The personal numbers of the time survey, as written and without hyphen."""
    text = (folder / "tidsstudie_2025-10.csv").read_text(encoding="utf-8-sig")
    found = set(re.findall(r"\b(?:19|20)?\d{6}-?\d{4}\b", text))
    return found | {number.replace("-", "") for number in found}


def everything_stored(var: Path) -> Iterator[bytes]:
    """Each table as text, and each kept file."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t"
            )
            yield cursor.fetchone()[0].encode()
    for path in (var / "files").rglob("*"):
        if path.is_file():
            yield path.read_bytes()


@pytest.mark.usefixtures("lindby")
def test_no_personal_number_is_stored_anywhere(databases: Databases) -> None:
    var = databases.var("lindby")
    numbers = numbers_in(var / "demo" / "files")
    assert len(numbers) > 10
    pattern = re.compile(b"|".join(re.escape(one.encode()) for one in numbers))
    for stored in everything_stored(var):
        assert pattern.search(stored) is None


@pytest.mark.usefixtures("lindby")
def test_of_a_personal_file_only_the_hash_is_kept() -> None:
    from gemensam.core import files

    for record in Import.objects.filter(kind__in=["staff", "survey"]):
        assert len(record.original_sha256) == 64
        assert not files.path_of(record.original_sha256).exists()
