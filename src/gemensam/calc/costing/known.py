# SPDX-License-Identifier: EUPL-1.2
"""A survey round becomes everybody's shares, point and draws."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.answers import Answers, Method
from gemensam.calc.costing.calibration import calibrate
from gemensam.calc.costing.delivered import Delivered, delivered_in
from gemensam.calc.costing.evidence import (
    Asked,
    Catalogue,
    Employment,
    RoundEvidence,
)
from gemensam.calc.costing.leading import silent_lead_too
from gemensam.calc.costing.likes import Likes, likes_of
from gemensam.calc.costing.shares import Shares, who_does_what

Post = tuple[int, str, str]  # legal entity, cost centre, title

DRAWS = 200
METHOD = Method()


@dataclass(frozen=True, slots=True)
class Known:
    """A round's people in their order, and what they do. `posts`: who of them held each
    post when it was asked; `there`: all who were employed then, asked or not."""

    people: Mapping[str, int]
    shares: Shares
    posts: Mapping[Post, tuple[str, ...]] = field(default_factory=dict)
    there: frozenset[str] = frozenset()

    def like(self, job: Employment) -> tuple[str, ...]:
        """Whose shares those of a job are: one's own, or for somebody who has come or
        gone since, of those who held the same post; nobody's if nothing is known."""
        if job.pseudonym in self.people:
            return (job.pseudonym,)
        if job.pseudonym in self.there:
            return ()
        return self.posts.get(_post(job), ())


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
    answers = answers_and_likes(asked, likes, delivered, catalogue)
    shares = who_does_what(answers, draws=draws, rng=rng, method=method)
    shares = silent_lead_too(shares, answers, delivered.provider)
    shares = calibrate(shares, delivered, rng=rng)
    return Known(
        people={person: row for row, person in enumerate(asked.people)},
        shares=shares,
        posts=_posts(asked.people, by_name),
        there=frozenset(by_name),
    )


def _post(job: Employment) -> Post:
    return job.entity, job.cost_centre, job.title


def _posts(
    people: Sequence[str], by_name: Mapping[str, Employment]
) -> dict[Post, tuple[str, ...]]:
    held: dict[Post, list[str]] = defaultdict(list)
    for person in people:
        if person in by_name:
            held[_post(by_name[person])].append(person)
    return {post: tuple(who) for post, who in held.items()}


def answers_and_likes(
    asked: Asked, likes: Likes, delivered: Delivered, catalogue: Catalogue
) -> Answers:
    """What was answered, and what is known of those who answered or did not."""
    return Answers(
        shares=asked.shares,
        answered=asked.answered,
        group=likes.group,
        wider=likes.wider,
        workload=likes.workload,
        serves=_serves(delivered),
        title=likes.title,
        kind=np.append(catalogue.area, catalogue.area.max() + 1),  # and leadership
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
