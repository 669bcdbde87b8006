# SPDX-License-Identifier: EUPL-1.2
"""A cost without a baseline, carried on to the end of its year as it has been."""

from collections.abc import Sequence

import numpy as np

from gemensam.calc.forecast.level import Worth, expected
from gemensam.calc.forecast.year import ALONE, Range
from gemensam.calc.interval import nine_of_ten
from gemensam.calc.money import split

USUAL = 0.05  # of a month, before any is seen


def carried_on(closed: Sequence[int], *, months: int, seed: int) -> list[Range]:
    """Öre of each of the year's `months`: closed ones as they are, the others at the level
    of these, without seasons. The last is followed by the whole year's range; figures are
    whole öre and add up to the whole's. Nothing closed, or nothing spent: all nothing."""
    left = months - len(closed)
    mean = float(np.mean(closed)) if len(closed) else 0.0
    sure = [Range(figure=ore, low=ore, high=ore) for ore in closed]
    if mean <= 0 or not left:
        nothing = [Range(figure=0, low=0, high=0)] * left
        whole = sum(closed)
        return [*sure, *nothing, Range(figure=whole, low=whole, high=whole)]
    told = expected(
        np.array([closed], dtype=np.float64) / mean,
        moved=np.zeros(months),
        worth=Worth(share=0.0, spread=0.0),
        usual=USUAL,
        futures=ALONE,
        rng=np.random.default_rng(seed),
    )
    later = round(float(told.level.sum()) * mean)
    figures = split(max(later, 0), [1] * left)
    drawn = told.draws * mean
    lows, highs = nine_of_ten(drawn, np.array(figures, dtype=np.float64))
    to_come = [
        Range(figure=ore, low=float(low), high=float(high))
        for ore, low, high in zip(figures, lows, highs, strict=True)
    ]
    whole = sum(closed) + sum(figures)
    low, high = nine_of_ten(sum(closed) + drawn.sum(axis=1), float(whole))
    return [*sure, *to_come, Range(figure=whole, low=float(low), high=float(high))]


def agreeing(
    parts: Sequence[Sequence[Range]], whole: Sequence[Range], *, closed: int
) -> list[list[Range]]:
    """`parts` of a `whole`, each as `carried_on` gives it, so that the figures of months
    to come add up to the whole's: it is split as the parts expect. Their ranges go with
    them."""
    found = [list(one) for one in parts]
    for place in range(closed, len(whole) - 1):
        weights = [max(0, int(one[place].figure)) for one in parts]
        if not any(weights):
            weights = [1] * len(parts)
        shares = split(int(whole[place].figure), weights)
        for row, ore in zip(found, shares, strict=True):
            row[place] = _moved(row[place], ore)
    for row in found:
        row[-1] = _moved(row[-1], sum(int(one.figure) for one in row[:-1]))
    return found


def _moved(one: Range, ore: int) -> Range:
    by = ore - one.figure
    return Range(figure=ore, low=one.low + by, high=one.high + by)
