# SPDX-License-Identifier: EUPL-1.2
"""Pools without services of their own are handed down, one after the other.

Those with a chosen driver go first, in the order chosen, to every pool of their provider
that is still open; then the others, on full-time posts, to the pools that serve. A pool
handed down is closed: no later one gives to it. (`calc.allocation` is the same method for
few pools with names.)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.money import split_rows

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FINE = 1000  # drivers count to a thousandth


@dataclass(frozen=True, slots=True)
class Hand:
    """One pool handed down: to which pools, in proportion to what. `chosen`: by the
    driver chosen for it; else on full-time posts."""

    pool: int
    receivers: Ints
    weights: Whole
    chosen: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """`ore` that a step brought from one pool to another; `weight` of `whole` there."""

    pool: int
    receiver: int
    weight: int
    whole: int
    ore: int
    chosen: bool


def hands(
    bare: Flags, provider: Ints, fte: Floats, drivers: Mapping[int, Floats]
) -> list[Hand]:
    """The steps in their order. `bare` (p,): pools without services; `drivers`: for some
    of them, in the order chosen, the weight of every pool (p,)."""
    order = [pool for pool in drivers if bare[pool]]
    order += [int(pool) for pool in np.flatnonzero(bare) if pool not in drivers]
    closed = np.zeros_like(bare)
    found = []
    for pool in order:
        closed[pool] = True
        near = provider == provider[pool]
        chosen = _weighed(near & ~closed, drivers[pool]) if pool in drivers else None
        weighed = chosen or _weighed(near & ~bare, fte)
        receivers, weights = weighed or (np.zeros(0, np.int64), np.zeros(0, np.int64))
        found.append(Hand(pool, receivers, weights, chosen is not None))
    return found


def _weighed(open_: Flags, weights: Floats) -> tuple[Ints, Whole] | None:
    """Receivers with any weight; None when nobody has."""
    whole = np.rint(np.where(open_, weights, 0.0) * FINE).astype(np.int64)
    receivers = np.flatnonzero(whole > 0)
    return (receivers, whole[receivers]) if len(receivers) else None


def hand_down(carried: Whole, steps: list[Hand]) -> tuple[Whole, Whole, list[Moved]]:
    """What pools (p,) hold after all steps, what found no receiver (p,), and the moves.

    Σ held + Σ left = Σ carried, to the öre.
    """
    held, left = carried.copy(), np.zeros_like(carried)
    moved: list[Moved] = []
    for step in steps:
        amount, held[step.pool] = int(held[step.pool]), 0
        if not len(step.receivers):
            left[step.pool] = amount
            continue
        parts = split_rows(np.array([amount]), step.weights)[0]
        held[step.receivers] += parts
        moved.extend(_moves(step, parts))
    return held, left, moved


def _moves(step: Hand, parts: Whole) -> Iterator[Moved]:
    whole = int(step.weights.sum())
    for receiver, weight, ore in zip(
        step.receivers.tolist(), step.weights.tolist(), parts.tolist(), strict=True
    ):
        if ore:
            yield Moved(step.pool, receiver, weight, whole, ore, step.chosen)


def hand_down_draws(carried: NDArray[np.float32], steps: list[Hand]) -> None:
    """The same for every draw (R, p) at once, in place."""
    for step in steps:
        if len(step.receivers):
            share = (step.weights / step.weights.sum()).astype(np.float32)
            carried[:, step.receivers] += carried[:, step.pool, None] * share
        carried[:, step.pool] = 0
