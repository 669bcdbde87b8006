# SPDX-License-Identifier: EUPL-1.2
"""How often the intervals of the saving and of the yearly efficiency hold the truth.

As `calibration`, of municipalities that have a centre: each is made in full size at 11
months, when the saving of the year to date is asked for, and at 30 months, when the yearly
efficiency is; in all and by area. Both years are costed in memory by the product's own
code. The peer is an oracle that knows the noise, see there; a small municipality of 11
months and one of 30 go through the importers and the database besides, and must give the
same shares with the same intervals. Two hundred of each take half an hour of two cores.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

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
from gemensam.demo.figures import Figures
from gemensam.demo.realised import NAMES, efficiency_of, savings_of
from gemensam.demo.settings import Settings
from gemensam.demo.world import World, told_again, world

TODAY = date(2026, 11, 23)
SEEDS = (2001, 2200)  # those of tuning were below 201
ORACLE = (4, 12)  # municipalities, and how often each is told
KINDS: tuple[tuple[str, int, Callable[..., Figures]], ...] = (
    ("saving", 11, savings_of),
    ("efficiency", 30, efficiency_of),
)


def measures(
    *, seeds: tuple[int, int] = SEEDS, disturbances: Disturbances = DEFAULT
) -> Iterator[Measure]:
    """`seeds` are the first and the last."""
    began = time.perf_counter()
    wanted = range(seeds[0], seeds[1] + 1)
    for what, months, asked in KINDS:
        yield from _of(what, wanted, partial(_made, months, disturbances), asked)
        yield _both_ways(what, months, wanted[0], disturbances)
    yield Measure(
        name="seconds",
        value=time.perf_counter() - began,
        unit="s",
        higher_is_better=False,
    )


def _of(
    what: str,
    wanted: Sequence[int],
    made: Callable[[int], World],
    asked: Callable[..., Figures],
) -> Iterator[Measure]:
    found = in_processes(partial(_told, made=made, asked=asked), wanted, what)
    yield Measure(name=f"{what}: municipalities", value=len(found), unit="")
    yield from coverage(f"{what}: ", found, NAMES)
    ratio = width_against_oracle(
        partial(_again, made=made, asked=asked),
        found,
        wanted[: ORACLE[0]],
        often=ORACLE[1],
        chosen=range(len(NAMES)),
    )
    yield Measure(
        name=f"{what}: width_vs_oracle",
        value=ratio,
        unit="times",
        higher_is_better=False,
    )
    for place, name in enumerate(NAMES):
        width = sum(float(one.high[place] - one.low[place]) for one in found)
        points = 100 * width / len(found)
        yield Measure(
            name=f"{what}: width of {name}",
            value=points,
            unit="points",
            higher_is_better=False,
        )


def _made(months: int, disturbances: Disturbances, seed: int) -> World:
    settings = Settings(
        today=TODAY, seed=seed, months=months, disturbances=disturbances
    )
    return world(settings)


def _told(
    seed: int, *, made: Callable[[int], World], asked: Callable[..., Figures]
) -> Figures:
    return asked(made(seed), draws=DRAWS)


def _again(
    task: tuple[int, int],
    *,
    made: Callable[[int], World],
    asked: Callable[..., Figures],
) -> Floats:
    """Estimates of municipality `task[0]` told for the nth time; they need no draws."""
    return asked(told_again(made(task[0]), noise=noise_of(*task)), draws=2).estimate


def _both_ways(
    what: str, months: int, seed: int, disturbances: Disturbances
) -> Measure:
    """How many shares of a small municipality differ when it is imported."""
    names = differing_when_imported(
        "differing_realised",
        (TODAY.isoformat(), str(seed), "--months", str(months)),
        f"months={months}",
        disturbances,
    )
    return Measure(
        name=f"{what}: shares_that_differ_when_imported",
        value=len(names),
        unit="shares",
        higher_is_better=False,
    )
