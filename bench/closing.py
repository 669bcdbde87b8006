# SPDX-License-Identifier: EUPL-1.2
"""Months computed and closed as the product does it, and how long each step takes.

`python -m bench.closing baseline` computes and freezes the baseline of the large
municipality, `… close MONTH` computes and closes a month, all it tells included, and
prints seconds of each step and the peak memory, as JSON; `… through MONTH` computes and
closes every month of the outcome up to one, without their reports. Run as a process of
its own.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from gemensam.core.set_up import set_up

YEAR = 2025  # of the large municipality's baseline
BEGINS = date(2026, 1, 1)
FROZEN_ON = date(2026, 1, 12)


def freeze_baseline() -> None:
    from gemensam.benefits.actions import build_baseline
    from gemensam.benefits.queries import months_between
    from gemensam.core.by import CONSOLE
    from gemensam.core.clock import start_of_day
    from gemensam.costing.actions.freeze import Statement, freeze
    from gemensam.group.models import Person, RoleAssignment
    from gemensam.outcomes.enums import ScenarioKind
    from gemensam.outcomes.queries.versions import in_force

    months = months_between(date(YEAR, 1, 1), date(YEAR, 12, 1))
    at = start_of_day(FROZEN_ON)
    build_baseline(months, by=CONSOLE, at=at)
    signed_by = Person.objects.get(
        pk__in=RoleAssignment.objects.filter(role="controller").values("person")[:1]
    )
    said = Statement(
        signed_by=signed_by,
        on_behalf_of="-",
        words="-",
        method="-",
        price_level=YEAR,
    )
    baseline = in_force(ScenarioKind.BASELINE)
    assert baseline is not None
    # Codes were left unmapped on purpose, for the pages that list them.
    with patch("gemensam.costing.actions.freeze.obstacles", return_value=[]):
        freeze(baseline, said, by=CONSOLE, at=at)


def close_through(last: date) -> None:
    from gemensam.benefits.actions import build_actual, close_month
    from gemensam.benefits.queries import months_between
    from gemensam.core.by import CONSOLE
    from gemensam.core.clock import start_of_day

    for month in months_between(BEGINS, last):
        at = start_of_day((month + timedelta(days=32)).replace(day=10))
        build_actual([month], by=CONSOLE, at=at)
        close_month(month, by=CONSOLE, at=at)


def cut_frames() -> None:
    """Two authorities' frames are cut from the last year on, one of them booked."""
    from gemensam.benefits.actions.budget import (
        Decided,
        confirm_booking,
        register_move,
    )
    from gemensam.benefits.queries.months import closed_through
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.group.models import Authority

    last = closed_through()
    assert last is not None
    begins = last.replace(month=1)
    for place, authority in enumerate(Authority.objects.order_by("pk")[:2]):
        decided = Decided(
            authority=authority,
            ore=400_000_00,
            from_month=begins,
            is_permanent=True,
            decision=f"KF § {place + 1}",
            decided_on=begins,
        )
        move = register_move(decided, by=CONSOLE, at=clock.now())
        if place == 0:
            confirm_booking(
                move, voucher="BUD 1", booked_on=begins, by=CONSOLE, at=clock.now()
            )


def close(month: date) -> dict[str, Any]:
    """Seconds of each step: what the button to compute and the button to close have
    done, by request and by job."""
    from gemensam.benefits.actions import ask_for_months, close_month, compute_months
    from gemensam.benefits.actions.packs import file_all, make_packs
    from gemensam.benefits.models import Pack
    from gemensam.benefits.queries.suspicions.made import found_now
    from gemensam.core import clock
    from gemensam.core.by import CONSOLE
    from gemensam.outcomes.models import Cell

    steps: dict[str, float] = {}
    with _timed(steps, "computing"):
        asked = ask_for_months([month], by=CONSOLE, at=clock.now())
        done = compute_months(asked, by=CONSOLE, now=clock.now)
        assert done.state == "done", done.failure
    with _timed(steps, "closing"):
        closed = close_month(month, by=CONSOLE, at=clock.now())
    with _timed(steps, "packs"):
        made = make_packs(closed, by=CONSOLE, at=clock.now())
    with _timed(steps, "PDFs"):
        filed = file_all(closed, by=CONSOLE, at=clock.now())
    with _timed(steps, "suspicions"):
        suspected = len(found_now())
    assert Pack.objects.filter(close=closed).count() == made > 0
    return {
        "steps": steps,
        "cells": Cell.objects.filter(month=month, superseded_at=None).count(),
        "packs": made,
        "filed": filed,
        "suspicions": suspected,
        "mib": _peak_mib(),
    }


@contextmanager
def _timed(steps: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    steps[name] = time.perf_counter() - began


def _peak_mib() -> float:
    told = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert found is not None
    return int(found[1]) / 1024


def main(what: str, month: str = "") -> None:
    set_up()
    if what == "baseline":
        freeze_baseline()
    elif what == "through":
        close_through(date.fromisoformat(month))
        cut_frames()
    else:
        print(json.dumps(close(date.fromisoformat(month))))


if __name__ == "__main__":
    main(*sys.argv[1:])
