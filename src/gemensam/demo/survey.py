# SPDX-License-Identifier: EUPL-1.2
"""Time surveys: who was asked, who answered, and how far the answers are from the truth."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.people import Role, Spells
from gemensam.demo.randomness import stream
from gemensam.demo.scene import Scene

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """n invited. `spell` is each one's place in Spells, `shares` (n, s + 2) the answers,
    which sum to 1; rows of those who did not answer are zero. `true` are the facts."""

    month: date
    covers: tuple[date, date]
    spell: Ints
    answered: NDArray[np.bool_]
    shares: Floats
    true: Floats


def rounds(scene: Scene, spells: Spells, shares: Floats) -> tuple[Round, ...]:
    """Every round made so far. `shares` (posts, periods, s + 2) are the true ones."""
    return tuple(
        _round(scene, spells, shares, month) for month in scene.timeline.round_months()
    )


def _round(scene: Scene, spells: Spells, shares: Floats, month: date) -> Round:
    rng = stream(scene.settings.seed, "survey", month.isoformat())
    number = scene.timeline.number(month)
    period = scene.timeline.period_of(number)
    there = spells.present(scene.months)[:, number]
    asked = (spells.post >= 0) & (spells.role != Role.PROGRAMME)
    invited = np.flatnonzero(there & asked)
    true = shares[spells.post[invited], period]
    answered = ~_silent(scene, true, rng)
    given = _answers(scene, true, rng)
    given[~answered] = 0.0
    return Round(
        month=month,
        covers=_covers(scene, period),
        spell=invited,
        answered=answered,
        shares=given,
        true=true,
    )


def _covers(scene: Scene, period: int) -> tuple[date, date]:
    """First and last begun month of what the round asks about."""
    months = [
        month
        for number, month in enumerate(scene.timeline.months)
        if scene.timeline.period_of(number) == period
    ]
    return months[0], months[-1]


def _silent(scene: Scene, true: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Those with most support to do answer least; the mean is what it should be."""
    disturbances = scene.settings.disturbances
    if disturbances.nonresponse == 0 or not len(true):
        return np.zeros(len(true), dtype=bool)
    slope = disturbances.nonresponse_workload_link * (1 - true[:, -1])
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        chance = 1 / (1 + np.exp(-(middle + slope)))
        if chance.mean() < disturbances.nonresponse:
            low = middle
        else:
            high = middle
    silent: NDArray[np.bool_] = rng.random(len(true)) < chance
    return silent


def _answers(scene: Scene, true: Floats, rng: np.random.Generator) -> Floats:
    """Each activity with a personal error, then in whole steps that add up."""
    disturbances = scene.settings.disturbances
    error = np.exp(rng.normal(0.0, disturbances.answer_bias_sd, true.shape))
    felt = true * error
    felt /= felt.sum(axis=1, keepdims=True)
    return in_steps(felt, disturbances.answer_step, rng)


def in_steps(shares: Floats, step: float, rng: np.random.Generator) -> Floats:
    """Shares in whole steps that sum to 1. Small ones are remembered or forgotten by
    chance, so that an answer is right on average (systematic sampling; Madow 1949)."""
    steps = round(1 / step)
    order = np.argsort(rng.random(shares.shape), axis=1)
    exact = np.take_along_axis(shares, order, axis=1) * steps
    total = np.cumsum(exact, axis=1) + rng.random((len(shares), 1))
    total[:, -1] = (
        np.floor(total[:, 0] - exact[:, 0]) + steps
    )  # whole, whatever floats say
    whole = np.diff(np.floor(total + 1e-9), axis=1, prepend=0)
    result = np.empty_like(whole)
    np.put_along_axis(result, order, whole / steps, axis=1)
    return result
