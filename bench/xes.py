# SPDX-License-Identifier: EUPL-1.2
"""Reading and writing event logs in XES, and the memory it takes.

The log is as large as asked for and looks like the intake of a Dutch municipality (the
"receipt" log): six events a case, six attributes an event, seven a case. The peer, pm4py,
reads it into a table; it is measured with its default reader (a regular expression over
chunks of bytes) and with the one that parses XML, as ours does in the end. All must find
the same events, cases and activities. With GEMENSAM_REAL_DATA, one log of the Business
Process Intelligence Challenge 2015 is read too, packed as it came.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.harness import ROOT, Measure, median_seconds, run_peer
from gemensam.formats.eventlog import (
    Event,
    Summary,
    Trace,
    read_log,
    summarise,
    write_xes,
)
from gemensam.formats.issues import IssueLog

EVENTS = 300_000
RUNS = 3
READERS = {"chunk_regex": "default", "iterparse": "XML parser"}
ACTIVITIES = [
    f"T{number:02} Handle part {number} of the request" for number in range(27)
]
START = datetime(2026, 1, 1, 7, tzinfo=UTC)

PEAK = """
import re, sys
sys.path[:0] = ["src", "."]
from pathlib import Path
from gemensam.formats.eventlog import read_log
from gemensam.formats.issues import IssueLog
for trace in read_log(Path(sys.argv[1]), log=IssueLog()):
    pass
with open("/proc/self/status") as status:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])
"""


def measures() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder) / "log.xes", Path(folder) / "log.xes.gz"
        yield from _writing(plain, packed)
        yield from _against_peer(plain)
        yield _rate("read XES, packed", EVENTS, lambda: _read(packed))
        yield from _memory(Path(folder))
    yield from _real()


def _writing(plain: Path, packed: Path) -> Iterator[Measure]:
    traces = list(log_of(EVENTS))
    yield _rate("write XES", EVENTS, lambda: _write(traces, plain))
    _write(traces, packed, packed=True)


def log_of(events: int) -> Iterator[Trace]:
    """Cases of six events with the attributes of the receipt log; the same each time."""
    random = Random(20261123)
    for number in range(events // 6):
        begin = START + timedelta(minutes=7 * number)
        yield Trace(
            f"case-{number}",
            {
                "channel": random.choice(["Internet", "Desk", "Post"]),
                "department": "General",
                "group": f"Group {random.randrange(8)}",
                "responsible": f"Resource{random.randrange(50):02}",
                "startdate": begin,
                "deadline": begin + timedelta(days=56),
                "enddate_planned": begin + timedelta(days=56, seconds=number % 60),
            },
            tuple(_event(random, begin + timedelta(hours=step)) for step in range(6)),
        )


def _event(random: Random, begin: datetime) -> Event:
    return Event(
        random.choice(ACTIVITIES),
        begin + timedelta(milliseconds=random.randrange(3_600_000)),
        f"Resource{random.randrange(50):02}",
        "complete",
        {
            "org:group": f"Group {random.randrange(8)}",
            "concept:instance": f"task-{random.randrange(10**6)}",
        },
    )


def _write(traces: list[Trace], path: Path, *, packed: bool = False) -> None:
    with path.open("wb") as file:
        write_xes(traces, file, packed=packed)


def _read(path: Path) -> int:
    return sum(len(trace.events) for trace in read_log(path, log=IssueLog()))


def _rate(name: str, events: int, work: Callable[[], object]) -> Measure:
    return Measure(
        name=name, value=events / median_seconds(work, runs=RUNS), unit="events/s"
    )


def _against_peer(path: Path) -> Iterator[Measure]:
    ours = EVENTS / median_seconds(lambda: _read(path), runs=RUNS)
    found = summarise(read_log(path, log=IssueLog()))
    peer = run_peer("xes_pm4py.py", json.dumps({"file": str(path), "runs": 1}))
    for reader, what in READERS.items():
        _check_same(found, peer, reader)
        yield Measure(
            name="read XES",
            value=ours,
            unit="events/s",
            peer=f"pm4py ({what})",
            peer_value=EVENTS / peer[reader],
        )


def _check_same(ours: Summary, peer: dict[str, float], reader: str) -> None:
    for name in ("events", "cases", "activities"):
        if getattr(ours, name) != peer[f"{reader} {name}"]:
            raise RuntimeError(f"pm4py ({reader}) finds another number of {name}")


def _memory(folder: Path) -> Iterator[Measure]:
    """Flat: ten times the log may not take noticeably more."""
    for events in (100_000, 1_000_000):
        path = folder / f"{events}.xes"
        with path.open("wb") as file:
            write_xes(log_of(events), file)
        result = subprocess.run(
            [sys.executable, "-c", PEAK, str(path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        yield Measure(
            name=f"peak memory, {events:,} events",
            value=int(result.stdout) / 1024,
            unit="MiB",
            higher_is_better=False,
        )
        path.unlink()


def _real() -> Iterator[Measure]:
    folder = os.environ.get("GEMENSAM_REAL_DATA")
    if folder:
        path = Path(folder) / "eventlogs" / "bpic2015_1.xes.gz"
        yield _rate("read XES, bpic2015_1", _read(path), lambda: _read(path))
