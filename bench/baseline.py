# SPDX-License-Identifier: EUPL-1.2
"""The baseline recomputed over five million ledger rows, and the slowest page after.

300 units, the catalogue's services, 12 months; the outcome of half a year beside it, so
that every page of cost and result has its full weight. There is no peer: the measures
stand against what was promised, 30 seconds and 300 milliseconds.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from bench.emptied import installation, run, tidied
from bench.harness import Measure
from bench.large import Size

ROWS = 5_000_000
PROMISED_SECONDS, PROMISED_MILLISECONDS = 30.0, 300.0

COMPUTE = """
import json, time
from gemensam.core.set_up import set_up
set_up()
from datetime import date
from gemensam.benefits.actions import build_actual, build_baseline
from gemensam.benefits.queries import months_between
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.queries.reconciliation import is_reconciled
year = months_between(date(2025, 1, 1), date(2025, 12, 1))
build_baseline(year, by=CONSOLE, at=clock.now())
build_actual(
    months_between(date(2026, 1, 1), date(2026, 6, 1)), by=CONSOLE, at=clock.now()
)
began, used = time.perf_counter(), time.process_time()
build_baseline(year, by=CONSOLE, at=clock.now())
seconds, python = time.perf_counter() - began, time.process_time() - used
assert is_reconciled()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM outcomes_cell")
    cells = cursor.fetchone()[0]
print(json.dumps({"seconds": seconds, "python": python, "cells": cells}))
"""
CLOSE = """
from gemensam.core.set_up import set_up
set_up()
from datetime import date
from gemensam.benefits.actions import close_month
from gemensam.benefits.queries import months_between
from gemensam.core import clock
from gemensam.core.by import CONSOLE
from gemensam.costing.actions import freeze as freezing
from gemensam.group.models import Person, Unit
from gemensam.outcomes.enums import ScenarioKind
from gemensam.outcomes.queries.versions import in_force
# From when the outcome is told; it delivers nothing here.
unit = Unit.objects.filter(kind="unit")[0]
Unit.objects.create(
    code="C", name="Centrum", name_key="centrum", kind="centre",
    legal_entity=unit.legal_entity, authority=unit.authority,
    valid_from=date(2026, 1, 1),
)
# Codes were left unmapped on purpose, for the pages that list them.
freezing.obstacles = lambda scenario: []
said = freezing.Statement(
    signed_by=Person.objects.get(email="controller@storby.example"),
    on_behalf_of="-", words="-", method="-", price_level=2025,
)
baseline = in_force(ScenarioKind.BASELINE)
freezing.freeze(baseline, said, by=CONSOLE, at=clock.now())
for month in months_between(date(2026, 1, 1), date(2026, 6, 1)):
    close_month(month, by=CONSOLE, at=clock.now())
"""
PAGES = """
import json, os, statistics, sys, time
os.environ["GEMENSAM_TESTING"] = "1"
from gemensam.core.set_up import set_up
set_up()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
from django.test import Client
from gemensam.core.models import Account
client = Client(SERVER_NAME="localhost")
client.force_login(Account.objects.get(email="controller@storby.example"))
times = {}
for path in json.loads(sys.argv[1]):
    taken = []
    for _ in range(4):
        began = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - began)
        assert answer.status_code == 200, (path, answer.status_code)
    times[path] = 1000 * statistics.median(taken[1:])
print(json.dumps(times))
"""
LOOKED_AT = (
    "/", "/ekonomi/", "/ekonomi/?version=actual", "/ekonomi/tjanst/F17/",
    "/ekonomi/tjanst/F17/delar/", "/ekonomi/tjanst/F17/enhet/53/",
    "/ekonomi/verifikation/1/", "/ekonomi/mappning/", "/ekonomi/grov/",
    "/ekonomi/kolada/", "/ekonomi/omappat/", "/ekonomi/huvudbok/",
    "/ekonomi/huvudbok/1/", "/ekonomi/huvudbok/1/rader/",
    "/ekonomi/mappning/?show=all", "/ekonomi/mappning/regler/",
    "/ekonomi/mappning/forandringar/?year=2026", "/ekonomi/frysning/",
    "/ekonomi/bekraftelser/", "/ekonomi/kapacitet/", "/ekonomi/kapacitet/tider/",
    "/ekonomi/nedfordelning/", "/ekonomi/standardandelar/", "/ekonomi/vem-gor-vad/",
    "/resultat/", "/resultat/kvalitet/", "/resultat/flyttade/",
    "/resultat/rakna/?year=2025", "/resultat/variation/", "/resultat/variation/F17/",
    "/resultat/variation/?per=unit", "/resultat/variation/F17/?per=unit",
    "/program/", "/program/kalkyl/", "/program/mal/", "/program/underlag/",
    "/organisation/", "/filer/", "/tjanster/",
)  # fmt: skip
# What is told once the baseline is frozen and months are closed.
CLOSED = (
    "/ekonomi/fryst/1/", "/ekonomi/fryst/1/justeringar/", "/ekonomi/versioner/",
    "/ekonomi/tjanst/F17/enhet/53/?version=actual", "/resultat/brygga/",
    "/resultat/brygga/?organised=then", "/resultat/brygga/?period=2026-03",
    "/resultat/brygga/tjanst/F17/", "/resultat/effektivitet/", "/resultat/manad/", "/resultat/ramvaxling/",
    "/resultat/hemtaget/",
)  # fmt: skip


def measures() -> Iterator[Measure]:
    with installation() as environment:
        run(environment, "-P", "-m", "bench.large", Size(rows=ROWS).as_json())
        computed = json.loads(run(environment, "-P", "-c", COMPUTE))
        pages = _opened(environment, LOOKED_AT)
        run(environment, "-P", "-c", CLOSE)
        pages |= _opened(environment, CLOSED)
    yield Measure(
        name=f"recomputing 12 months of {ROWS:,} rows",
        value=computed["seconds"],
        unit="s",
        peer="promised",
        peer_value=PROMISED_SECONDS,
        higher_is_better=False,
    )
    yield Measure(
        name="of it, time of one core beside the database",
        value=computed["python"],
        unit="s",
        higher_is_better=False,
    )
    for path, milliseconds in sorted(pages.items(), key=lambda one: -one[1]):
        yield Measure(
            name=path,
            value=milliseconds,
            unit="ms",
            peer="promised",
            peer_value=PROMISED_MILLISECONDS,
            higher_is_better=False,
        )


def _opened(environment: Mapping[str, str], paths: Sequence[str]) -> dict[str, float]:
    """Milliseconds that each page takes."""
    tidied(environment)
    told = run(environment, "-P", "-c", PAGES, json.dumps(paths))
    return {path: float(taken) for path, taken in json.loads(told).items()}
