# SPDX-License-Identifier: EUPL-1.2
"""Those who run what others deliver: a centre's management, its common systems.

Where all who answered in such a pool say that they lead, a silent colleague does so too.
Were somebody from elsewhere to stand in, the little that one serves would draw all the
pool's leadership after it, to whichever service it happened to be.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.answers import Answers
from gemensam.calc.costing.shares import Shares
from gemensam.calc.costing.trades import NO_TITLE

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


def silent_lead_too(shares: Shares, answers: Answers, provider: Ints) -> Shares:
    """`shares` with those silent in support units where everybody who answered only
    leads doing as their colleagues; `provider` (n,) whose people they are, −1: nobody's.

    Not those of whose title somebody who answered serves, nor where nobody else of the
    provider is known to: then there is nobody to lead.
    """
    serves = answers.answered & (answers.shares[:, :-2].sum(axis=1) > 0)
    silent = ~answers.answered & (answers.title != NO_TITLE)
    silent &= ~np.isin(answers.title, answers.title[serves])
    silent &= np.isin(provider, provider[serves & (provider >= 0)])
    point, draws, stray = shares.point.copy(), shares.draws.copy(), shares.stray.copy()
    for group in np.unique(answers.group[silent]).tolist():
        inside = answers.group == group
        leaders = np.flatnonzero(inside & answers.answered)
        if not _only_lead(answers, leaders):
            continue
        others = np.flatnonzero(inside & silent)
        point[others] = point[leaders].mean(axis=0)
        stray[others] = stray[leaders].mean(axis=0)
        # In each draw another colleague, so that all stand in equally often.
        turn = np.arange(len(draws))[:, None] + np.arange(len(others))
        draws[:, others] = draws[
            np.arange(len(draws))[:, None], leaders[turn % len(leaders)]
        ]
    return replace(shares, point=point, draws=draws, stray=stray)


def _only_lead(answers: Answers, people: Ints) -> bool:
    said = answers.shares[people]
    leads = (said[:, :-2].sum(axis=1) == 0) & (said[:, -2] > 0)
    return bool(len(people)) and bool(leads.all())
