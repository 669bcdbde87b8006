# SPDX-License-Identifier: EUPL-1.2
"""People whose time is known because it was made up, and what they said of it."""

from dataclasses import dataclass

import numpy as np

from gemensam.calc.costing.answers import Answers, Method
from gemensam.calc.costing.shares import Shares, who_does_what
from gemensam.calc.costing.trades import NO_TITLE

STEP = 0.05
SERVICES = 12


@dataclass
class People:
    """`true` (n, SERVICES + 2); `answers` what they said of it."""

    true: np.ndarray
    answers: Answers
    group: np.ndarray


def made_up(seed: int, *, groups: int = 4, each: int = 14) -> People:
    """Groups with a profile; members stray from it; some are silent, all are rough."""
    rng = np.random.default_rng(seed)
    people = groups * each
    group = np.repeat(np.arange(groups), each)
    profile = rng.dirichlet(np.full(SERVICES, 0.7), size=groups)
    true = np.zeros((people, SERVICES + 2))
    for person in range(people):
        true[person, :SERVICES] = rng.dirichlet(12 * profile[group[person]] + 0.02)
    true[:, -1] = rng.uniform(0.02, 0.2, people)
    true[:, :SERVICES] *= (1 - true[:, -1])[:, None]
    said = true * np.exp(rng.normal(0, 0.2, true.shape))
    said /= said.sum(axis=1, keepdims=True)
    steps = said / STEP
    said = (np.floor(steps) + (rng.uniform(size=said.shape) < steps % 1)) * STEP
    said[said.sum(axis=1) == 0, -1] = 1
    said /= said.sum(axis=1, keepdims=True)
    answered = rng.uniform(size=people) > 0.35
    answered[0] = True
    said[~answered] = 0
    return People(
        true=true,
        group=group,
        answers=Answers(
            shares=said,
            answered=answered,
            group=group,
            wider=np.zeros(people, dtype=np.int64),
            workload=np.full(people, np.nan),
            serves=np.ones((people, SERVICES + 2), dtype=bool),
            title=np.full(people, NO_TITLE),
            kind=np.zeros(SERVICES + 1, dtype=np.int64),
        ),
    )


def shares_of(made: People, draws: int = 60) -> Shares:
    rng = np.random.default_rng(5)
    return who_does_what(made.answers, draws=draws, rng=rng, method=Method())
