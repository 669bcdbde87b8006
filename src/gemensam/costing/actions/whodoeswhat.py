# SPDX-License-Identifier: EUPL-1.2
"""A survey round as everybody's shares, point and draws, for costing to weigh."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.calibration import calibrate
from gemensam.calc.costing.shares import Answers, Method, Shares, who_does_what
from gemensam.catalogue.models import Service
from gemensam.costing.actions.delivered import delivered_in, standard_minutes
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.frame import Frame, frame_of
from gemensam.costing.queries.people import (
    Employment,
    Round,
    activity_places,
    answers_of,
    employments,
)
from gemensam.costing.queries.use import deliveries, used

DRAWS = 200
METHOD = Method()


@dataclass(frozen=True, slots=True)
class Known:
    """A round's people in their order, and what they do."""

    people: Mapping[str, int]
    shares: Shares


def known_of(one: SurveyRound) -> Known:
    """Everybody in the round with shares; the draws follow from the file alone."""
    places = activity_places()
    asked = answers_of(one, places)
    frame, employed = frame_of(one.month), employments(one.month)
    likes = _likes(asked, frame, employed)
    rng = np.random.default_rng(_seed(one))
    shares = who_does_what(
        Answers(
            shares=asked.shares,
            answered=asked.answered,
            group=likes.group,
            wider=likes.wider,
            workload=likes.workload,
        ),
        draws=DRAWS,
        rng=rng,
        method=METHOD,
    )
    jobs = {job.pseudonym: job for job in employed}
    delivered = delivered_in(one, [jobs.get(person) for person in asked.people], frame)
    shares = calibrate(shares, delivered, rng=rng)
    return Known({person: row for row, person in enumerate(asked.people)}, shares)


def _seed(one: SurveyRound) -> int:
    digest = sha256(one.from_import.original_sha256.encode()).digest()
    return int.from_bytes(digest[:6], "big")


@dataclass(frozen=True, slots=True)
class _Likes:
    group: NDArray[np.int64]
    wider: NDArray[np.int64]
    workload: NDArray[np.float64]


def _likes(asked: Round, frame: Frame, employed: list[Employment]) -> _Likes:
    """Who resembles whom: in a support unit one's colleagues, and then those of other
    departments in the same trade; elsewhere one's title.

    The workload of administrators in ordinary units is what their unit used, in standard
    minutes, for each of them.
    """
    jobs = {job.pseudonym: job for job in employed}
    minutes = _minutes_used(asked, frame)
    heads: dict[int, int] = {}
    units: list[int | None] = []
    for person in asked.people:
        job = jobs.get(person)
        unit = frame.unit_of(job.entity, job.cost_centre) if job else None
        units.append(unit)
        if unit is not None:
            heads[unit] = heads.get(unit, 0) + 1
    trades = _trades(asked, units)
    fine: dict[object, int] = {}
    coarse: dict[object, int] = {}
    group, wider, workload = [], [], []
    for person, unit in zip(asked.people, units, strict=True):
        job = jobs.get(person)
        title = job.title if job else ""
        if unit is not None and frame.supports(unit):
            keys: tuple[object, object] = (unit, ("support", trades.get(unit)))
            load = np.nan
        else:
            keys = ((title, frame.top(unit) if unit else None), title)
            load = minutes.get(unit, 0.0) / heads[unit] if unit else np.nan
        group.append(fine.setdefault(keys[0], len(fine)))
        wider.append(coarse.setdefault(keys[1], len(coarse)))
        workload.append(load)
    return _Likes(np.array(group), np.array(wider), np.array(workload))


def _trades(asked: Round, units: Sequence[int | None]) -> Mapping[int | None, str]:
    """The area in which those of a unit who answered do most."""
    areas = list(Service.objects.order_by("code").values_list("area_id", flat=True))
    done: dict[int | None, Counter[str]] = defaultdict(Counter)
    for row in np.flatnonzero(asked.answered).tolist():
        for place in np.flatnonzero(asked.shares[row, : len(areas)]).tolist():
            done[units[row]][areas[place]] += asked.shares[row, place]
    return {
        unit: shares.most_common(1)[0][0] for unit, shares in done.items() if shares
    }


def _minutes_used(asked: Round, frame: Frame) -> Mapping[int | None, float]:
    """Standard minutes of what each unit used from a local provider in the month."""
    standard = standard_minutes()
    delivered = deliveries(asked.month)
    total: dict[int | None, float] = {}
    for use in used(asked.month, delivered):
        local = use.provided_by is None or frame.kinds.get(use.provided_by) != "centre"
        if local:
            minutes = float(use.volume) * standard.get(use.service, 0.0)
            total[use.unit] = total.get(use.unit, 0.0) + minutes
    return total
