# SPDX-License-Identifier: EUPL-1.2
"""A hundred thousand municipalities with the same plan: how often does it reach its goal?

Seeded: the same case and seed give the same bits. Every draw takes one of the baseline's
own joint draws with it, so that what we do not know of the present is not forgotten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gemensam.calc.businesscase.cash import npv, payback
from gemensam.calc.businesscase.joint import uniforms
from gemensam.calc.businesscase.model import BASELINE, Case, Label, Paths, evaluate
from gemensam.calc.businesscase.ranges import Floats
from gemensam.calc.businesscase.score import even_levels

DRAWS = 100_000
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
KEPT = 99  # values kept of each quarter's forecast, for scoring it
_RANKED = 16_384  # draws are enough to rank what matters


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """How much an assumption drives the pace at the end of year 1."""

    key: str
    rank: float  # Spearman's rank correlation


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Shares of the baseline, öre and months; percentiles at LEVELS along the last axis.

    `pace` (quarters and ends of years, levels); `quantiles` (the same, KEPT); `net` and
    `accumulated` (years + 1, levels). `chances` at the end of year 1 by goal, `first_year`
    on average over it, `yearly` by least efficiency a year after. `payback`, `discounted`:
    median months, None when more than half never pay back; `pays_back` the share that do.
    """

    draws: int
    seed: int
    base: Floats
    pace: Floats
    quantiles: Floats
    first_year: Floats
    net: Floats
    accumulated: Floats
    npv: Floats
    outlay: Floats
    chances: Mapping[float, float]
    chances_first_year: Mapping[float, float]
    yearly: Mapping[float, float]
    payback: float | None
    discounted: float | None
    pays_back: float
    matters: Sequence[Matters]
    parts: Mapping[object, tuple[Floats, Floats]]  # base, share saved


def draw(case: Case, *, draws: int, seed: int) -> Mapping[str, Floats]:
    """Values (draws,) of every assumption, and which draw of the baseline.

    Raises what `joint.uniforms` raises.
    """
    keys = [*case.ranges, BASELINE]
    shares = uniforms(keys, case.correlations, draws=draws, seed=seed)
    values = {key: one.quantile(shares[key]) for key, one in case.ranges.items()}
    return {**values, BASELINE: np.minimum(shares[BASELINE], 1 - 1e-12)}


def simulate(
    case: Case,
    *,
    by: Label,
    seed: int,
    draws: int = DRAWS,
    goals: Sequence[float] = (0.15, 0.20),
    yearly: Sequence[float] = (0.03, 0.05),
) -> Forecast:
    """Raises what `evaluate` and `draw` raise."""
    values = draw(case, draws=draws, seed=seed)
    paths = evaluate(case, values, by=by)
    ends = [place - case.years - 1 for place in case.pace_windows]
    first = paths.pace[:, ends[0]]
    average = paths.saving[:, 1] / paths.base
    after = _yearly(paths, ends)
    back, later = payback(paths.net), payback(paths.net, case.interest)
    return Forecast(
        draws=draws,
        seed=seed,
        base=_levels(paths.base),
        pace=_levels(paths.pace),
        quantiles=_quantiles(paths.pace, even_levels(KEPT)),
        first_year=_levels(average),
        net=_levels(paths.net),
        accumulated=_levels(paths.net.cumsum(axis=1)),
        npv=_levels(npv(paths.net, case.interest)),
        outlay=_levels(paths.outlay.sum(axis=1)),
        chances={goal: float((first >= goal).mean()) for goal in goals},
        chances_first_year={goal: float((average >= goal).mean()) for goal in goals},
        yearly={least: float((after >= least).mean()) for least in yearly},
        payback=_months(back),
        discounted=_months(later),
        pays_back=float(np.isfinite(back).mean()),
        matters=_matters(case, values, first),
        parts={
            label: (_levels(base), _levels(saved / np.where(base, base, 1.0)))
            for label, (base, saved) in paths.parts.items()
        },
    )


def _yearly(paths: Paths, ends: Sequence[int]) -> Floats:
    """Mean fall of cost a year, from the end of year 1 to the last."""
    first, last = 1 - paths.pace[:, ends[0]], 1 - paths.pace[:, ends[-1]]
    ratio = np.maximum(last, 1e-9) / np.maximum(first, 1e-9)
    fall: Floats = 1 - ratio ** (1 / max(1, len(ends) - 1))
    return fall


def _levels(values: Floats) -> Floats:
    return _quantiles(values, np.array(LEVELS))


def _quantiles(values: Floats, levels: Floats) -> Floats:
    """(…, levels) over the draws, the first axis; between two draws a straight line."""
    ordered = np.sort(np.ascontiguousarray(values.T), axis=-1)
    place = levels * (ordered.shape[-1] - 1)
    below = np.minimum(place.astype(np.int64), ordered.shape[-1] - 2)
    low, high = ordered[..., below], ordered[..., below + 1]
    found: Floats = low + (place - below) * (high - low)
    return found


def _months(years: Floats) -> float | None:
    """The median where never counts as longer than anything."""
    median = float(np.median(np.where(np.isnan(years), np.inf, years)))
    return 12 * median if np.isfinite(median) else None


def _matters(case: Case, values: Mapping[str, Floats], result: Floats) -> list[Matters]:
    """Assumptions by rank correlation with the result, the strongest first."""
    some = slice(0, _RANKED)
    told = _ranks(result[some])
    found = [
        Matters(key=key, rank=_correlation(_ranks(values[key][some]), told))
        for key in case.ranges
    ]
    return sorted(found, key=lambda one: (-abs(one.rank), one.key))


def _ranks(values: Floats) -> Floats:
    if values.min() == values.max():
        return np.zeros(len(values))
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else 0.0
