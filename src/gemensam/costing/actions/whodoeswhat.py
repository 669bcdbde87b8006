# SPDX-License-Identifier: EUPL-1.2
"""A survey round as everybody's shares, point and draws, for costing to weigh."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from gemensam.calc.costing.became import shares_as
from gemensam.calc.costing.evidence import Asked, Became, Catalogue, RoundEvidence, Uses
from gemensam.calc.costing.known import DRAWS, Known, known_of, seed_of
from gemensam.catalogue.queries.became import as_named
from gemensam.catalogue.queries.lineage import Lineage
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.frame import frame_of
from gemensam.costing.queries.people import activity_places, answers_of, employments
from gemensam.costing.queries.use import Used, deliveries, used


def known_in(one: SurveyRound, catalogue: Catalogue, along: Lineage) -> Known:
    """Everybody in the round with shares, by services as they are named in it; the draws
    follow from the file alone."""
    asked, became = answered_in(one, catalogue, along)
    return known_of(
        RoundEvidence(
            asked=asked,
            employed=employments(one.month),
            frame=frame_of(one.month),
            uses=[uses_in(month, catalogue, became) for month in _months(one)],
        ),
        catalogue=catalogue,
        draws=DRAWS,
        rng=np.random.default_rng(seed_of(one.draws_from)),
    )


def answered_in(
    one: SurveyRound, catalogue: Catalogue, along: Lineage
) -> tuple[Asked, Became]:
    """Its answers, and as what its services are to be read in all that it is weighed
    with: whoever answered by services of before is not asked anew."""
    asked = answers_of(one, activity_places())
    some = (asked.shares[:, : len(catalogue.services)] > 0).any(axis=0)
    named = np.array(catalogue.services)[some].tolist()
    became = as_named(along, named, one.month)
    shares = shares_as(asked.shares, catalogue.services, became)
    return replace(asked, shares=shares), became


def _months(asked: SurveyRound) -> Iterator[date]:
    month, last = asked.about_from or asked.month, asked.about_to or asked.month
    while month <= last:
        yield month
        month = (month.replace(day=28) + (date.resolution * 4)).replace(day=1)


def uses_in(month: date, catalogue: Catalogue, became: Became) -> Uses:
    return uses_of(used(month, deliveries(month), became), catalogue)


def uses_of(rows: Iterable[Used], catalogue: Catalogue) -> Uses:
    place = {service: number for number, service in enumerate(catalogue.services)}
    return Uses.of(
        (place[one.service], one.unit, one.provided_by, float(one.volume))
        for one in rows
    )
