# SPDX-License-Identifier: EUPL-1.2
"""A survey round as everybody's shares, point and draws, for costing to weigh."""

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from gemensam.calc.costing.evidence import Catalogue, RoundEvidence, Uses
from gemensam.calc.costing.known import DRAWS, Known, known_of, seed_of
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import activity_places, answers_of, employments
from gemensam.costing.queries.use import Used, deliveries, used


def known_in(one: SurveyRound, catalogue: Catalogue) -> Known:
    """Everybody in the round with shares; the draws follow from the file alone."""
    return known_of(
        RoundEvidence(
            asked=answers_of(one, activity_places()),
            employed=employments(one.month),
            frame=frame_of(one.month),
            uses=[uses_in(month, catalogue) for month in _months(one)],
        ),
        catalogue=catalogue,
        draws=DRAWS,
        rng=np.random.default_rng(seed_of(one.draws_from)),
    )


def _months(asked: SurveyRound) -> Iterator[date]:
    month, last = asked.about_from or asked.month, asked.about_to or asked.month
    while month <= last:
        yield month
        month = (month.replace(day=28) + (date.resolution * 4)).replace(day=1)


def uses_in(month: date, catalogue: Catalogue) -> Uses:
    return uses_of(used(month, deliveries(month)), catalogue)


def uses_of(rows: Iterable[Used], catalogue: Catalogue) -> Uses:
    place = {service: number for number, service in enumerate(catalogue.services)}
    return Uses.of(
        (place[one.service], one.unit, one.provided_by, float(one.volume))
        for one in rows
    )
