# SPDX-License-Identifier: EUPL-1.2
"""Years whose end is known: a baseline with seasons, moves, wages and chance."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.forecast import Costs, Part, Worth, in_effect

Floats = NDArray[np.float64]
MONTHS = 12
DRAWS = 100
DEARER = 1.031


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`noise` of a month, `drift` its step, both shares; `unsure`: how far what is
    measured may lie from what was. `doubt`: how far moves may be worth other than told."""

    noise: float = 0.02
    drift: float = 0.0
    unsure: float = 0.015
    doubt: float = 0.5
    volume: float = 1.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What is known when some months are closed, and what the year truly came to."""

    parts: list[Part]
    outcome: float
    at_base: float
    base: float

    @property
    def saving(self) -> float:
        return 1 - self.at_base / self.base


def year(seed: int, *, closed: int, world: World) -> Year:
    rng = np.random.default_rng(seed)
    shared = _chance(rng, world) / np.sqrt(2)
    luck = rng.standard_normal()
    made = [
        _part(key, rng, closed, world, (shared, luck))
        for key in ("finance", "hr", "it")
    ]
    parts, truths = zip(*made, strict=True)
    outcome, at_base, base = np.sum(truths, axis=0)
    return Year(parts=list(parts), outcome=outcome, at_base=at_base, base=base)


def _chance(rng: np.random.Generator, world: World) -> Floats:
    """(12,) by how much each month differs: its own chance, and a slow walk."""
    own = rng.standard_normal(MONTHS) * world.noise
    chance: Floats = own + np.cumsum(rng.standard_normal(MONTHS) * world.drift)
    return chance


def _part(
    key: str,
    rng: np.random.Generator,
    closed: int,
    world: World,
    common: tuple[Floats, float],
) -> tuple[Part, tuple[float, float, float]]:
    """`common` to all: by how much the months differ, and how much moves are worth."""
    shared, luck = common
    base = 8e8 * rng.uniform(0.5, 1.5) * (1 + 0.1 * np.sin(np.arange(MONTHS) / 2))
    waves = np.zeros(MONTHS + 3)
    for month, share in zip(rng.integers(0, MONTHS, 4), (0.4, 0.3, 0.2, 0.1), strict=True):  # fmt: skip
        waves[month] += share
    moved = in_effect(np.cumsum(waves))[3:]
    worth = Worth(share=0.18, spread=0.18 * world.doubt)
    true_worth = worth.share + worth.spread * luck
    start = 1 + 0.05 * rng.standard_normal() * (world.noise > 0)
    own = _chance(rng, world) / np.sqrt(2)
    equal = base * (start - true_worth * moved + own + shared)
    measured = 1 + world.unsure * rng.standard_normal()
    seen = equal[:closed] * measured
    told = Costs(base=base, real=seen * world.volume, at_base=seen)
    answers = 1 + world.unsure * rng.standard_normal((DRAWS, 1))
    drawn = Costs(
        base=np.repeat(base[None], DRAWS, axis=0),
        real=told.real / measured * _posterior(answers, measured),
        at_base=told.at_base / measured * _posterior(answers, measured),
    )
    part = Part(
        key=key,
        costs=told,
        actual=np.rint(told.real * DEARER).astype(np.int64),
        moved=moved,
        worth=worth,
        drawn=drawn,
    )
    if not world.unsure:
        part = replace(part, drawn=None)
    real = float(equal.sum()) * world.volume
    return part, (real * DEARER, float(equal.sum()), float(base.sum()))


def _posterior(answers: Floats, measured: float) -> Floats:
    """What may have been, seen from what was measured."""
    return measured + (answers - 1)
