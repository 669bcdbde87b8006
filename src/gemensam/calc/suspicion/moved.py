# SPDX-License-Identifier: EUPL-1.2
"""Cost that was merely moved: one coding of support fell, and from the same month on
another that is not support rose by about as much.

Hundreds of codings change for reasons of their own, so much is asked of a pair. The
level of both changes in the same month, beyond three standard errors; every month after
lies on its own side of nine in ten of those before; the rise is beyond what wages and prices rose
by, and more than a tenth of what was posted there before, since less cannot be told from
what a year does to pay; and the two are alike within a tenth. A reorganisation in those
months explains it.
"""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.realised import ENOUGH, RUNNING
from gemensam.calc.suspicion.noise import D2, FEWEST_RANGES, SIGMAS

ALIKE = (0.90, 1.10)  # the rise over the fall
FEWEST_BEFORE = 6  # months
ODD = 0.10  # of the months before, that may be unlike the others
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Öre by month, oldest first, the same months for all. `where`: the places that its
    cost centre belongs to, which a reorganisation may concern."""

    key: Hashable
    ore: Floats
    where: frozenset[Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """From the month numbered `at`: `fall` and `rise` are öre a month; `ore` is what rose
    in each month."""

    at: int
    support: Coding
    other: Coding
    fall: float
    rise: float
    ore: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Of many codings (n,) at one month: öre a month that the level rose by, the error of
    that, and what was usual before. The noise is that of the noisier side."""

    rise: Floats
    error: Floats
    usual: Floats


def change_at(ore: Floats, at: int, *, index: float = 1.0) -> Change:
    """From the months before `at`, at today's prices, to those from it on; `ore` is
    (n, months)."""
    before, after = ore[:, :at] * index, ore[:, at:]
    usual = before.mean(axis=1)
    sigma = np.maximum(_sigma(before), _sigma(after))
    many = 1 / before.shape[1] + 1 / after.shape[1]
    return Change(
        rise=after.mean(axis=1) - usual, error=sigma * np.sqrt(many), usual=usual
    )


def _sigma(ore: Floats) -> Floats:
    if ore.shape[1] <= FEWEST_RANGES:
        return np.full(len(ore), inf)
    found: Floats = np.abs(np.diff(ore, axis=1)).mean(axis=1) / D2
    return found


def moves(
    support: Sequence[Coding],
    other: Sequence[Coding],
    *,
    first: int,
    index: Sequence[float],
    reorganised: Collection[tuple[Hashable, int]] = (),
) -> list[Moved]:
    """The pairs, each coding in one of them at most, the closest first.

    Changes are looked for from the month numbered `first`; `index` is what wages and
    prices have risen by in each month: what changed in one is held against its prices,
    whatever they rise to after it. `reorganised`: places, and the months numbered so in
    which a reorganisation of theirs took effect.
    """
    if not support or not other:
        return []
    fallen, risen = (np.stack([one.ore for one in held]) for held in (support, other))
    at, fall = _falls(fallen, first)
    pairs: list[tuple[float, int, int, Moved]] = []
    for month in sorted({int(one) for one in at if one}):
        change = change_at(risen, month, index=index[month])
        clear = _clear(risen, month, index[month], change)
        for place in np.flatnonzero(at == month).tolist():
            gap = np.abs(change.rise - fall[place])
            ratio = change.rise / fall[place]
            alike = (ratio >= ALIKE[0]) & (ratio <= ALIKE[1])
            for number in np.flatnonzero(clear & alike).tolist():
                held = Moved(
                    at=month,
                    support=support[place],
                    other=other[number],
                    fall=float(fall[place]),
                    rise=float(change.rise[number]),
                    ore=_rose(risen[number, month:], float(change.usual[number])),
                )
                if not _explained(held, reorganised):
                    pairs.append(
                        (float(gap[number] / fall[place]), place, number, held)
                    )
    return _once(pairs)


def _once(pairs: Sequence[tuple[float, int, int, Moved]]) -> list[Moved]:
    taken: set[tuple[bool, int]] = set()
    kept = []
    for _gap, place, number, found in sorted(pairs, key=lambda one: one[:3]):
        if (True, place) not in taken and (False, number) not in taken:
            taken |= {(True, place), (False, number)}
            kept.append(found)
    return kept


def _rose(ore: Floats, usual: float) -> tuple[int, ...]:
    return tuple(round(float(one) - usual) for one in ore)


def _falls(ore: Floats, first: int) -> tuple[NDArray[np.int64], Floats]:
    """Of each coding: the month of its clearest fall (0: none), and by how much."""
    at = np.zeros(len(ore), dtype=np.int64)
    fall = np.zeros(len(ore))
    for month in range(max(first, FEWEST_BEFORE), ore.shape[1] - RUNNING + 1):
        change = change_at(ore, month)
        apart = ore[:, month:].max(axis=1) < np.quantile(ore[:, :month], ODD, axis=1)
        found = apart & (-change.rise > SIGMAS * change.error) & (-change.rise > fall)
        at[found], fall[found] = month, -change.rise[found]
    return at, fall


def _clear(ore: Floats, at: int, index: float, change: Change) -> Bools:
    """Which codings rose, by more than chance and than what a year does to pay."""
    usual = np.quantile(ore[:, :at] * index, 1 - ODD, axis=1)
    apart = ore[:, at:].min(axis=1) > usual
    least = np.maximum(SIGMAS * change.error, (1 - ENOUGH) * np.abs(change.usual))
    found: Bools = apart & (change.rise > least)
    return found


def _explained(found: Moved, reorganised: Collection[tuple[Hashable, int]]) -> bool:
    """Whether a place of either was reorganised in the month before, then, or after."""
    where = found.support.where | found.other.where
    return any(
        place in where and abs(month - found.at) <= 1 for place, month in reorganised
    )
