# SPDX-License-Identifier: EUPL-1.2
"""A stored savings case as the model works it out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gemensam.calc.businesscase import model
from gemensam.calc.businesscase.cash import capitalised
from gemensam.calc.businesscase.joint import Correlation
from gemensam.calc.businesscase.levers import Addressable, Lever
from gemensam.calc.businesscase.ranges import Range, Shape, ordered
from gemensam.calc.errors import CalcError, mark
from gemensam.programme.enums import AssumptionKind, CostKind
from gemensam.programme.models import (
    Assumption,
    CostRow,
    SavingsCase,
    WavePart,
)
from gemensam.programme.queries.base import UNPLACED, Base, Place

NEVER = 10_000  # a wave's month for what stays where it is
WRITTEN_OFF = {CostKind.IT}  # what can be an asset


class WavesTooFullError(CalcError):
    """More than all of something moves."""

    text = mark(
        "The waves move {share} % of the cost of {what}. Lower their shares to at most 100 %."
    )


class WrittenOffTooLongError(CalcError):
    """Written off over longer than the case looks ahead."""

    text = mark(
        "IT and premises are written off over {written} years, but the case looks {years} "
        "years ahead. Make the horizon longer or write off faster."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a case is made of, loaded once."""

    case: SavingsCase
    base: Base
    assumptions: Sequence[Assumption]
    ties: Sequence[tuple[str, str, float]]
    waves: Sequence[WavePart]
    costs: Sequence[CostRow]


def parts_of(case: SavingsCase, base: Base) -> Parts:
    rows = case.assumptions.select_related("area", "service", "top").order_by("pk")
    assumptions = list(rows)
    keys = {one.pk: one.key for one in assumptions}
    ties = case.ties.order_by("pk").values_list("one_id", "other_id", "rank")
    return Parts(
        case=case,
        base=base,
        assumptions=assumptions,
        ties=[(keys[one], keys[other], float(rank)) for one, other, rank in ties],
        waves=list(case.waves.select_related("area", "top").order_by("month", "pk")),
        costs=list(case.costs.order_by("quarter", "kind", "stream", "pk")),
    )


def built(parts: Parts) -> model.Case:
    """The case for `calc`. Raises CalcError: what cannot be, with its cure."""
    case, waves = parts.case, parts.waves
    by_kind = _by_kind(parts.assumptions)
    starts = [months_apart(case.first_month, wave.month) for wave in waves]
    outlays, cost_ranges = _outlays(parts)
    return model.Case(
        cells=[
            model.Cell(
                area=place.area,
                service=place.service,
                top=place.top,
                labour=labour,
                other=other,
                effects=_effects(place, by_kind),
                waves=_shares(place, waves),
                vat=place.vat,
            )
            for place, (labour, other) in parts.base.cost.items()
        ],
        starts=(*starts, NEVER),
        ranges=_ranges(parts.assumptions) | cost_ranges,
        correlations=[
            Correlation(one=one, other=other, rank=rank)
            for one, other, rank in parts.ties
        ],
        outlays=outlays,
        factors=parts.base.factors,
        interest=float(case.interest),
        years=case.years,
    )


def months_apart(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _ranges(assumptions: Iterable[Assumption]) -> dict[str, Range]:
    return {
        one.key: range_of(one)
        for one in assumptions
        if not AssumptionKind(one.kind).is_index
    }


def range_of(one: Assumption) -> Range:
    """Raises NotOrderedError, TooFewReadingsError."""
    if one.shape == Shape.EMPIRICAL:
        return ordered([float(point) for point in one.points])
    return Range(
        low=float(one.low),
        likely=float(one.likely),
        high=float(one.high),
        shape=Shape(one.shape),
    )


# ------------------------------------------------------------- which lever where


def _by_kind(assumptions: Iterable[Assumption]) -> Mapping[str, list[Assumption]]:
    """Levers with the narrowest first: a service's, an administration's, an area's."""
    found: dict[str, list[Assumption]] = {}
    for one in assumptions:
        if AssumptionKind(one.kind).is_lever:
            found.setdefault(one.kind, []).append(one)
    for held in found.values():
        held.sort(key=_width)
    return found


def _width(one: Assumption) -> tuple[bool, bool, bool]:
    return (one.service_id is None, one.top_id is None, one.area_id is None)


def _effects(
    place: Place, by_kind: Mapping[str, list[Assumption]]
) -> tuple[model.Effect, ...]:
    """At most one assumption of each lever holds at a place. Unplaced cost has none."""
    if place.area == UNPLACED:
        return ()
    found = []
    for kind, held in by_kind.items():
        one = next((each for each in held if _holds(each, place)), None)
        if one:
            found.append(
                model.Effect(lever=Lever(kind), key=one.key, base=Addressable(one.base))
            )
    return tuple(found)


def _holds(one: Assumption, place: Place) -> bool:
    return (
        one.service_id in {None, place.service}
        and one.top_id in {None, place.top}
        and one.area_id in {None, place.area}
    )


def _shares(place: Place, waves: Sequence[WavePart]) -> tuple[float, ...]:
    """The share of a place that moves in each wave; last what stays.

    Raises WavesTooFullError.
    """
    if place.area == UNPLACED:
        return (*(0.0 for _ in waves), 1.0)
    shares = [
        float(wave.share)
        if wave.area_id in {None, place.area} and wave.top_id in {None, place.top}
        else 0.0
        for wave in waves
    ]
    moved = sum(shares)
    if moved > 1 + 1e-6:
        what = next(
            str(wave.top or wave.area or "–")
            for wave, share in zip(waves, shares, strict=True)
            if share
        )
        raise WavesTooFullError(share=round(100 * moved, 1), what=what)
    return (*shares, max(0.0, 1 - moved))


# ------------------------------------------------------------------- what it takes


def _outlays(parts: Parts) -> tuple[list[model.Outlay], dict[str, Range]]:
    """Rows of a kind vary together: one range of their sums, spread as the likely are."""
    case = parts.case
    if case.written_off and case.written_off > case.years:
        raise WrittenOffTooLongError(written=case.written_off, years=case.years)
    outlays, ranges = [], {}
    for kind in CostKind:
        rows = [row for row in parts.costs if row.kind == kind]
        likely = sum(row.likely_ore for row in rows)
        if not rows or not sum(row.high_ore for row in rows):
            continue
        key = f"cost:{kind}"
        ranges[key] = Range(
            low=float(sum(row.low_ore for row in rows)),
            likely=float(likely),
            high=float(sum(row.high_ore for row in rows)),
        )
        outlays.append(model.Outlay(key=key, profile=_profile(case, kind, rows)))
    return outlays, ranges


def _profile(
    case: SavingsCase, kind: CostKind, rows: Sequence[CostRow]
) -> tuple[float, ...]:
    profile = [0.0] * (case.years + 1)
    weigh_high = not sum(row.likely_ore for row in rows)
    for row in rows:
        months = months_apart(case.first_month, row.quarter)
        year = min(max(0, months // 12 + 1), case.years)
        profile[year] += row.high_ore if weigh_high else row.likely_ore
    whole = sum(profile)
    shares = [part / whole for part in profile]
    if case.written_off and kind in WRITTEN_OFF:
        spread = capitalised(
            shares, years=case.written_off, interest=float(case.interest)
        )
        return tuple(spread.tolist())
    return tuple(shares)
