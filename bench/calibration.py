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

import time
from collections.abc import Iterator
from datetime import date
from functools import partial

import numpy as np

from bench.harness import Measure
from bench.holding import (
    Floats,
    coverage,
    differing_when_imported,
    in_processes,
    noise_of,
    width_against_oracle,
)
from gemensam.calc.costing.known import DRAWS
from gemensam.demo.disturbances import DEFAULT, Disturbances
from gemensam.demo.figures import Figures, figures_of, names_of
from gemensam.demo.settings import Settings, Stage
from gemensam.demo.world import World, told_again, world

TODAY = date(2026, 1, 15)  # the baseline year has just closed
SEEDS = (1601, 1800)  # those of tuning were below 801, and 1000 to 1600
LARGEST = 20
ORACLE = (4, 25)  # municipalities, and how often each is told


def measures(
    *, seeds: tuple[int, int] = SEEDS, disturbances: Disturbances = DEFAULT
) -> Iterator[Measure]:
    """`seeds` are the first and the last."""
    began = time.perf_counter()
    wanted = range(seeds[0], seeds[1] + 1)
    yield _both_ways(wanted[0], disturbances)
    costed = partial(_costed, disturbances=disturbances)
    found = in_processes(costed, list(wanted), "municipalities")
    names = names_of(_made(wanted[0], disturbances))
    truth = np.array([one.truth for one in found])
    chosen = [0, 1, 2, 3, *(4 + np.argsort(-truth[:, 4:].mean(axis=0))[:LARGEST])]
    yield from coverage(
        "", [_only(one, chosen) for one in found], [names[one] for one in chosen]
    )
    ratio = width_against_oracle(
        partial(_again, disturbances=disturbances),
        found,
        wanted[: ORACLE[0]],
        often=ORACLE[1],
        chosen=chosen,
    )
    yield Measure(
        name="width_vs_oracle", value=ratio, unit="times", higher_is_better=False
    )
    yield Measure(name="municipalities", value=len(found), unit="")
    yield Measure(
        name="seconds",
        value=time.perf_counter() - began,
        unit="s",
        higher_is_better=False,
    )


def _only(one: Figures, chosen: list[int]) -> Figures:
    return Figures(
        estimate=one.estimate[chosen],
        low=one.low[chosen],
        high=one.high[chosen],
        truth=one.truth[chosen],
    )


def _both_ways(seed: int, disturbances: Disturbances) -> Measure:
    """How many figures of a small municipality differ when it is imported."""
    names = differing_when_imported(
        "differing",
        (TODAY.isoformat(), str(seed), "--at", "prestudy"),
        "at=Stage.PRESTUDY",
        disturbances,
    )
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
    made = told_again(_made(task[0], disturbances), noise=noise_of(*task))
    return figures_of(made, draws=2).estimate
