# SPDX-License-Identifier: EUPL-1.2
"""The table anyone can defend: every assumption likely, then one at a time low and high."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gemensam.calc.businesscase.cash import npv, payback
from gemensam.calc.businesscase.model import BASELINE, Case, Label, Paths, evaluate
from gemensam.calc.businesscase.ranges import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Of one set of values: shares of the baseline, öre, years."""

    pace: tuple[float, ...]  # at the end of each year from 1
    first_year: float
    saving: tuple[float, ...]  # öre in year 0, 1 …
    vat: tuple[float, ...]
    outlay: tuple[float, ...]
    net: tuple[float, ...]
    npv: float
    payback: float | None
    discounted: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """The result when one assumption is low or high and all others likely."""

    key: str
    low: Result
    high: Result

    @property
    def width(self) -> float:
        return abs(self.high.pace[0] - self.low.pace[0])

    @property
    def worth(self) -> float:
        return abs(self.high.npv - self.low.npv)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """`cautious` and `bold`: every assumption at its worse, and at its better, end for
    the present value."""

    likely: Result
    cautious: Result
    bold: Result
    swings: Sequence[Swing]  # the widest of the pace at the end of year 1 first

    def five(self) -> Sequence[Swing]:
        """The assumptions that matter most: for the pace, and for the present value."""
        pace = [one for one in self.swings if one.width > 0]
        money = sorted(self.swings, key=lambda one: (-one.worth, one.key))
        chosen = pace[:3]
        chosen += [one for one in money if one not in chosen][: 5 - len(chosen)]
        return chosen


def plain(case: Case) -> Plain:
    """Raises what `evaluate` raises."""
    keys = list(case.ranges)
    count = 2 * len(keys) + 1
    values = {key: np.full(count, case.ranges[key].likely) for key in keys}
    for place, key in enumerate(keys):
        values[key][1 + 2 * place] = case.ranges[key].low
        values[key][2 + 2 * place] = case.ranges[key].high
    results = _results(case, evaluate(case, values, by=_together))
    swings = [
        Swing(key=key, low=results[1 + 2 * place], high=results[2 + 2 * place])
        for place, key in enumerate(keys)
    ]
    cautious, bold = _ends(case, swings)
    return Plain(
        likely=results[0],
        cautious=cautious,
        bold=bold,
        swings=sorted(swings, key=lambda one: (-one.width, -one.worth, one.key)),
    )


def at_likely(case: Case, by: Label) -> Paths:
    """The one path of all likely values."""
    values = {key: np.array([one.likely]) for key, one in case.ranges.items()}
    return evaluate(case, values, by=by)


def _together(_cell: object) -> object:
    return ""


def _ends(case: Case, swings: Sequence[Swing]) -> tuple[Result, Result]:
    values: Mapping[str, Floats] = {
        one.key: np.array(
            [case.ranges[one.key].low, case.ranges[one.key].high]
            if one.low.npv <= one.high.npv
            else [case.ranges[one.key].high, case.ranges[one.key].low]
        )
        for one in swings
        if one.key != BASELINE
    }
    worse, better = _results(case, evaluate(case, values, by=_together))
    return worse, better


def _results(case: Case, paths: Paths) -> list[Result]:
    ends = [place - case.years - 1 for place in case.pace_windows]
    values = npv(paths.net, case.interest)
    back, later = payback(paths.net), payback(paths.net, case.interest)
    return [
        Result(
            pace=tuple(paths.pace[row, ends].tolist()),
            first_year=float(paths.saving[row, 1] / paths.base[row]),
            saving=tuple(paths.saving[row].tolist()),
            vat=tuple(paths.vat[row].tolist()),
            outlay=tuple(paths.outlay[row].tolist()),
            net=tuple(paths.net[row].tolist()),
            npv=float(values[row]),
            payback=_known(back[row]),
            discounted=_known(later[row]),
        )
        for row in range(len(paths.base))
    ]


def _known(years: float) -> float | None:
    return None if np.isnan(years) else float(years)
