# SPDX-License-Identifier: EUPL-1.2
"""What a title foretells: an economist who did not answer is like colleagues who do
economy, and a manager like those who lead.

Titles have profiles, by what those who answered do. A donor counts by how much likelier
such answers are under the silent one's title than among all (a multinomial likelihood of
a few answers); a title of few is known little of, and one nobody answered with tells
nothing.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_TITLE = -1
LEAST = 1e-3  # of an answer, what every kind of work is told of at least
SURENESS = 5.0  # how many independent answers a pattern is worth [own]


def lift(
    mixed: Floats, *, titles: tuple[Ints, Ints], weight: Floats, believed: float
) -> Floats:
    """(m, d) what each of d donors counts for each of m silent, beside all else: 1 for the
    likest, and for all where the title tells nothing.

    `mixed` (d, q) see there; `titles` (d,) and (m,) of donors and silent, NO_TITLE where
    it is of no use; `weight` (d,) how much each answer counts. `believed`: how many
    answers it takes to believe a title as much as all together.
    """
    theirs, silent = titles
    many = int(max(theirs.max(initial=0), silent.max(initial=0))) + 1
    known = theirs != NO_TITLE
    told, counted = np.zeros((many, mixed.shape[1])), np.zeros((many, 1))
    np.add.at(told, theirs[known], (weight[:, None] * mixed)[known])
    np.add.at(counted[:, 0], theirs[known], weight[known] > 0)
    # As many tell of a title however little they happen to count: chance moves what they
    # tell, not how far it is believed.
    whole = told.sum(axis=1, keepdims=True)
    told *= np.divide(counted, whole, out=np.zeros_like(whole), where=whole > 0)
    usual = (told.sum(axis=0) + LEAST) / (told.sum() + LEAST * mixed.shape[1])
    profile = (told + believed * usual) / (counted + believed)
    likelier = SURENESS * np.log(profile / usual)[np.maximum(silent, 0)] @ mixed.T
    likelier[silent == NO_TITLE] = 0.0
    counts: Floats = np.exp(likelier - likelier.max(axis=1, keepdims=True, initial=-50))
    return counts


def mixed_of(said: Floats, kinds: Floats) -> Floats:
    """(d, q) how each one's support work divides over the kinds, evenly where there is
    none; `said` (d, a) shares of activities, `kinds` (a, q) 1 for the kind of each."""
    mixed = said @ kinds
    total = mixed.sum(axis=1, keepdims=True)
    parts: Floats = np.divide(
        mixed, total, out=np.full_like(mixed, 1 / mixed.shape[1]), where=total > 0
    )
    return parts
