# SPDX-License-Identifier: EUPL-1.2
"""The whole municipality in memory: the truth, and what its registers say."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.cases.life import Cases, centre_cases, done_by_month
from gemensam.demo.costs import Rows, true_rows
from gemensam.demo.dispersed import helpers_of
from gemensam.demo.observed import observed_rows, observed_volumes
from gemensam.demo.people import Hourly, Spells, by_the_hour, everybody
from gemensam.demo.scene import Scene, set_scene
from gemensam.demo.settings import Settings
from gemensam.demo.shares import true_shares
from gemensam.demo.staffing import staff
from gemensam.demo.survey import Round, rounds
from gemensam.demo.truth import LOCAL, Truth, truth
from gemensam.demo.work import Work, price_factors, work


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`shares` (posts, periods, s + 2) and `rows` are facts; `posted`, `rounds` and
    `counted` (u, s, m) what the registers say. Closed months, but for cases."""

    scene: Scene
    work: Work
    spells: Spells
    hourly: Hourly
    shares: NDArray[np.float64]
    rows: Rows
    cases: Cases
    truth: Truth
    posted: Rows
    rounds: tuple[Round, ...]
    counted: NDArray[np.int64]


def world(settings: Settings) -> World:
    """The same settings give the same world, to the öre and the second."""
    scene = set_scene(settings)
    minutes = work(scene)
    employed = staff(scene, minutes)
    helpers = helpers_of(scene, minutes)
    spells = everybody(scene, employed, helpers)
    hourly = by_the_hour(scene, first_person=int(spells.person.max()) + 1)
    shares = true_shares(scene, minutes, helpers=helpers, staff=employed)
    prices = price_factors(scene, minutes.improvements)
    rows = true_rows(scene, spells, hourly, prices=prices)
    cases = centre_cases(scene, spells)
    facts = truth(scene, spells, rows, shares=shares, done=done_by_month(scene, cases))
    return World(
        scene=scene,
        work=minutes,
        spells=spells,
        hourly=hourly,
        shares=shares,
        rows=rows,
        cases=cases,
        truth=facts,
        posted=observed_rows(scene, rows),
        rounds=rounds(scene, spells, shares),
        counted=observed_volumes(scene, _metered(scene, facts)),
    )


def told_again(made: World, *, noise: int) -> World:
    """The same municipality told anew: other silence, errors and slips of the same kind
    and size, drawn by `noise`."""
    settings = replace(made.scene.settings, seed=noise)
    scene = replace(made.scene, settings=settings)
    return replace(
        made,
        posted=observed_rows(scene, made.rows),
        rounds=rounds(scene, made.spells, made.shares),
        counted=observed_volumes(scene, _metered(scene, made.truth)),
    )


def _metered(scene: Scene, facts: Truth) -> NDArray[np.int64]:
    """What meters count: everything but the centre's cases, which its log tells."""
    counted: NDArray[np.int64] = facts.volume.sum(axis=0)
    by_case = scene.services.by_case
    counted[:, by_case] = facts.volume[LOCAL][:, by_case]
    return counted
