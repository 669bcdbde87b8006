# SPDX-License-Identifier: EUPL-1.2
"""A survey round becomes everybody's shares, point and draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from gemensam.calc.costing.calibration import calibrate
from gemensam.calc.costing.evidence import Catalogue, RoundEvidence
from gemensam.calc.costing.likes import delivered_in, likes_of
from gemensam.calc.costing.shares import Answers, Method, Shares, who_does_what

DRAWS = 200
METHOD = Method()


@dataclass(frozen=True, slots=True)
class Known:
    """A round's people in their order, and what they do."""

    people: Mapping[str, int]
    shares: Shares


def known_of(
    round_: RoundEvidence,
    *,
    catalogue: Catalogue,
    draws: int,
    rng: np.random.Generator,
    method: Method = METHOD,
) -> Known:
    """Everybody in the round with shares. Raises NobodyAnsweredError."""
    asked = round_.asked
    by_name = {job.pseudonym: job for job in round_.employed}
    jobs = [by_name.get(person) for person in asked.people]
    likes = likes_of(round_, jobs, catalogue)
    answers = Answers(
        shares=asked.shares,
        answered=asked.answered,
        group=likes.group,
        wider=likes.wider,
        workload=likes.workload,
    )
    shares = who_does_what(answers, draws=draws, rng=rng, method=method)
    shares = calibrate(shares, delivered_in(round_, jobs, catalogue), rng=rng)
    return Known({person: row for row, person in enumerate(asked.people)}, shares)


def seed_of(file_hash: str) -> int:
    """Draws follow from the survey's file alone."""
    return int.from_bytes(sha256(file_hash.encode()).digest()[:6], "big")
