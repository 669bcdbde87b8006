# SPDX-License-Identifier: EUPL-1.2
"""What a case comes to, as it is kept and shown: plain values, in a form that is stored."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gemensam.calc.businesscase import VERSION, model
from gemensam.calc.businesscase.plain import Plain, Result, Swing, plain
from gemensam.calc.businesscase.ramp import end_of_year
from gemensam.calc.businesscase.simulation import DRAWS, LEVELS, Forecast, simulate
from gemensam.calc.businesscase.waterfall import (
    Index,
    Waterfall,
    together,
    waterfall,
)
from gemensam.outcomes.enums import GoalMeasure
from gemensam.outcomes.queries import cost_goals, goal
from gemensam.programme.enums import AssumptionKind
from gemensam.programme.models import Assumption
from gemensam.programme.queries.building import Parts, built
from gemensam.programme.queries.strategies import WAYS, by_strategy, last_move

FEWER = 10_000  # draws where many are compared
FORM = 1  # of what is stored


def told(parts: Parts) -> dict[str, Any]:
    """Everything the pages show of a case. Raises CalcError."""
    case = built(parts)
    seed = parts.case.seed
    targets = _targets()
    forecast = simulate(case, by=_area, seed=seed, draws=DRAWS, goals=targets)
    plainly = plain(case)
    return {
        "form": FORM,
        "inputs": inputs_of(parts),
        "base": case.ore,
        "labour": parts.base.labour,
        "levels": list(LEVELS),
        "windows": [[one.first, one.end] for one in case.windows[case.years + 1 :]],
        "forecast": _forecast(forecast),
        "plain": _plain(plainly),
        "waterfall": _waterfalls(case, _area),
        "tops": _tops(case, seed),
        "nominal": _nominal(parts, case),
        "strategies": _strategies(parts),
        "last_move": last_move(case),
        "stays": _stays(case),
    }


def inputs_of(parts: Parts) -> str:
    """A digest of all the result follows from: the same inputs need no new work."""
    places = [
        [place.area, place.service, place.top, place.vat, *cost]
        for place, cost in parts.base.cost.items()
    ]
    factors = [[area, *drawn.tolist()] for area, drawn in parts.base.factors.items()]
    told = [VERSION, FORM, content(parts), parts.case.seed, _targets(), places, factors]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _targets() -> list[float]:
    return [float(-target) / 100 for target in cost_goals()]


def _area(cell: model.Cell) -> str:
    return cell.area


def _top(cell: model.Cell) -> int:
    return cell.top or 0


def _forecast(one: Forecast) -> dict[str, Any]:
    return {
        "draws": one.draws,
        "seed": one.seed,
        "base": _ore(one.base),
        "pace": _shares(one.pace),
        "quantiles": _shares(one.quantiles),
        "first_year": _shares(one.first_year),
        "net": _ore(one.net),
        "accumulated": _ore(one.accumulated),
        "npv": _ore(one.npv),
        "outlay": _ore(one.outlay),
        "chances": _chances(one.chances),
        "chances_first_year": _chances(one.chances_first_year),
        "yearly": _chances(one.yearly),
        "payback": _months(one.payback),
        "discounted": _months(one.discounted),
        "pays_back": round(one.pays_back, 4),
        "matters": [[found.key, round(found.rank, 3)] for found in one.matters],
        "parts": {
            str(label): {"base": _ore(base), "share": _shares(share)}
            for label, (base, share) in one.parts.items()
        },
    }


def _shares(values: Any) -> Any:
    return (values.round(5) + 0.0).tolist()  # no negative nought


def _ore(values: Any) -> Any:
    return values.round().astype("int64").tolist()


def _chances(chances: Mapping[float, float]) -> dict[str, float]:
    """By per cent: "15" → 0.62."""
    return {f"{100 * goal:g}": round(chance, 4) for goal, chance in chances.items()}


def _months(months: float | None) -> float | None:
    return None if months is None else round(months, 1)


def _plain(one: Plain) -> dict[str, Any]:
    five = one.five()
    return {
        "likely": _result(one.likely),
        "cautious": _result(one.cautious),
        "bold": _result(one.bold),
        "five": [swing.key for swing in five],
        "swings": [_swing(swing) for swing in one.swings],
    }


def _swing(one: Swing) -> dict[str, Any]:
    return {
        "key": one.key,
        "pace": [round(one.low.pace[0], 5), round(one.high.pace[0], 5)],
        "npv": [round(one.low.npv), round(one.high.npv)],
    }


def _result(one: Result) -> dict[str, Any]:
    return {
        "pace": [round(share, 5) for share in one.pace],
        "first_year": round(one.first_year, 5),
        "saving": [round(ore) for ore in one.saving],
        "vat": [round(ore) for ore in one.vat],
        "outlay": [round(ore) for ore in one.outlay],
        "net": [round(ore) for ore in one.net],
        "npv": round(one.npv),
        "payback": _years(one.payback),
        "discounted": _years(one.discounted),
    }


def _years(years: float | None) -> float | None:
    """In months."""
    return None if years is None else round(12 * years, 1)


def _waterfalls(case: model.Case, by: model.Label) -> dict[str, Any]:
    """To the end of year 1 and of the last; the whole, and by area."""
    found = {}
    for year in (1, case.years):
        parts = waterfall(case, end_of_year(year), by=by)
        found[str(year)] = {
            "whole": _walked(together(list(parts.values()))),
            "parts": {str(label): _walked(one) for label, one in parts.items()},
        }
    return found


def _walked(one: Waterfall) -> dict[str, Any]:
    return {"baseline": one.baseline, "steps": dict(one.steps), "target": one.target}


def _tops(case: model.Case, seed: int) -> dict[str, Any]:
    """By administration: base, range of its share, and its walk to year 1 and the last."""
    forecast = simulate(case, by=_top, seed=seed, draws=FEWER)
    walks = {
        year: waterfall(case, end_of_year(year), by=_top) for year in (1, case.years)
    }
    return {
        str(label): {
            "base": walks[1][label].baseline,
            "share": _shares(share),
            "walk": {str(year): _walked(walk[label]) for year, walk in walks.items()},
        }
        for label, (_base, share) in forecast.parts.items()
    }


def _nominal(parts: Parts, case: model.Case) -> list[dict[str, Any]]:
    """Each year's end in that year's prices, at likely values: without and with the case."""
    rates = {one.kind: float(one.likely) for one in parts.assumptions}
    wage, price = (rates.get(kind, 0.0) for kind in (AssumptionKind.WAGE, AssumptionKind.PRICE))  # fmt: skip
    before = max(1, parts.case.first_month.year - (parts.case.baseline.price_level or parts.case.first_month.year))  # fmt: skip
    told = []
    for year in range(1, case.years + 1):
        years = before + year - 1
        index = Index(wage=(1 + wage) ** years, price=(1 + price) ** years)
        walks = waterfall(case, end_of_year(year), by=_area, index=index)
        whole = together(list(walks.values()))
        without = whole.baseline + whole.steps["index"]
        told.append({"year": year, "without": without, "with": whole.target})
    return told


def _strategies(parts: Parts) -> list[dict[str, Any]]:
    found = []
    held = goal(GoalMeasure.COST)
    target = float(-held.target) / 100 if held else 0.15
    for way in WAYS:
        case = by_strategy(parts, way)
        one = simulate(
            case, by=_area, seed=parts.case.seed, draws=FEWER, goals=(target,)
        )
        first = case.pace_windows[0] - case.years - 1
        found.append(
            {
                "strategy": str(way.strategy),
                "target": target,
                "chance": round(one.chances[target], 4),
                "pace": _shares(one.pace[first]),
                "last": _shares(one.pace[-1]),
                "net": _ore(one.accumulated[-1]),
                "lowest": _ore(one.accumulated[:, 2].min()),
                "outlay": _ore(one.outlay),
                "npv": _ore(one.npv),
                "payback": _months(one.payback),
                "last_move": last_move(case),
            }
        )
    return found


def _stays(case: model.Case) -> float:
    """The share of the cost that no wave moves."""
    stays = sum((cell.labour + cell.other) * cell.waves[-1] for cell in case.cells)
    return round(stays / case.ore, 5)


def content(parts: Parts) -> dict[str, Any]:
    """What goes into a locked version beside the result: every input with its source."""
    case = parts.case
    return {
        "name": case.name,
        "baseline": {"kind": "baseline", "number": case.baseline.number, "name": case.baseline.name},
        "first_month": case.first_month.isoformat(),
        "interest": str(case.interest),
        "years": case.years,
        "written_off": case.written_off,
        "assumptions": [_assumed(one) for one in parts.assumptions],
        "ties": [[one, other, rank] for one, other, rank in parts.ties],
        "waves": [
            {
                "name": wave.name,
                "month": wave.month.isoformat(),
                "area": wave.area_id,
                "top": wave.top_id,
                "share": str(wave.share),
            }
            for wave in parts.waves
        ],
        "costs": [
            {
                "stream": row.stream,
                "kind": row.kind,
                "quarter": row.quarter.isoformat(),
                "ore": [row.low_ore, row.likely_ore, row.high_ore],
                "source": row.source,
            }
            for row in parts.costs
        ],
    }  # fmt: skip


def _assumed(one: Assumption) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "area": one.area_id,
        "service": one.service.code if one.service else None,
        "top": one.top_id,
        "base": one.base,
        "shape": one.shape,
        "range": [str(one.low), str(one.likely), str(one.high)],
        "points": [str(point) for point in one.points],
        "source": one.source,
    }
