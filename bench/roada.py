# SPDX-License-Identifier: EUPL-1.2
"""A dirty ledger of 1.2 million rows over two workbooks, as road A takes it in.

Titles, sums within, “1 234,50-”, eight code parts; made by `demo.foreign`, which knows
the true total of each account. The reading (columns guessed, sums checked, compared with
what is there) and the import are measured, then next month's file: it must need no
choice of columns. There is no peer that reads such files.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.emptied import installation, run
from bench.harness import Measure
from gemensam.demo.foreign import make_roster, write_ledger

ROWS = 1_200_000

IMPORT = """
import json, re, sys, time
from gemensam.core.set_up import set_up
set_up()
from django.db.models import Sum
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions
from gemensam.costing.models import LedgerRow, LedgerTurnover
from gemensam.group.models import LegalEntity
LegalEntity.objects.get_or_create(
    name="Lindhaga kommun", kind="municipality", chart="kommun-bas"
)
read = commit = 0.0
remembered = []
for path in sys.argv[1:]:
    began = time.perf_counter()
    with open(path, "rb") as source:
        record = actions.receive(
            source, kind="ledger_table", name=path, by=CONSOLE, at=clock.now()
        )
    record = actions.read(record, at=clock.now())
    read += time.perf_counter() - began
    began = time.perf_counter()
    assert record.state == "read", record.report["issues"][:5]
    record = actions.commit(record, by=CONSOLE, at=clock.now())
    commit += time.perf_counter() - began
    remembered.append(record.report["columns"]["remembered"])
sums = LedgerTurnover.objects.values_list("account").annotate(ore=Sum("amount_ore"))
status = open("/proc/self/status").read()
print(json.dumps({
    "read": read, "commit": commit, "python": time.process_time(), "rows": LedgerRow.objects.count(),
    "accounts": dict(sums), "remembered": remembered,
    "mib": int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024,
}))
"""


def measures() -> Iterator[Measure]:
    roster = make_roster(seed=1)
    with tempfile.TemporaryDirectory() as folder, installation() as environment:
        place, after = Path(folder), Path(folder) / "after"
        after.mkdir()
        year = write_ledger(place, roster, rows=ROWS, files=2, months=range(1, 12))
        month = write_ledger(after, roster, rows=ROWS // 11, files=1, months=[12])
        first = json.loads(run(environment, "-P", "-c", IMPORT, *map(str, year.paths)))
        later = json.loads(run(environment, "-P", "-c", IMPORT, *map(str, month.paths)))
    both = year.accounts + month.accounts
    for account in month.accounts:  # a Counter's sum leaves out what is below zero
        both[account] = year.accounts[account] + month.accounts[account]
    told = {int(account): ore for account, ore in later["accounts"].items()}
    difference = sum(
        abs(told.get(account, 0) - both[account]) for account in {*told, *both}
    )
    rows = year.rows
    yield Measure(name="read", value=rows / first["read"], unit="rows/s")
    yield Measure(name="read and import", value=rows / _seconds(first), unit="rows/s")
    yield Measure(
        name=f"in all, {rows:,} rows",
        value=_seconds(first),
        unit="s",
        higher_is_better=False,
    )
    yield Measure(
        name="of it, time of one core beside the database",
        value=first["python"],
        unit="s",
        higher_is_better=False,
    )
    yield Measure(
        name="peak memory", value=first["mib"], unit="MiB", higher_is_better=False
    )
    yield Measure(
        name="difference from the source",
        value=difference,
        unit="öre",
        higher_is_better=False,
    )
    yield Measure(
        name="files whose columns were asked for next month",
        value=later["remembered"].count(False),
        unit="files",
        higher_is_better=False,
    )


def _seconds(measured: dict[str, float]) -> float:
    return measured["read"] + measured["commit"]
