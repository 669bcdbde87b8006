# SPDX-License-Identifier: EUPL-1.2
"""Files no one here wrote, into an empty installation, and what its pages then show."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.test import Client

import pytest
from tests.rig.databases import ROOT, Databases

pytestmark = [pytest.mark.slow, pytest.mark.real_data]


@pytest.fixture
def run(
    own_empty: str, databases: Databases
) -> Callable[..., subprocess.CompletedProcess[str]]:
    environment = databases.environment(own_empty)

    def gemensam(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "gemensam", *arguments],
            cwd=ROOT,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    return gemensam


def test_a_ledger_and_a_case_log_show_something_the_same_morning(
    run: Callable[..., subprocess.CompletedProcess[str]],
    real_data: Path,
    static_files: None,
) -> None:
    del static_files
    done = run(
        "start", "--no-serve", "--name", "Ankeborg", "--admin-name", "Anna Ank",
        "--admin-email", "anna@ankeborg.se", "--password-stdin",
        given="en lång fras 9 till\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sie = real_data / "sie4" / "files"
    ledgers = [sie / "SIE_exempelfil.se", sie / "SIE4_Exempelfil_med_underdim.SE"]
    done = run("import", "ledger", *map(str, ledgers))
    assert done.returncode == 0, done.stderr
    assert "Nya verifikationer 26" in done.stdout
    assert "Nya verifikationer 295" in done.stdout
    assert "0037" in done.stdout  # an object nobody declared
    log = next(real_data.rglob("bpic2013_incidents.xes.gz"))
    done = run("import", "cases", str(log))
    assert done.returncode == 0, done.stderr
    assert "7554" in done.stdout
    assert "65533" in done.stdout
    assert run("verify").returncode == 0

    from gemensam.core.models import Account, Import
    from gemensam.costing.models import Ledger
    from gemensam.desk.models import CaseLog

    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(email="anna@ankeborg.se"))
    for ledger in Ledger.objects.all():
        page = client.get(f"/ekonomi/huvudbok/{ledger.pk}/").content.decode()
        assert "Konton efter belopp" in page
        assert "Kostnadsställen efter belopp" in page
    assert "2 391 104,75" in page.replace("\xa0", " ")  # purchases, by hand in the file
    page = client.get(f"/arenden/loggar/{CaseLog.objects.get().pk}/").content.decode()
    for shown in ("7 554", "Ärenden per månad", "Ledtid", "Supportlinjer"):
        assert shown in page.replace("\xa0", " "), shown
    assert "G96" in page
    assert "Ytterligare" in page  # the categories beyond those named
    # Hundreds of groups: the page says that it shows only some of them.
    assert re.search(r"De 40 största av \d{2,3} visas\.", page)

    done = run("import", "cases", str(log))
    assert "redan importerad" in done.stdout
    page = client.get(f"/filer/{Import.objects.latest('pk').pk}/").content.decode()
    assert f"/filer/{CaseLog.objects.get().pk}/" in page
    assert "Inget att anmärka på" not in page


def test_the_same_files_again_change_nothing(
    run: Callable[..., subprocess.CompletedProcess[str]], real_data: Path
) -> None:
    file = str(real_data / "sie4" / "files" / "SIE_exempelfil.se")
    assert run("import", "ledger", file).returncode == 0
    from gemensam.costing.models import LedgerRow, Voucher

    before = (Voucher.objects.count(), LedgerRow.objects.count())
    again = run("import", "ledger", file)
    assert again.returncode == 0, again.stderr
    assert (Voucher.objects.count(), LedgerRow.objects.count()) == before
    assert before == (26, 148)
