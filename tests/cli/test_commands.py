# SPDX-License-Identifier: EUPL-1.2
"""The commands as a person and a program meet them."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.rig.databases import ROOT, Databases

from gemensam.benefits.models import BudgetMove, SavingVerified
from gemensam.cli.entry import COMMANDS
from gemensam.group.models import Placement, Unit

Run = Callable[..., subprocess.CompletedProcess[str]]


def gemensam(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("GEMENSAM_")}
    return subprocess.run(
        [sys.executable, "-P", "-m", "gemensam", *arguments],
        cwd=ROOT,
        env=dict(environment or plain | {"PYTHONPATH": str(ROOT / "src")}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "manage"])
def test_help_is_there_at_once(command: str) -> None:
    """Counted in the processor's time, so that a busy machine fails nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = gemensam(command, "--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert "Usage: ./gemensam" in done.stdout
    assert after.ru_utime - before.ru_utime < 1.5


@pytest.mark.parametrize(
    "arguments",
    [("demo", "--at", "nowhere"), ("demo", "--scale", "much"), ("nothing",), ("import",), ("compute", "baseline"), ("compute", "baseline", "soon"), ("inspect",), ("serve", "--port", "x")],
)  # fmt: skip
def test_misuse_ends_with_2(arguments: tuple[str, ...]) -> None:
    done = gemensam(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.fixture
def lindbys(own_lindby: str, databases: Databases) -> Run:
    """Commands on a Lindby of the test's own."""
    environment = databases.environment(own_lindby)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return gemensam(*arguments, environment=environment)

    return run


STAGES = ["promised", "delivered", "capacity_gone", "budget_moved", "verified"]
KEYS = {
    "actual_cost", "actual_cost_equal_volume", "baseline_adjustments", "baseline_cost",
    "baseline_frozen_cost", "baseline_version", "bridge", "bridge_beside",
    "budget_moved", "cases", "closed_through", "forecast", "fragmentation_pct",
    "missing_sources", "net_saving", "not_computed", "one_off_cost", "open_again",
    "quality", "realised", "reconciled", "run_rate_saving_pct", "satisfaction", "saving_high_pct",
    "saving_low_pct", "saving_pct", "savings_case", "sla_met_pct", "suspected_ore",
    "suspicions", "unmapped", "yearly_efficiency_high_pct",
    "yearly_efficiency_low_pct", "yearly_efficiency_pct",
}  # fmt: skip
PARTS = ["price", "volume", "mix", "scope", "efficiency", "quality"]
# The centre is eleven months old, and its efficiency is known with a second year.
NOT_YET = {f"yearly_efficiency_{one}pct" for one in ("", "low_", "high_")}
KNOWN_THEN = {
    "actual_cost", "actual_cost_equal_volume", "baseline_adjustments", "baseline_cost",
    "baseline_frozen_cost", "baseline_version", "bridge", "bridge_beside",
    "budget_moved", "closed_through", "net_saving", "not_computed", "one_off_cost",
    "open_again", "realised",
    "run_rate_saving_pct", "saving_pct",
}  # fmt: skip
Figures = dict[str, Any]


def adds_up(told: Figures) -> None:
    """The bridge makes the difference, and at equal volume the saving, to the öre."""
    beside, bridge = told["bridge_beside"], told["bridge"]
    assert list(bridge) == list(beside["equal_volume"]) == PARTS
    assert sum(bridge.values()) == beside["difference_ore"]
    assert beside["frozen_ore"] == round(100 * told["baseline_frozen_cost"])
    assert beside["actual_ore"] == round(100 * told["actual_cost"])
    at_equal = beside["frozen_ore"] + sum(beside["equal_volume"].values())
    assert at_equal == round(100 * told["actual_cost_equal_volume"])
    assert (beside["equal_volume"]["price"], beside["equal_volume"]["volume"]) == (0, 0)


def test_report_has_what_a_program_reads(lindbys: Run) -> None:
    told = json.loads(lindbys("report", "--json").stdout)
    assert told["reconciled"] is True
    assert set(told) == KEYS
    assert {key for key in KEYS if told[key] is None} == NOT_YET
    adds_up(told)
    assert told["saving_low_pct"] < told["saving_pct"] < told["saving_high_pct"]
    equal, before = told["actual_cost_equal_volume"], told["baseline_cost"]
    assert told["saving_pct"] == pytest.approx(100 * (1 - equal / before), abs=0.01)
    difference = told["actual_cost"] - told["baseline_frozen_cost"]
    assert sum(told["bridge"].values()) == round(100 * difference)
    then = json.loads(lindbys("report", "--json", "--known-at", "2026-08-15").stdout)
    assert (
        then["closed_through"] == then["bridge_beside"]["closed_through"] == "2026-07"
    )
    difference = then["actual_cost"] - then["baseline_frozen_cost"]
    assert sum(then["bridge"].values()) == round(100 * difference)
    assert then["bridge"] != told["bridge"]
    assert set(then) == KEYS
    assert {key for key in KEYS if then[key] is not None} == KNOWN_THEN
    adds_up(then)
    assert told["suspicions"] == 1, "the department that kept everybody"
    assert told["suspected_ore"] > 0
    assert told["not_computed"] == then["not_computed"] == []
    assert told["missing_sources"] == [], "every file of the demo has come"
    booked = BudgetMove.objects.exclude(bookings=None)
    assert told["budget_moved"] == sum(one.ore for one in booked) > 0
    assert then["budget_moved"] == told["budget_moved"], "booked in July"
    assert list(told["realised"]) == list(then["realised"]) == STAGES
    signed = SavingVerified.objects.filter(withdraws=None, withdrawn_by=None)
    assert round(100 * told["realised"]["verified"]) == sum(one.ore for one in signed)
    assert then["realised"]["verified"] == 0 < told["realised"]["verified"]
    assert 0 < then["realised"]["budget_moved"] < told["realised"]["budget_moved"]


def test_report_tells_a_history_as_organised_then_or_now(lindbys: Run) -> None:
    """A school goes to another administration in June: what the whole cost, and what
    prices and volumes made of it, is the same; where a unit of it stood is not."""
    school, day = Unit.objects.get(code="BUF-101"), date(2026, 6, 1)
    other = Placement.objects.get(unit__code="KFF-101", valid_to=None)
    Placement.objects.filter(unit=school, valid_to=None).update(valid_to=day)
    Placement.objects.create(
        unit=school, parent=other.parent, authority=school.authority, valid_from=day
    )
    now, then = (
        json.loads(lindbys("report", "--json", "--as-organised", how).stdout)
        for how in ("now", "then")
    )
    assert now["bridge_beside"]["as_organised"] == "now"
    assert then["bridge_beside"]["as_organised"] == "then"
    adds_up(now)
    adds_up(then)
    differ = {part for part in PARTS if now["bridge"][part] != then["bridge"][part]}
    assert differ == {"mix", "efficiency"}
    for name in ("bridge", "bridge_beside"):
        now.pop(name)
        then.pop(name)
    assert now == then


def test_verify_tells_in_words_and_as_data(lindbys: Run) -> None:
    done = lindbys("verify", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["ok"] is True
    assert "✗" not in lindbys("verify").stdout


def test_the_demo_leaves_a_database_alone_that_holds_something(
    own_lindby: str, databases: Databases
) -> None:
    kept = databases.var(own_lindby) / "files"
    before = sorted(kept.glob("??/*"))
    environment = databases.environment(own_lindby)
    done = gemensam("demo", "--no-serve", environment=environment)
    assert done.returncode == 1
    assert "empty database" in done.stderr or "tom databas" in done.stderr
    assert sorted(kept.glob("??/*")) == before != []


def test_keys_are_told_by_fingerprint_and_rotated(
    own_empty: str, databases: Databases
) -> None:
    environment = databases.environment(own_empty)
    before = json.loads(gemensam("keys", "--json", environment=environment).stdout)
    done = gemensam("keys", "--rotate", "--json", environment=environment)
    after = json.loads(done.stdout)["pseudonym_keys"]
    assert [one["version"] for one in after if one["current"]] == [len(after)]
    assert after[:-1] == [{**one, "current": False} for one in before["pseudonym_keys"]]
    secrets = (databases.var(own_empty) / "keys" / "pseudonym.json").read_text()
    assert [one for one in after if one["fingerprint"] in secrets] == []


HEAD = (
    b'#FLAGGA 0\n#PROGRAM "x" 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP 4\n#FNAMN "A"\n'
    b"#ORGNR 212000-1355\n#RAR 0 20260101 20261231\n"
    b'#KONTO 1910 "Kassa"\n#KONTO 3000 "Avgifter"\n'
)
VOUCHER = b'#VER A 1 20260105 "x"\n{\n#TRANS 1910 {} 100\n#TRANS 3000 {} %d\n}\n'


@pytest.mark.parametrize(
    ("content", "code"),
    [(HEAD + VOUCHER % -100, 0), (HEAD + VOUCHER % -90, 1), (b"\x00\x01\x02", 2)],
)
def test_inspect_ends_by_what_it_found(
    tmp_path: Path, content: bytes, code: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    done = gemensam("inspect", "--json", str(path))
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    told = told[0] if isinstance(told, list) else told
    assert {"file", "kind", "variant", "encoding", "counts", "issues"} <= told.keys()


# ----------------------------------------------------------------------- drills


@pytest.mark.slow
def test_a_backup_can_be_restored(tmp_path: Path) -> None:
    """An installation of its own: what came after the backup is gone, nothing else."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("GEMENSAM_")}
    environment = plain | {
        "PYTHONPATH": str(ROOT / "src"),
        "GEMENSAM_VAR": str(tmp_path / "var"),
    }

    def run(*arguments: str) -> str:
        done = gemensam(*arguments, environment=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ledgers() -> list[int]:
        counted = (
            "from gemensam.costing.models import *; print(Voucher.objects.count())"
        )
        return [int(run("manage", "shell", "-v0", "-c", counted).split()[-1])]

    files = [tmp_path / "one.se", tmp_path / "two.se"]
    files[0].write_bytes(HEAD + VOUCHER % -100)
    files[1].write_bytes(
        HEAD + VOUCHER % -100 + (VOUCHER % -100).replace(b"A 1", b"A 2")
    )
    run("import", "ledger", str(files[0]))
    kept = json.loads(run("backup", "--json"))["backup"]
    run("import", "ledger", str(files[1]))
    assert ledgers() == [2]
    told = json.loads(run("restore", kept, "--json"))
    assert told["kept_database"]
    assert ledgers() == [1]
    assert json.loads(run("verify", "--json"))["ok"] is True


@pytest.mark.slow
def test_an_import_killed_at_any_moment_is_whole_or_not_at_all(
    own_empty: str, databases: Databases, tmp_path: Path
) -> None:
    """Again and again, on what the one before left."""
    from bench.sie import write_file

    from gemensam.costing.models import Ledger, LedgerBalance, LedgerRow, Voucher

    rows = 40_000
    path = tmp_path / "ledger.se"
    write_file(path, rows)
    environment = databases.environment(own_empty)

    def counts() -> tuple[int, ...]:
        return tuple(
            model.objects.count()
            for model in (Ledger, Voucher, LedgerRow, LedgerBalance)
        )

    before = counts()
    for after in (0.9, 1.3, 1.8, 2.4, 3.2):
        running = subprocess.Popen(
            [sys.executable, "-P", "-m", "gemensam", "import", "ledger", str(path)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
        running.wait()
        time.sleep(0.3)  # the server notices that the other end is gone
        left = counts()
        assert left == before or left[2] == before[2] + rows, after
    done = gemensam("import", "ledger", str(path), environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert counts()[2] == before[2] + rows
    assert gemensam("verify", environment=environment).returncode == 0


@pytest.mark.slow
def test_the_baseline_is_computed_and_a_wrong_year_is_named(lindbys: Run) -> None:
    wrong = lindbys("compute", "baseline", "1999")
    assert wrong.returncode == 1
    assert "1999" in wrong.stderr
    assert "2025" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    done = lindbys("compute", "baseline", "2025", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["state"] == "done"
    assert told["reconciled"] is True
    assert told["baseline_ore"] > 0
    assert told["years"] == [2025]
