# SPDX-License-Identifier: EUPL-1.2
"""How often 90 % intervals hold the truth, over many municipalities made from seeds.

Each municipality is made by the generator in full size, told with its disturbances, and
costed in memory by the product's own code; the baseline year's total, its three areas and
its twenty largest service × administration cells are held against what is true. The
twenty are those largest on average over the run: chosen by each one's own estimate or
truth they would be the ones that chance had made large.

The peer is an oracle that knows the noise: the same municipality told again and again
with noise of the same kind, and the spread of the estimates (parametric bootstrap; Efron
& Tibshirani 1993, ch. 6.5). One small municipality goes through the importers and the
database besides, and must give the same figures.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.emptied import installation, run
from bench.harness import Measure
from gemensam.calc.costing.known import DRAWS
from gemensam.demo.disturbances import DEFAULT, Disturbances
from gemensam.demo.figures import Figures, figures_of, names_of
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World, told_again, world

Floats = NDArray[np.float64]
Task = TypeVar("Task")
Result = TypeVar("Result")

TODAY = date(2026, 1, 15)  # the baseline year has just closed
SEEDS = (1601, 1800)  # those of tuning were below 801, and 1000 to 1600
PROCESSES = 2
LARGEST = 20
ORACLE = (4, 25)  # municipalities, and how often each is told
WIDTH = 2 * 1.6449  # standard deviations in a 90 % interval
SMALL = 0.05  # the scale of the one that is imported

DIFFERING = """
import json, sys
from datetime import date
import django
django.setup()
from gemensam.demo.disturbances import Disturbances
from gemensam.demo.imported import differing
from gemensam.demo.settings import Settings, Stage
print(json.dumps(differing(Settings(
    today=date.fromisoformat(sys.argv[1]), seed=int(sys.argv[2]),
    scale=float(sys.argv[3]), at=Stage.PRESTUDY,
    disturbances=Disturbances.from_json(sys.argv[4])))))
"""


def measures(
    *, seeds: tuple[int, int] = SEEDS, disturbances: Disturbances = DEFAULT
) -> Iterator[Measure]:
    """`seeds` are the first and the last."""
    began = time.perf_counter()
    wanted = range(seeds[0], seeds[1] + 1)
    yield _both_ways(wanted[0], disturbances)
    costed = partial(_costed, disturbances=disturbances)
    found = _told(costed, list(wanted), "municipalities")
    names = names_of(_made(wanted[0], disturbances))
    truth = np.array([one.truth for one in found])
    chosen = [0, 1, 2, 3, *(4 + np.argsort(-truth[:, 4:].mean(axis=0))[:LARGEST])]
    holds = np.array(
        [(one.low <= one.truth) & (one.truth <= one.high) for one in found]
    )
    each = 100 * holds[:, chosen].mean(axis=0)
    yield _percent("coverage", float(each.mean()))
    yield _percent("worst_figure_coverage", float(each[np.argmax(np.abs(each - 90))]))
    yield _percent("lowest_figure_coverage", float(each.min()))
    yield _percent("highest_figure_coverage", float(each.max()))
    ratio = _against_oracle(found, wanted, chosen, disturbances)
    yield Measure(
        name="width_vs_oracle",
        value=float(ratio.mean()),
        unit="times",
        higher_is_better=False,
    )
    yield Measure(name="municipalities", value=len(found), unit="")
    for place, figure in enumerate(chosen):
        yield _percent(f"coverage of {names[figure]}", float(each[place]))
    yield Measure(
        name="seconds",
        value=time.perf_counter() - began,
        unit="s",
        higher_is_better=False,
    )


def _percent(name: str, value: float) -> Measure:
    return Measure(name=name, value=value, unit="%")


def _both_ways(seed: int, disturbances: Disturbances) -> Measure:
    """How many figures of a small municipality differ when it is imported."""
    with installation(migrated=False) as environment:
        told = Path(environment["GEMENSAM_VAR"]) / "disturbances.json"
        told.write_text(disturbances.to_json(), encoding="utf-8")
        wish = ("--at", "prestudy", "--today", TODAY.isoformat(), "--seed", str(seed))
        size = ("--scale", str(SMALL), "--disturbances", str(told))
        run(environment, "-P", "-m", "gemensam", "demo", "--no-serve", *wish, *size)
        asked = (TODAY.isoformat(), str(seed), str(SMALL), disturbances.to_json())
        names = json.loads(run(environment, "-P", "-c", DIFFERING, *asked))
    return Measure(
        name="figures_that_differ_when_imported",
        value=len(names),
        unit="figures",
        higher_is_better=False,
    )


def _made(seed: int, disturbances: Disturbances) -> World:
    return world(
        Settings(today=TODAY, seed=seed, at=Stage.PRESTUDY, disturbances=disturbances)
    )


def _costed(seed: int, *, disturbances: Disturbances) -> Figures:
    return figures_of(_made(seed, disturbances), draws=DRAWS)


def _again(task: tuple[int, int], *, disturbances: Disturbances) -> Floats:
    """Estimates of municipality `task[0]` told for the nth time; they need no draws."""
    seed, number = task
    noise = 1_000_000 + 1000 * seed + number
    made = told_again(_made(seed, disturbances), noise=noise)
    return figures_of(made, draws=2).estimate


def _against_oracle(
    found: Sequence[Figures],
    wanted: Sequence[int],
    chosen: Sequence[int],
    disturbances: Disturbances,
) -> Floats:
    """(f,) mean width of our intervals, in mean widths of the oracle's, of the first
    municipalities of the run."""
    count, often = min(ORACLE[0], len(wanted)), ORACLE[1]
    tasks = list(product(wanted[:count], range(often)))
    told = _told(partial(_again, disturbances=disturbances), tasks, "tellings")
    estimates: Floats = np.array(told).reshape(count, often, -1)[:, :, chosen]
    oracle = WIDTH * np.sqrt(estimates.var(axis=1, ddof=1).mean(axis=0))
    ours = np.mean([(one.high - one.low)[chosen] for one in found[:count]], axis=0)
    ratio: Floats = ours / oracle
    return ratio


def _told(
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
