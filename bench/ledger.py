# SPDX-License-Identifier: EUPL-1.2
"""A ledger of a million rows into the database, with everything that is checked.

The peer is PostgreSQL alone: the same rows as a file of its own, copied into a table
with the same columns, one index for each of ours and no check at all – the floor under
whatever imports. Ours reads the file twice (once to say what it holds, once to write it),
finds what is new, and keeps the original.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.emptied import installation, run
from bench.harness import Measure
from bench.sie import write_file

ROWS = 1_000_000

IMPORT = """
import json, re, sys, time
from gemensam.core.set_up import set_up
set_up()
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.core.imports import actions as imports
began = time.perf_counter()
with open(sys.argv[1], "rb") as source:
    record = imports.receive(
        source, kind="ledger", name="ledger.se", by=CONSOLE, at=clock.now()
    )
record = imports.read(record, at=clock.now())
record = imports.commit(record, by=CONSOLE, at=clock.now())
assert record.state == "committed", record.report
seconds = time.perf_counter() - began
from gemensam.costing.models import LedgerRow
status = open("/proc/self/status").read()
print(json.dumps({
    "seconds": seconds,
    "rows": LedgerRow.objects.count(),
    "mib": int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024,
}))
"""
COPY = """
import json, os, sys, time
import psycopg
with psycopg.connect(os.environ["GEMENSAM_DATABASE_OWNER_URL"]) as connection:
    connection.execute("CREATE TABLE bare (LIKE costing_ledgerrow INCLUDING INDEXES)")
    with open(sys.argv[1], "wb") as target, connection.cursor().copy(
        "COPY costing_ledgerrow TO STDOUT"
    ) as copy:
        for data in copy:
            target.write(data)
    began = time.perf_counter()
    with open(sys.argv[1], "rb") as source, connection.cursor().copy(
        "COPY bare FROM STDIN"
    ) as copy:
        while data := source.read(1 << 20):
            copy.write(data)
    connection.commit()
    print(json.dumps({"seconds": time.perf_counter() - began}))
"""


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder, installation() as environment:
        path = Path(folder) / "ledger.se"
        write_file(path, ROWS)
        ours = json.loads(run(environment, "-P", "-c", IMPORT, str(path)))
        assert ours["rows"] == ROWS, ours
        bare = json.loads(run(environment, "-c", COPY, str(Path(folder) / "rows")))
    yield Measure(
        name=f"import of {ROWS:,} rows",
        value=ours["seconds"],
        unit="s",
        peer="PostgreSQL's COPY alone",
        peer_value=bare["seconds"],
        higher_is_better=False,
    )
    yield Measure(
        name=f"peak memory of importing {ROWS:,} rows",
        value=ours["mib"],
        unit="MiB",
        higher_is_better=False,
    )
