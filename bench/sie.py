# SPDX-License-Identifier: EUPL-1.2
"""Reading and writing municipal ledgers in SIE 4, and the memory it takes.

The peer, pysie-accounting, is the SIE reader of the Python package index. It keeps each
row's account, object list and amount as texts and checks nothing; it wants UTF-8, one
series and a tax code for every account, so the file is made to suit it. Both must find
the same rows and the same debit to the öre, or the run fails.
"""

import datetime as dt
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import BinaryIO

from bench.harness import ROOT, Measure, median_seconds, run_peer
from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import (
    Account,
    Balance,
    BalanceKind,
    CompanyName,
    Dimension,
    FileKind,
    FiscalYear,
    Generated,
    Object,
    Program,
    Record,
    Row,
    TaxCode,
    Voucher,
    Writer,
    read,
)

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
ACCOUNTS = [str(number) for number in range(3000, 8999, 17)]
CENTRES = [str(40_000 + 10 * number) for number in range(1000)]
ACTIVITIES = [str(44_000 + 10 * number) for number in range(60)]
COUNTERPARTIES = ["100", "200", "300", "870"]
TAX_CODE = "7011"

READ_ALL = """
import re, sys
sys.path[:0] = ["src", "."]
from gemensam.formats.issues import IssueLog
from gemensam.formats.sie import read
with open(sys.argv[1], "rb") as source:
    for record in read(source, log=IssueLog()):
        pass
with open("/proc/self/status") as status:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])
"""
"""Prints the peak of its own memory; getrusage would tell the parent's if that is more."""


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.se"
        yield from _writing(250_000)
        write_file(small, 200_000)
        yield from _reading(small)
        for rows in (100_000, 1_000_000):
            path = Path(folder) / f"{rows}.se"
            write_file(path, rows)
            yield Measure(
                name=f"peak memory of reading {rows:,} rows",
                value=_peak_mib(path),
                unit="MiB",
                higher_is_better=False,
            )


def _reading(path: Path) -> Iterator[Measure]:
    lines = path.read_bytes().count(b"\n")
    rows, debit = _sums(path)
    seconds = median_seconds(lambda: _read(path))
    as_utf8 = path.with_suffix(".utf8")
    as_utf8.write_bytes(path.read_bytes().decode("cp437").encode())
    task = json.dumps({"file": str(as_utf8), "tax_code": int(TAX_CODE), "runs": 3})
    figures = run_peer("sie_pysie_accounting.py", task)
    if (figures["rows"], figures["debit"]) != (rows, debit):
        raise RuntimeError("the peer finds other rows: the task is not the same")
    yield Measure(
        name="lines of a 4E file read, every check made",
        value=lines / seconds,
        unit="lines/s",
        peer="pysie-accounting, no checks",
        peer_value=lines / figures["seconds"],
    )


def _sums(path: Path) -> tuple[int, int]:
    """How many rows the file has, and the sum of what is debited in öre."""
    log = IssueLog()
    count = debit = 0
    with path.open("rb") as source:
        for record in read(source, log=log):
            if isinstance(record, Voucher):
                count += len(record.rows)
                debit += sum(max(row.amount, 0) for row in record.rows)
    if len(log):
        raise RuntimeError(f"the file is not sound: {next(iter(log)).message()}")
    return count, debit


def _read(path: Path) -> None:
    with path.open("rb") as source:
        for _ in read(source, log=IssueLog()):
            pass


def _peak_mib(path: Path) -> float:
    """Peak resident memory of a fresh process that reads a file."""
    result = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return int(result.stdout) / 1024


def _writing(rows: int) -> Iterator[Measure]:
    records = list(_ledger(rows))

    def work() -> None:
        _write(io.BytesIO(), records.__iter__)

    yield Measure(
        name=f"writing {rows:,} rows",
        value=median_seconds(work, runs=3),
        unit="s",
        higher_is_better=False,
    )


def write_file(path: Path, rows: int) -> None:
    with path.open("wb") as target:
        _write(target, lambda: _ledger(rows))


def _write(target: BinaryIO, records: Callable[[], Iterator[Record]]) -> None:
    with Writer(target, kind=FileKind.EXPORT) as writer:
        writer.write_all(records())


def _ledger(rows: int) -> Iterator[Record]:
    """The records of a ledger whose results are the sums of its vouchers."""
    yield from _head()
    results = dict.fromkeys(ACCOUNTS, 0)
    for voucher in _vouchers(rows):
        for row in voucher.rows:
            results[row.account] += row.amount
    for account, amount in results.items():
        yield Balance(BalanceKind.RESULT, 0, account, (), amount)
    yield from _vouchers(rows)


def _head() -> Iterator[Record]:
    yield Program("Gemensam", "1.0")
    yield Generated(dt.date(2027, 1, 4))
    yield CompanyName("Övningskommunen")
    yield FiscalYear(0, FIRST, LAST)
    for number in ACCOUNTS:
        yield Account(number, f"Kostnad för år {number}")
        yield TaxCode(number, TAX_CODE)
    yield Dimension("20", "Verksamhet")
    yield Dimension("21", "Motpart")
    for dimension, numbers in (
        ("1", CENTRES),
        ("20", ACTIVITIES),
        ("21", COUNTERPARTIES),
    ):
        for number in numbers:
            yield Object(dimension, number, f"Enhet {number}")


def _vouchers(rows: int) -> Iterator[Voucher]:
    """Vouchers of 2–20 rows, each centre with two activities and mostly one counterparty."""
    random = Random(2026)
    activities = {centre: random.choices(ACTIVITIES, k=2) for centre in CENTRES}
    number = 0
    while rows > 0:
        number += 1
        date = FIRST + dt.timedelta(days=random.randrange(365))
        size = min(random.randint(2, 20), rows) if rows > 1 else 2
        amounts = [random.randint(-5_000_000, 5_000_000) for _ in range(size - 1)]
        amounts.append(-sum(amounts))
        made = []
        for amount in amounts:
            centre = random.choice(CENTRES)
            objects = (
                ("1", centre),
                ("20", random.choice(activities[centre])),
                ("21", random.choices(COUNTERPARTIES, (90, 5, 3, 2))[0]),
            )
            text = f"Tjänst {random.randint(1, 1000)} enligt avtal"
            made.append(Row(random.choice(ACCOUNTS), objects, amount, date, text))
        rows -= size
        text = f"Leverantörsfaktura {number}"
        yield Voucher("A", str(number), date, text, date, "AN", tuple(made))
