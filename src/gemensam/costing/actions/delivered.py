# SPDX-License-Identifier: EUPL-1.2
"""What providers delivered in the months a survey asked about, in standard minutes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from gemensam.calc.costing.calibration import Delivered
from gemensam.catalogue.models import Service, StandardTime
from gemensam.costing.models import SurveyRound
from gemensam.costing.queries.frame import Frame
from gemensam.costing.queries.people import Employment
from gemensam.costing.queries.use import deliveries, used


def delivered_in(
    asked: SurveyRound, people: Sequence[Employment | None], frame: Frame
) -> Delivered:
    """For `people` in their order; who works in no support unit is nobody's here."""
    homes = [_home(job, frame) for job in people]
    providers = sorted({home for home in homes if home is not None})
    at = {provider: number for number, provider in enumerate(providers)}
    services = list(Service.objects.order_by("code").values_list("pk", flat=True))
    place = {service: number for number, service in enumerate(services)}
    standard = standard_minutes()
    minutes = np.zeros((len(providers), len(services)))
    for month in _months(asked):
        for one in used(month, deliveries(month)):
            if one.provided_by in at and one.service in place:
                worth = float(one.volume) * standard.get(one.service, 0.0)
                minutes[at[one.provided_by], place[one.service]] += max(worth, 0.0)
    kinds = {
        kind: n for n, kind in enumerate(sorted({frame.kinds[p] for p in providers}))
    }
    return Delivered(
        provider=np.array([-1 if home is None else at[home] for home in homes]),
        weight=np.array([job.weight if job else 0.0 for job in people]),
        minutes=minutes,
        kind=np.array([kinds[frame.kinds[provider]] for provider in providers]),
    )


def _home(job: Employment | None, frame: Frame) -> int | None:
    unit = frame.unit_of(job.entity, job.cost_centre) if job else None
    if unit is None or not frame.supports(unit):
        return None
    return frame.provider_of(unit)


def _months(asked: SurveyRound) -> Iterator[date]:
    month, last = asked.about_from or asked.month, asked.about_to or asked.month
    while month <= last:
        yield month
        month = (month.replace(day=28) + (date.resolution * 4)).replace(day=1)


def standard_minutes() -> Mapping[int, float]:
    """Service → minutes a unit of it should take, as known newest."""
    newest = StandardTime.objects.order_by("service_id", "valid_from")
    found = dict(newest.values_list("service_id", "minutes"))
    return {service: float(minutes) for service, minutes in found.items()}
