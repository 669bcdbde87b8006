# SPDX-License-Identifier: EUPL-1.2
"""A savings case drawn 100,000 times, against a plain loop that goes month by month.

The peer is the calculation as one would write it down: for every draw each assumption
from the standard library's `betavariate`, every wave walked through every month. Chance
and middle must agree within what chance allows, or the run fails: it is an oracle too.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from bench.harness import Measure, median_seconds, run_peer
from gemensam.calc.businesscase.levers import ORDER, Addressable
from gemensam.calc.businesscase.model import Case, Cell, Effect, Outlay
from gemensam.calc.businesscase.ranges import Range
from gemensam.calc.businesscase.simulation import DRAWS, Forecast, simulate

RANGES = {
    "quality": (0.02, 0.035, 0.05), "standardisation": (0.05, 0.085, 0.12),
    "automation": (0.017, 0.033, 0.05), "scale": (0.05, 0.075, 0.10),
    "span": (0.01, 0.02, 0.03), "sourcing": (0.02, 0.04, 0.06),
    "premises": (0.005, 0.0075, 0.01), "cashed": (0.8, 0.9, 1.0), "delay": (0, 1, 4),
    "dip": (0.10, 0.15, 0.20), "running": (0.005, 0.01, 0.015),
    "efficiency": (0.01, 0.035, 0.05),
    "cost:team": (7e8, 12e8, 18e8), "cost:it": (3e8, 5e8, 9e8),
}  # fmt: skip
BASES = {"sourcing": Addressable.OTHER}
AREAS = {"finance": (60e8, 12e8), "hr": (45e8, 8e8), "it": (50e8, 70e8)}
STARTS = (-2, 0, 1, 2, 3, 4, 12)
SHARES = (0.04, 0.42, 0.23, 0.13, 0.09, 0.05, 0.04)
VAT = (0.0, 0.4, 0.9)
PARTS = (0.8, 0.1, 0.1)  # of each area: the municipality, two companies
PROFILES = {"cost:team": (0.5, 0.4, 0.1, 0, 0, 0), "cost:it": (0.8, 0.2, 0, 0, 0, 0)}
PEER_DRAWS = 1500


def measures() -> Iterator[Measure]:
    case = _case()
    seconds = median_seconds(lambda: _simulated(case))
    begin = time.process_time()
    ours = _simulated(case)
    worked = time.process_time() - begin
    theirs = run_peer("savings_loop.py", json.dumps(_task()))
    _agree(ours, theirs)
    yield Measure(
        name="draws of a savings case",
        value=DRAWS / seconds,
        unit="draws/s",
        peer="a plain loop, month by month",
        peer_value=theirs["draws_per_second"],
    )
    yield Measure(
        name="100,000 draws, time of one core",
        value=worked,
        unit="s",
        higher_is_better=False,
    )


def _simulated(case: Case) -> Forecast:
    return simulate(case, by=lambda cell: cell.area, seed=2026)


def _case() -> Case:
    effects = tuple(
        Effect(lever=lever, key=str(lever), base=BASES.get(lever, Addressable.ALL))
        for lever in ORDER
    )
    return Case(
        cells=[
            Cell(
                area=area,
                service=None,
                top=place,
                labour=round(labour * part),
                other=round(other * part),
                effects=effects,
                waves=SHARES,
                vat=vat,
            )
            for area, (labour, other) in AREAS.items()
            for place, (part, vat) in enumerate(zip(PARTS, VAT, strict=True))
        ],
        starts=STARTS,
        ranges={
            key: Range(low=low, likely=likely, high=high)
            for key, (low, likely, high) in RANGES.items()
        },
        outlays=[Outlay(key=key, profile=shape) for key, shape in PROFILES.items()],
    )


def _task() -> dict[str, Any]:
    labour = sum(one for one, _other in AREAS.values())
    other = sum(one for _labour, one in AREAS.values())
    return {
        "ranges": RANGES,
        "levers": [str(lever) for lever in ORDER],
        "other_only": [str(lever) for lever in BASES],
        "labour": labour,
        "other": other,
        "starts": STARTS,
        "shares": SHARES,
        "vat": sum(part * vat for part, vat in zip(PARTS, VAT, strict=True)),
        "profiles": PROFILES,
        "draws": PEER_DRAWS,
    }


def _agree(ours: Forecast, theirs: dict[str, float]) -> None:
    """Within four standard errors of the peer's few draws."""
    error = 4 * (0.25 / PEER_DRAWS) ** 0.5
    if abs(ours.chances[0.15] - theirs["p_15"]) > error:
        raise RuntimeError(f"the chance is {ours.chances[0.15]}, not {theirs['p_15']}")
    spread = float(ours.pace[3][4] - ours.pace[3][0])
    if abs(float(ours.pace[3][2]) - theirs["median"]) > spread * error:
        raise RuntimeError(f"the middle is {ours.pace[3][2]}, not {theirs['median']}")
    worth = float(ours.npv[4] - ours.npv[0])
    if abs(float(ours.npv[2]) - theirs["npv"]) > worth * error:
        raise RuntimeError(f"the value is {ours.npv[2]}, not {theirs['npv']}")
