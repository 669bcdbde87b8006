# SPDX-License-Identifier: EUPL-1.2
"""What became of it: the outcome of every closed quarter laid over the forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from gemensam.benefits.queries import closed_through, months_between, saving_over
from gemensam.benefits.queries.months import compared_of
from gemensam.calc.businesscase.score import Score, even_levels, score
from gemensam.programme.queries.showing import window_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Realised:
    """A closed quarter: what was saved of the baseline (with its 90 % interval), and how
    good the forecast of it was. `place` is that of the forecast's windows."""

    place: int
    label: str
    share: float
    low: float
    high: float
    forecast: tuple[float, float, float]
    score: Score


def realised(result: Mapping[str, Any], first_month: date) -> list[Realised]:
    """The closed quarters since the start, as measured in the ledgers; none with a month
    that was never computed, since the forecast is of the whole quarter."""
    last = closed_through()
    if last is None:
        return []
    held = set(compared_of(months_between(first_month, last)))
    found = []
    for place, (first, end) in enumerate(result["windows"]):
        months = months_between(
            _month(first_month, first), _month(first_month, end - 1)
        )
        if months[-1] > last:
            break
        saving = saving_over(months) if held.issuperset(months) else None
        if saving is None:
            continue
        quantiles = np.array(result["forecast"]["quantiles"][place])
        pace = result["forecast"]["pace"][place]
        found.append(
            Realised(
                place=place,
                label=window_name(first, end),
                share=saving.share,
                low=saving.low,
                high=saving.high,
                forecast=(pace[0], pace[2], pace[4]),
                score=score(even_levels(len(quantiles)), quantiles, saving.share),
            )
        )
    return found


def _month(first: date, steps: int) -> date:
    years, place = divmod(first.month - 1 + steps, 12)
    return date(first.year + years, place + 1, 1)
