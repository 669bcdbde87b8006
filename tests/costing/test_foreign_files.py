# SPDX-License-Identifier: EUPL-1.2
"""Files of a municipality that no one here knows: totals to the öre, nobody's number kept."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.db import connection

import pytest
from tests.cli.test_commands import gemensam
from tests.rig.databases import Databases
from tests.rig.imported import taken_in

from gemensam.core.imports import report
from gemensam.costing.enums import EmploymentForm
from gemensam.costing.models import LedgerTurnover, StaffRow
from gemensam.demo.foreign import (
    LedgerTruth,
    Roster,
    make_roster,
    write_ledger,
    write_roster,
)
from gemensam.group.enums import Chart, EntityKind
from gemensam.group.models import LegalEntity
from gemensam.installation.cluster.binaries import binaries

pytestmark = pytest.mark.slow
ROWS = 20_000


@pytest.fixture(scope="module")
def roster() -> Roster:
    return make_roster(seed=11, thousands=0.5)


@pytest.fixture
def municipality(empty: str, monkeypatch: pytest.MonkeyPatch) -> LegalEntity:
    """All is undone after the test, so commits are no commits, as in Django's TestCase."""
    for block in connection.atomic_blocks:
        monkeypatch.setattr(block, "_from_testcase", True)
    return made()


def made() -> LegalEntity:
    return LegalEntity.objects.create(
        name="Lindhaga kommun", kind=EntityKind.MUNICIPALITY, chart=Chart.KOMMUN_BAS
    )


def by_account() -> dict[int, int]:
    found: dict[int, int] = {}
    for row in LedgerTurnover.objects.all():
        found[int(row.account)] = found.get(int(row.account), 0) + row.amount_ore
    return found


def imported(truth: LedgerTruth) -> list[dict[str, object]]:
    """The reports, in the order of the files."""
    reports = []
    for path in truth.paths:
        record = taken_in("ledger_table", path.read_bytes(), path.name)
        assert record.state == "committed", report.issues_of(record.report)[:5]
        reports.append(record.report)
    return reports


@pytest.mark.usefixtures("municipality")
def test_a_dirty_ledger_over_two_files_totals_as_its_source(
    roster: Roster, tmp_path: Path
) -> None:
    truth = write_ledger(tmp_path, roster, rows=ROWS, files=2, months=range(1, 12))
    reports = imported(truth)
    assert by_account() == dict(truth.accounts)
    assert sum(one["counts"]["rows"] for one in reports) == truth.rows  # type: ignore[index]
    # Next month's file of the same shape: no question, and nothing counted twice.
    more = write_ledger(tmp_path, roster, rows=ROWS // 11, files=1, months=[12], seed=1)
    (later,) = imported(more)
    assert later["columns"]["remembered"] is True  # type: ignore[index]
    assert by_account() == {
        account: truth.accounts[account] + more.accounts[account]
        for account in {*truth.accounts, *more.accounts}
    }


@pytest.mark.usefixtures("municipality")
def test_a_roster_becomes_employments_with_its_oddities_named(
    roster: Roster, tmp_path: Path
) -> None:
    write_roster(tmp_path / "personal.xlsx", roster)
    content = (tmp_path / "personal.xlsx").read_bytes()
    record = taken_in("staff_table", content, "personal.xlsx")
    assert record.state == "committed"
    rows = list(StaffRow.objects.all())
    assert len(rows) == len(roster.workers)
    assert len({row.pseudonym for row in rows}) == len(set(roster.numbers))
    hourly = [row for row in rows if row.form == EmploymentForm.HOURLY]
    assert len(hourly) == sum(one.is_hourly for one in roster.workers)
    told = {one.code: one for one in report.issues_of(record.report)}
    assert told["staff-table.no-pay"].values["title"]
    assert told["staff-table.negative-pay"].line == 4 + 42
    assert told["staff-table.hourly"].values["count"] == len(hourly)
    assert told["personal.not-rows"].values["count"] == 1
    assert told["personal.struck-many"].values["header"] == "Övrigt"
    left_out = {
        str(one.values["header"])
        for one in report.issues_of(record.report)
        if one.code == "personal.left-out"
    }
    assert left_out == {"Namn", "Anst.nr", "E-post", "Kommentar"}
    first = StaffRow.objects.order_by("pk")[0]
    assert (first.title, first.aid, first.cost_centre) == (
        roster.workers[0].title.name,
        roster.workers[0].title.aid,
        roster.workers[0].centre,
    )
    paid = sum(row.monthly_ore or 0 for row in rows)
    said = [round(one.pay * 100) for one in roster.workers if not one.is_hourly]
    assert paid == sum(said) - said[40] - said[41]


def forms(roster: Roster) -> Iterator[str]:
    """Each number with and without hyphen, in twelve and in ten digits; and each name."""
    for number in roster.numbers:
        plain = number.replace("-", "")
        yield from (number, plain, number[2:], plain[2:])
    yield from (name for name in roster.names if len(name.split()) > 1)


def everything(databases: Databases, database: str, folder: Path) -> Iterator[bytes]:
    """Each table as text, each file of the installation, and the backup, unpacked."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t"
            )
            yield cursor.fetchone()[0].encode()
    programs = binaries({})
    for path in (*databases.var(database).rglob("*"), *folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()
            if path.read_bytes()[:5] == b"PGDMP":
                unpacked = subprocess.run(
                    [str(programs.program("pg_restore")), "--file=-", str(path)],
                    capture_output=True,
                    check=True,
                )
                yield unpacked.stdout


def test_after_a_staff_import_no_number_or_name_is_found_anywhere(
    own_empty: str, databases: Databases, roster: Roster, tmp_path: Path
) -> None:
    """As a person does it at the terminal, and the bytes are searched: tables, files,
    what was printed and logged, and a backup."""
    made()
    path = tmp_path / f"personal {roster.numbers[0]}.xlsx"
    write_roster(path, roster)
    environment = databases.environment(own_empty)
    run: Callable[..., subprocess.CompletedProcess[str]] = gemensam
    done = run("import", "staff_table", str(path), "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    assert StaffRow.objects.count() == len(roster.workers)
    backup = tmp_path / "backup"
    saved = run("backup", "--into", str(backup), environment=environment)
    assert saved.returncode == 0, saved.stderr
    said = done.stdout.replace(str(path), "") + done.stderr + saved.stdout
    wanted = re.compile(
        b"|".join(re.escape(one.encode()) for one in sorted(set(forms(roster))))
    )
    assert wanted.search(path.read_bytes()) is None  # compressed: the twin is below
    assert wanted.search("\n".join(roster.numbers).encode())
    found = [
        hit[0]
        for stored in (said.encode(), *everything(databases, own_empty, backup))
        if (hit := wanted.search(stored))
    ]
    assert found == []
