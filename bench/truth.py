# SPDX-License-Identifier: EUPL-1.2
"""Lindby in full size: how long it takes to build, and how near the truth estimates are.

Here the peer is the truth that was built into the files; each cost stands with the 90 %
interval the product states for it.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from bench.emptied import installation, run
from bench.harness import Measure

JUDGE = """
import dataclasses, json, os
from pathlib import Path
from gemensam.core.set_up import set_up
set_up()
from gemensam.demo.judging import judge
found = judge(Path(os.environ["GEMENSAM_VAR"]) / "demo" / "truth.json")
print(json.dumps(dataclasses.asdict(found)))
"""
TRUTH = "truth"


def measures() -> Iterator[Measure]:
    with installation(migrated=False) as environment:
        began = time.perf_counter()
        run(environment, "-P", "-m", "gemensam", "demo", "--no-serve")
        seconds = time.perf_counter() - began
        found = json.loads(run(environment, "-P", "-c", JUDGE))
    yield Measure(
        name="building Lindby", value=seconds, unit="s", higher_is_better=False
    )
    yield from _judged(found["saving"], "saving", "%", 1)
    for part in ("baseline", "outcome"):
        held = sum(one["low"] <= one["truth"] <= one["high"] for one in found[part])
        yield Measure(
            name=f"{part}: truth within the interval",
            value=held,
            unit="services",
            peer="of the largest",
            peer_value=len(found[part]),
        )
        for one in found[part]:
            yield from _judged(one, f"{part} {one['what']}", "mnkr", 1e8)


def _judged(one: dict[str, Any], name: str, unit: str, per: float) -> Iterator[Measure]:
    for what, key in (("", "estimate"), (", low", "low"), (", high", "high")):
        yield Measure(
            name=name + what,
            value=one[key] / per,
            unit=unit,
            peer=TRUTH,
            peer_value=one["truth"] / per,
        )
