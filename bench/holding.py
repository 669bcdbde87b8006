# SPDX-License-Identifier: EUPL-1.2
"""How often intervals hold the truth, and how wide they are against those of an oracle:
what benches of intervals have in common."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.emptied import installation, run
from bench.harness import Measure
from gemensam.demo.disturbances import Disturbances
from gemensam.demo.figures import Figures

Floats = NDArray[np.float64]
Task = TypeVar("Task")
Result = TypeVar("Result")

PROCESSES = 2
WIDTH = 2 * 1.6449  # standard deviations in a 90 % interval
SMALL = 0.05  # the scale of the one that is imported

DIFFERING = """
import json, sys
from datetime import date
from gemensam.core.set_up import set_up
set_up()
from gemensam.demo.disturbances import Disturbances
from gemensam.demo.imported import {function} as differing
from gemensam.demo.settings import Settings, Stage
print(json.dumps(differing(Settings(
    today=date.fromisoformat(sys.argv[1]), seed=int(sys.argv[2]),
    scale=float(sys.argv[3]), disturbances=Disturbances.from_json(sys.argv[4]),
    {stage}))))
"""


def percent(name: str, value: float) -> Measure:
    return Measure(name=name, value=value, unit="%")


def coverage(
    of: str, found: Sequence[Figures], names: Sequence[str]
) -> Iterator[Measure]:
    """How often the figures called `names`, all that `found` has, held; `of` goes before
    each name."""
    holds = np.array(
        [(one.low <= one.truth) & (one.truth <= one.high) for one in found]
    )
    each = 100 * holds.mean(axis=0)
    yield percent(f"{of}coverage", float(each.mean()))
    worst = each[np.argmax(np.abs(each - 90))]
    yield percent(f"{of}worst_figure_coverage", float(worst))
    yield percent(f"{of}lowest_figure_coverage", float(each.min()))
    yield percent(f"{of}highest_figure_coverage", float(each.max()))
    for name, held in zip(names, each.tolist(), strict=True):
        yield percent(f"{of}coverage of {name}", held)


def in_processes(
    work: Callable[[Task], Result], tasks: Sequence[Task], what: str
) -> list[Result]:
    """`work` on each task, in two processes, telling how far it has come."""
    found = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for number, one in enumerate(pool.map(work, tasks), start=1):
            found.append(one)
            if number % 10 == 0 or number == len(tasks):
                print(f"{number} of {len(tasks)} {what}", file=sys.stderr, flush=True)
    return found


def width_against_oracle(
    estimates: Callable[[tuple[int, int]], Floats],
    found: Sequence[Figures],
    seeds: Sequence[int],
    *,
    often: int,
    chosen: Sequence[int],
) -> float:
    """Mean width of our intervals, in mean widths of the oracle's: the spread of
    `estimates` of a municipality told `often` (parametric bootstrap)."""
    tasks = list(product(seeds, range(often)))
    told = in_processes(estimates, tasks, "tellings")
    table: Floats = np.array(told).reshape(len(seeds), often, -1)[:, :, chosen]
    oracle = WIDTH * np.sqrt(table.var(axis=1, ddof=1).mean(axis=0))
    of_those = found[: len(seeds)]
    ours = np.mean([(one.high - one.low)[chosen] for one in of_those], axis=0)
    return float((ours / oracle).mean())


def noise_of(seed: int, number: int) -> int:
    """The seed of the noise when municipality `seed` is told the nth time."""
    return 1_000_000 + 1000 * seed + number


def differing_when_imported(
    function: str, wish: Sequence[str], stage: str, disturbances: Disturbances
) -> list[str]:
    """The figures of a small municipality that differ when it is imported. `wish` is day
    and seed first, then other options of the demo; `stage` the settings these mean."""
    day, seed, *others = wish
    with installation(migrated=False) as environment:
        told = Path(environment["GEMENSAM_VAR"]) / "disturbances.json"
        told.write_text(disturbances.to_json(), encoding="utf-8")
        size = ("--scale", str(SMALL), "--disturbances", str(told))
        asked = ("--today", day, "--seed", seed, *others, *size)
        run(environment, "-P", "-m", "gemensam", "demo", "--no-serve", *asked)
        program = DIFFERING.format(function=function, stage=stage)
        given = (day, seed, str(SMALL), disturbances.to_json())
        names: list[str] = json.loads(run(environment, "-P", "-c", program, *given))
    return names
