# SPDX-License-Identifier: EUPL-1.2
"""Reading and writing a declared table of usage in CSV and XLSX.

Ours reads every cell into the type of its column and checks it. The peer for XLSX is
openpyxl, streaming (read-only and write-only), which hands over cells as they are; it is
measured in our own environment. Both must find the same amounts. CSV has no peer: what
reads faster does not say which cell is wrong.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

import openpyxl

from bench.harness import ROOT, Measure, median_seconds
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import (
    Code,
    Column,
    Day,
    Integer,
    Money,
    Month,
    Share,
    TableSpec,
    Text,
    Value,
    YesNo,
    opened_table,
    write_csv,
    write_xlsx,
)

ROWS = 50_000
MANY_ROWS = 100_000
RUNS = 3
SPEC = TableSpec(
    columns=(
        Column(name="unit", type=Code(width=5), header="Kostnadsställe", required=True),
        Column(name="service", type=Code(), header="Tjänst", required=True),
        Column(name="month", type=Month(), header="Månad", required=True),
        Column(name="volume", type=Integer(low=0), header="Antal", unit="st"),
        Column(name="amount", type=Money(), header="Belopp", unit="kr"),
        Column(name="share", type=Share(), header="Andel"),
        Column(name="day", type=Day(), header="Datum"),
        Column(name="active", type=YesNo(), header="Aktiv"),
        Column(name="note", type=Text(), header="Anmärkning"),
    ),
    key=("note",),
)
Rows = list[Mapping[str, Value]]

PEAK = """
import re, sys
sys.path[:0] = ["src", "."]
from pathlib import Path
from bench.tables import SPEC
from gemensam.formats.issues import IssueLog
from gemensam.formats.tables import opened_table
with opened_table(Path(sys.argv[1]), SPEC, log=IssueLog()) as table:
    for row in table:
        pass
with open("/proc/self/status") as status:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])
"""


def measures() -> Iterator[Measure]:
    rows = usage(ROWS)
    for name, write in (("CSV", write_csv), ("XLSX", write_xlsx)):
        data = _written(write, rows)
        _check_same(rows, data)
        peer: tuple[float | None, float | None] = (None, None)
        if name == "XLSX":
            peer = _openpyxl_rates(rows)
        yield _measure(f"write {name}", partial(_written, write, rows), peer[0])
        yield _measure(f"read {name}", partial(_amounts, data), peer[1])
    yield from _large()


def usage(count: int) -> Rows:
    """What units have used of services, month by month; the same each time."""
    random = Random(20261123)
    return [
        {
            "unit": f"{random.randrange(2000):05}",
            "service": f"F{random.randrange(70):02}",
            "month": date(2026, random.randrange(1, 13), 1),
            "volume": random.randrange(500),
            "amount": random.randrange(-(10**6), 10**8),
            "share": Decimal(random.randrange(10_000)) / 10_000,
            "day": date(2026, 1, 1) + timedelta(days=number % 365),
            "active": number % 3 > 0,
            "note": f"Rad {number} å ä ö",
        }
        for number in range(count)
    ]


def _written(write: Callable[..., int], rows: Rows) -> bytes:
    target = io.BytesIO()
    write(rows, SPEC, target)
    return target.getvalue()


def _amounts(data: bytes) -> int:
    with opened_table(data, SPEC, log=IssueLog()) as table:
        return sum(row["amount"] for row in table)  # type: ignore[misc]


def _check_same(rows: Rows, data: bytes) -> None:
    log = IssueLog()
    with opened_table(data, SPEC, log=log) as table:
        if [dict(row.values) for row in table] != rows or len(log):
            raise RuntimeError("what was written is not what was read")


def _openpyxl_rates(rows: Rows) -> tuple[float, float]:
    """Rows written and read by openpyxl in a second."""
    plain = [tuple(_plain(value) for value in row.values()) for row in rows]
    data = b""

    def write() -> None:
        nonlocal data
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Data")
        sheet.append([column.header for column in SPEC.columns])
        for row in plain:
            sheet.append(row)
        target = io.BytesIO()
        book.save(target)
        data = target.getvalue()

    def read() -> int:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        (sheet,) = book.worksheets
        found = sheet.iter_rows(min_row=2, values_only=True)
        return sum(int(str(row[4])) for row in found)

    rates = tuple(len(rows) / median_seconds(work, runs=1) for work in (write, read))
    if read() != sum(row["amount"] for row in rows):  # type: ignore[misc]
        raise RuntimeError("openpyxl finds other amounts")
    return rates[0], rates[1]


def _plain(value: Value) -> str | float | date | None:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return float(value) if isinstance(value, Decimal) else value


def _measure(name: str, work: Callable[[], object], peer: float | None) -> Measure:
    return Measure(
        name=name,
        value=ROWS / median_seconds(work, runs=RUNS),
        unit="rows/s",
        peer=None if peer is None else "openpyxl",
        peer_value=peer,
    )


def _large() -> Iterator[Measure]:
    """As large as exports get, and what it takes to read them."""
    rows = usage(MANY_ROWS)
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("csv", write_csv), ("xlsx", write_xlsx)):
            path = Path(folder) / f"usage.{name}"
            path.write_bytes(_written(write, rows))
            result = subprocess.run(
                [sys.executable, "-c", PEAK, str(path)],
                capture_output=True,
                text=True,
                check=True,
                cwd=ROOT,
            )
            yield Measure(
                name=f"peak memory, {MANY_ROWS:,} rows of {name.upper()}",
                value=int(result.stdout) / 1024,
                unit="MiB",
                higher_is_better=False,
            )
