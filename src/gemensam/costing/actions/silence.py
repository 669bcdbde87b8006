# SPDX-License-Identifier: EUPL-1.2
"""How those who did not answer were foretold, and what it would be otherwise."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from gemensam.calc.costing.delivered import delivered_in
from gemensam.calc.costing.evidence import RoundEvidence
from gemensam.calc.costing.known import METHOD, answers_and_likes
from gemensam.calc.costing.likes import likes_of
from gemensam.calc.costing.shares import who_does_what
from gemensam.calc.costing.silence import Silence, silence
from gemensam.catalogue.queries.lineage import lineage
from gemensam.costing.actions.whodoeswhat import answered_in, uses_in
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import employments
from gemensam.costing.queries.services import costed_services

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Heard:
    """How many were asked and answered, and what the silence means in öre of pay a
    year; None where too few answered to say."""

    asked: int
    answered: int
    silence: Silence | None


def heard_in(one: SurveyRound) -> Heard:
    """Of a round that was taken in."""
    catalogue = costed_services()
    asked, became = answered_in(one, catalogue, lineage(date.max))
    employed = employments(one.month)
    jobs = {job.pseudonym: job for job in employed}
    weight = np.array(
        [jobs[name].weight * MONTHS if name in jobs else 0.0 for name in asked.people]
    )
    answered = int(asked.answered.sum())
    if not answered:
        return Heard(len(asked.people), 0, None)
    evidence = RoundEvidence(
        asked=asked,
        employed=employed,
        frame=frame_of(one.month),
        uses=[uses_in(one.month, catalogue, became)],
    )
    theirs = [jobs.get(name) for name in asked.people]
    shares = who_does_what(
        answers_and_likes(
            asked,
            likes_of(evidence, theirs, catalogue),
            delivered_in(evidence, theirs, catalogue),
            catalogue,
        ),
        draws=1,
        rng=np.random.default_rng(0),  # the draw is not looked at
        method=METHOD,
    )
    support = 1 - shares.point[:, -1]
    return Heard(len(asked.people), answered, silence(support, weight, asked.answered))
