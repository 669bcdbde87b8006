# SPDX-License-Identifier: EUPL-1.2
"""Which part of a month's work the centre did for each unit, as the cut-overs say."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS, is_bank_day
from gemensam.demo.months import plus
from gemensam.demo.timeline import Timeline
from gemensam.demo.waves import WavePlan

_NEVER = 10_000


def share_moved(
    plan: WavePlan | None, timeline: Timeline, units: int
) -> NDArray[np.float64]:
    """(u, areas, m): the share of the month's bank days from the cut-over on."""
    months = timeline.months
    moved = np.zeros((units, len(AREAS), len(months)))
    if plan is None:
        return moved
    days = [_bank_days(month) for month in months]
    for move in plan.cutovers:
        number = timeline.number(move.date)
        if move.date > timeline.today:
            continue
        area = AREAS.index(move.area)
        moved[move.unit, area, number + 1 :] = 1.0
        after = sum(day >= move.date for day in days[number])
        moved[move.unit, area, number] = after / len(days[number])
    return moved


def months_since(
    plan: WavePlan | None, timeline: Timeline, units: int
) -> NDArray[np.int64]:
    """(u, areas): the month number of the cut-over; a large one when not planned."""
    since = np.full((units, len(AREAS)), _NEVER)
    for move in plan.cutovers if plan else ():
        since[move.unit, AREAS.index(move.area)] = timeline.number(move.date)
    return since


def _bank_days(month: date) -> list[date]:
    length = (plus(month, 1) - month).days
    days = [month + timedelta(days=step) for step in range(length)]
    return [day for day in days if is_bank_day(day)]
