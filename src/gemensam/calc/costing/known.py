# SPDX-License-Identifier: EUPL-1.2
"""A survey round becomes everybody's shares, point and draws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.calibration import Delivered, calibrate, likely_error
from gemensam.calc.costing.evidence import Asked, Catalogue, RoundEvidence
from gemensam.calc.costing.likes import Likes, delivered_in, likes_of
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
    delivered = delivered_in(round_, jobs, catalogue)
    answers = answers_and_likes(asked, likes, delivered)
    rough = who_does_what(answers, draws=1, rng=np.random.default_rng(0), method=method)
    error = likely_error(rough, delivered)
    method = replace(method, error_sd=error)
    shares = who_does_what(answers, draws=draws, rng=rng, method=method)
    shares = calibrate(shares, delivered, rng=rng, error_sd=error)
    return Known({person: row for row, person in enumerate(asked.people)}, shares)


def answers_and_likes(asked: Asked, likes: Likes, delivered: Delivered) -> Answers:
    """What was answered, and what is known of those who answered or did not."""
    return Answers(
        shares=asked.shares,
        answered=asked.answered,
        group=likes.group,
        wider=likes.wider,
        workload=likes.workload,
        serves=_serves(delivered),
    )


def _serves(delivered: Delivered) -> NDArray[np.bool_]:
    """(n, s + 2) what somebody's provider delivers, or what nobody is known to deliver;
    leadership and other work are anybody's."""
    done = delivered.minutes > 0
    done[:, ~done.any(axis=0)] = True
    nobodys = np.ones((1, done.shape[1]), dtype=bool)
    of_provider = np.concatenate([done, nobodys])[delivered.provider]
    beside = np.ones((len(of_provider), 2), dtype=bool)
    return np.concatenate([of_provider, beside], axis=1)


def seed_of(file_hash: str) -> int:
    """Draws follow from the survey's file alone."""
    return int.from_bytes(sha256(file_hash.encode()).digest()[:6], "big")
