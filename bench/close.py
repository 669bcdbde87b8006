# SPDX-License-Identifier: EUPL-1.2
"""A month's close, and the pages of results over three closed years.

Lindby in full size (5,200 employees) is built from its files to the month before its last;
the close of the last is timed: reading what comes for a month, computing the month's grain,
closing it (with the year's forecast), every pack and the PDFs that are filed at once, and
what the rules suspect. The same, its files being in, for a group of 55,000: `bench.town`
with 1,270 units, a year's ledger of three million rows and three months of outcome, the
last of which is closed: for each employee as many units, ledger rows and cases as Lindby
has, or more. Last, 400 units, 70 services and 36 closed months: every page of the results,
the start page of each role, and a unit's half page on screen and on paper. There is no peer: the measures stand against
what was promised.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from bench.emptied import installation, run, tidied
from bench.harness import Measure
from bench.large import Size

LINDBY_SECONDS, GROUP_SECONDS, MILLISECONDS, HALF_PAGE = 60.0, 300.0, 300.0, 1000.0
GROUP = Size(
    rows=3_000_000,
    units=1_270,
    support=90,
    staff=55_000,
    asked=15_000,
    months=3,
    centre=True,
)
YEARS = Size(
    rows=1_200_000,
    units=400,
    support=30,
    staff=8_000,
    asked=2_300,
    months=36,
    centre=True,
)
CASES = {GROUP: 77_000, YEARS: 11_400}  # a month: for each employee as in Lindby

# Lindby as on the day before its last month was computed and closed; says which month, and
# the seconds in which what comes for a month was read: its own files, whole registers, and
# ledgers, staff and volumes of the year so far, as they come anew each month.
LINDBY = """
import dataclasses, json, sys, time
from gemensam.core.set_up import set_up
set_up()
from gemensam.cli import main
from gemensam.demo import build
from gemensam.demo.months import plus
computed, take_in, settle = build._compute, build.take_in, build._settle
seconds, closed = [], []
def timed(file):
    began = time.perf_counter()
    take_in(file)
    seconds.append((file, time.perf_counter() - began))
def until(manifest, stage, progress):
    closed.append(manifest.closed)
    before = plus(manifest.closed, -1)
    computed(dataclasses.replace(manifest, closed=before), stage, progress)
def of_month(file):
    stem, [month] = file.path.stem, closed
    return (
        file.kind in build.REGISTERS
        or stem.endswith(f"{month:%Y-%m}")
        or (file.kind in ("ledger", "staff", "volumes") and f"{month:%Y}" in stem)
    )
def told():
    settle()
    read = [spent for file, spent in seconds if of_month(file)]
    print(json.dumps([closed[0].isoformat(), len(read), sum(read)]))
build._compute, build.take_in, build._settle = until, timed, told
sys.argv = ["gemensam", "demo", "--no-serve"]
main()
"""


def measures() -> Iterator[Measure]:
    with installation(migrated=False) as environment:
        told = run(environment, "-P", "-c", LINDBY)
        line = next(line for line in told.splitlines() if line.startswith('["'))
        month, files, seconds = json.loads(line)
        yield Measure(name="Lindby: files of a month", value=files, unit="")
        yield from _closed(environment, "Lindby", month, LINDBY_SECONDS, seconds)
        yield from _looked_at(environment, "Lindby")
    for size, name, promised in (
        (GROUP, f"{GROUP.staff:,} employees", GROUP_SECONDS),
        (YEARS, f"{YEARS.units} units", GROUP_SECONDS),
    ):
        with installation() as environment:
            made = size.as_json(), str(CASES[size])
            run(environment, "-P", "-m", "bench.town", *made)
            run(environment, "-P", "-m", "bench.closing", "baseline")
            before = (size.ends - timedelta(days=1)).replace(day=1)
            through = ("-m", "bench.closing", "through", before.isoformat())
            run(environment, "-P", *through)
            yield from _closed(environment, name, size.ends.isoformat(), promised)
            if size is YEARS:
                yield from _looked_at(environment, name)


def _closed(
    environment: Mapping[str, str],
    of: str,
    month: str,
    promised: float,
    reading: float | None = None,
) -> Iterator[Measure]:
    """The close of a month; with `reading` the seconds in which its files were read
    count too."""
    told = run(environment, "-P", "-m", "bench.closing", "close", month)
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    steps: dict[str, float] = found["steps"]
    if reading is not None:
        steps = {"reading the month's files": reading} | steps
    yield Measure(
        name=f"{of}: closing a month",
        value=sum(steps.values()),
        unit="s",
        peer="promised",
        peer_value=promised,
        higher_is_better=False,
    )
    for step, seconds in steps.items():
        yield Measure(
            name=f"{of}: of it, {step}", value=seconds, unit="s", higher_is_better=False
        )
    for what in ("cells", "packs", "filed", "suspicions"):
        yield Measure(name=f"{of}: {what}", value=found[what], unit="")
    yield Measure(
        name=f"{of}: peak memory",
        value=found["mib"],
        unit="MiB",
        higher_is_better=False,
    )


def _looked_at(environment: Mapping[str, str], of: str) -> Iterator[Measure]:
    """Median of each page once it was opened, and the first opening that took longest."""
    tidied(environment)
    told = run(environment, "-P", "-m", "bench.looking")
    pages: dict[str, tuple[float, float]] = json.loads(told.splitlines()[-1])
    for address, (_first, usual) in sorted(pages.items(), key=lambda one: -one[1][1]):
        is_pack = address.startswith("/resultat/rapporter/1")
        yield Measure(
            name=f"{of}: {address}",
            value=usual,
            unit="ms",
            peer="promised",
            peer_value=HALF_PAGE if is_pack else MILLISECONDS,
            higher_is_better=False,
        )
    address, (first, _usual) = max(pages.items(), key=lambda one: one[1][0])
    yield Measure(
        name=f"{of}: slowest first opening, {address}",
        value=first,
        unit="ms",
        peer="promised",
        peer_value=MILLISECONDS,
        higher_is_better=False,
    )
