# SPDX-License-Identifier: EUPL-1.2
"""Who worked where in a month, what they cost in proportion, and what they do."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

import numpy as np

from gemensam.calc.costing.evidence import Asked, Employment
from gemensam.calc.costing.rounds import nearest
from gemensam.catalogue.models import Service
from gemensam.core.failures import ExpectedFailure
from gemensam.costing.enums import Activity, EmploymentForm
from gemensam.costing.models import StaffRow, SurveyAnswer, SurveyRound
from gemensam.formats.issues import mark

TOLD = (
    "pseudonym", "title", "aid", "legal_entity_id", "cost_centre", "form", "extent",
    "monthly_ore", "hourly_ore", "employed_from", "employed_to",
)  # fmt: skip
HOURS_A_MONTH = 165  # full time, as hourly pay is compared with monthly (AB § 20)


def activity_places() -> Mapping[str, int]:
    """Activity code → column: services by code, then leadership, then other work."""
    codes = list(Service.objects.order_by("code").values_list("code", flat=True))
    return {code: place for place, code in enumerate([*codes, *Activity.values])}


def employments(
    month: date, *, centres: Collection[str] | None = None
) -> list[Employment]:
    """Everyone employed on some day of `month`, by the register of its year; only on some
    cost centres, if those are named."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    days = (after - month).days
    rows = StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gt=month),
        year=month.year,
        superseded_at=None,
        employed_from__lt=after,
    )
    if centres is not None:
        rows = rows.filter(cost_centre__in=centres)
    told = rows.values_list(*TOLD, named=True)
    found = []
    for row in told.iterator(5000):
        begins = max(row.employed_from, month)
        ends = min(row.employed_to or after, after)
        part = (ends - begins).days / days
        extent = float(row.extent if row.extent is not None else Decimal(1))
        if row.form == EmploymentForm.HOURLY:
            pay = (row.hourly_ore or 0) * HOURS_A_MONTH * extent
        else:
            pay = (row.monthly_ore or 0) * extent
        found.append(
            Employment(
                row.pseudonym,
                row.title,
                row.aid,
                row.legal_entity_id,
                row.cost_centre,
                pay * part,
                extent * part,
            )
        )
    return found


def rounds() -> Sequence[SurveyRound]:
    """Those that months can be computed with."""
    kept = SurveyRound.objects.filter(superseded_at=None, disposed_at=None)
    return list(kept.order_by("month"))


def round_for(month: date, known: Sequence[SurveyRound]) -> SurveyRound | None:
    """Which of `known` tells of `month`."""
    return nearest(month, known)


class AnswersGone(ExpectedFailure):
    """The answers were disposed of while something was computed with them."""

    def __init__(self, one: SurveyRound) -> None:
        super().__init__(
            mark(
                "The answers to the time survey of {month} have been disposed of. "
                "Compute again: another survey is taken."
            ),
            month=str(one),
        )


def answers_of(one: SurveyRound, places: Mapping[str, int]) -> Asked:
    """A round's answers; codes the catalogue no longer has count as other work. Raises
    AnswersGone rather than computing without them."""
    people: dict[str, int] = {}
    given: list[tuple[int, int, float]] = []
    other = places[Activity.OTHER]
    # As in the file: pseudonyms sort otherwise in each installation, draws must not.
    rows = SurveyAnswer.objects.filter(round=one).order_by("pk")
    for pseudonym, activity, share in rows.values_list(
        "pseudonym", "activity", "share"
    ).iterator(5000):
        person = people.setdefault(pseudonym, len(people))
        if share is not None:
            given.append((person, places.get(activity, other), float(share)))
    shares = np.zeros((len(people), len(places)))
    answered = np.zeros(len(people), dtype=bool)
    for person, place, part in given:
        shares[person, place] += part
        answered[person] = True
    if not people:
        raise AnswersGone(one)
    total = shares.sum(axis=1, keepdims=True)
    np.divide(shares, total, out=shares, where=total > 0)
    return Asked(tuple(people), shares, answered)
