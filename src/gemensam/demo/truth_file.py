# SPDX-License-Identifier: EUPL-1.2
"""`truth.json`: everything that was built in, in öre and by month."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gemensam.demo.calendar_rules import AREAS
from gemensam.demo.comparison import (
    Window,
    centre_efficiency,
    compare,
    effect_of_moving,
    unit_cost_index,
)
from gemensam.demo.months import between, plus
from gemensam.demo.organisation import CENTRE_CODE
from gemensam.demo.reorganisations import reorganisations
from gemensam.demo.scene import Scene
from gemensam.demo.services import LED, OVR
from gemensam.demo.staffing import PLANTED
from gemensam.demo.telephone import Telephone
from gemensam.demo.truth import CENTRE, LOCAL, Truth
from gemensam.demo.world import World

Ints = NDArray[np.int64]


def write_truth(path: Path, world: World) -> None:
    """One object; keys are English, codes are the group's own."""
    told = {
        "settings": _settings(world),
        "timeline": _timeline(world.scene),
        "months": [f"{month:%Y-%m}" for month in _closed(world.scene)],
        "cost": _cost(world),
        "volume": _volume(world),
        "one_off": world.truth.one_off.tolist(),
        "saving": _saving(world),
        "pools": _pools(world),
        "moves": _waves(world),
        "improvements": _improvements(world),
        "planted": _planted(world),
        "cases": _cases(world),
        "telephony": _telephony(world),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _closed(scene: Scene) -> tuple[date, ...]:
    return scene.timeline.months[: scene.timeline.count]


def _settings(world: World) -> dict[str, Any]:
    settings = world.scene.settings
    return {
        "today": settings.today.isoformat(),
        "seed": settings.seed,
        "scale": settings.scale,
        "months": settings.months,
        "at": settings.at.value,
        "disturbances": asdict(settings.disturbances),
    }


def _timeline(scene: Scene) -> dict[str, Any]:
    timeline = scene.timeline
    return {
        "baseline_year": timeline.baseline_year,
        "programme": timeline.programme.isoformat(),
        "pilot": timeline.pilot.isoformat(),
        "start": timeline.start.isoformat(),
        "closed_through": f"{timeline.closed:%Y-%m}",
        "reorganisations": [
            {
                "date": one.date.isoformat(),
                "from": [scene.organisation.receivers[unit].code for unit in one.old],
                "to": [new.code for new in one.new],
                "shares_percent": one.shares,
                "basis": one.basis,
            }
            for one in reorganisations(scene)
        ],
    }


def _owners(scene: Scene) -> list[str]:
    return [*(owner.code for owner in scene.organisation.owners), CENTRE_CODE]


def _cost(world: World) -> dict[str, Any]:
    """Öre by month; `labour` is the part of each that is personnel."""
    facts, services = world.truth, world.scene.services
    cost = facts.cost
    cells = {
        f"{code}|{owner}": _split(facts, place, number)
        for place, code in enumerate(services.codes)
        for number, owner in enumerate(_owners(world.scene))
        if cost[:, number, place].any()
    }
    return {
        "total": cost.sum(axis=(0, 1, 2)).tolist(),
        "labour": facts.labour.sum(axis=(0, 1, 2)).tolist(),
        "local": cost[LOCAL].sum(axis=(0, 1)).tolist(),
        "centre": cost[CENTRE].sum(axis=(0, 1)).tolist(),
        "by_area": {
            area: cost[:, :, services.area == number].sum(axis=(0, 1, 2)).tolist()
            for number, area in enumerate(AREAS)
        },
        "by_service": {
            code: cost[:, :, place].sum(axis=(0, 1)).tolist()
            for place, code in enumerate(services.codes)
        },
        "by_owner": {
            owner: cost[:, number].sum(axis=(0, 1)).tolist()
            for number, owner in enumerate(_owners(world.scene))
        },
        "by_service_and_owner": cells,
    }


def _split(facts: Truth, place: int, number: int) -> dict[str, list[int]]:
    cost, labour = facts.cost[:, number, place], facts.labour[:, number, place]
    return {
        "local": cost[LOCAL].tolist(),
        "centre": cost[CENTRE].tolist(),
        "labour": labour.sum(axis=0).tolist(),
    }


def _volume(world: World) -> dict[str, Any]:
    volume = world.truth.volume.sum(axis=1)
    return {
        code: {
            "local": volume[LOCAL, place].tolist(),
            "centre": volume[CENTRE, place].tolist(),
        }
        for place, code in enumerate(world.scene.services.codes)
    }


# ------------------------------------------------------------------------------ saving


def windows(scene: Scene) -> dict[str, list[int]]:
    """Month numbers of each window that a saving is stated for."""
    timeline = scene.timeline
    last, first = timeline.count, max(scene.start, 0)
    year = between(timeline.first, date(timeline.closed.year, 1, 1))
    if not timeline.stage.has_centre or first >= last:
        return {}
    return {
        "calendar_year_to_date": list(range(max(year, 12), last)),
        "year_to_date_since_start": list(range(max(year, first), last)),
        "run_rate": list(range(max(last - 3, first), last)),
        "since_start": list(range(first, last)),
    }


def _saving(world: World) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: _window(world, months) for name, months in windows(world.scene).items()
    }
    found["unit_cost_index"] = unit_cost_index(world)
    found["yearly_efficiency"] = centre_efficiency(world)
    return found


def _window(world: World, months: Sequence[int]) -> dict[str, Any]:
    """Baseline and outcome of the same calendar months; kronor are per the window."""
    result = compare(world, months)
    services = world.scene.services
    by_area = {
        area: _outcome(result, services.area == number)
        for number, area in enumerate(AREAS)
    }
    by_service = {
        code: _outcome(result, np.arange(len(services)) == place)
        for place, code in enumerate(services.codes)
    }
    one_off = int(world.truth.one_off[list(months)].sum())
    whole = _outcome(result, np.ones(len(services), dtype=bool))
    return {
        "months": [f"{_closed(world.scene)[month]:%Y-%m}" for month in months],
        **whole,
        "one_off": one_off,
        "net_saving": whole["saving"] - one_off,
        "by_area": by_area,
        "by_service": by_service,
    }


def _outcome(result: Window, chosen: NDArray[np.bool_]) -> dict[str, Any]:
    before = int(result.baseline[chosen].sum())
    actual = int(result.actual[chosen].sum())
    equal = round(float(result.at_baseline[chosen].sum()))
    return {
        "baseline": before,
        "actual": actual,
        "actual_at_baseline_volume_and_price": equal,
        "saving": before - equal,
        "saving_pct": round(100 * (1 - equal / before), 4) if before else None,
    }


# ------------------------------------------------------------------- what was built in


def _pools(world: World) -> dict[str, Any]:
    """By pool and closed month: the shares of its personnel money, where it does any
    support; leadership and other work last."""
    organisation = world.scene.organisation
    codes = [*world.scene.services.codes, LED, OVR]
    found = {}
    for pool in range(organisation.pools):
        shares = world.truth.pool_shares[pool]
        periods = _periods(world.scene)
        told = {
            str(period): {
                codes[place]: round(float(share), 6)
                for place, share in enumerate(shares[:, month])
                if share > 5e-7
            }
            for period, month in periods.items()
            if shares[:-1, month].any()
        }
        if told:
            found[organisation.pool_code(pool)] = told
    return found


def _periods(scene: Scene) -> dict[str, int]:
    """Each survey period by its first month, and the middle closed month of it."""
    found: dict[int, list[int]] = {}
    for month in range(scene.timeline.count):
        found.setdefault(scene.timeline.period_of(month), []).append(month)
    return {
        f"{_closed(scene)[months[0]]:%Y-%m}": months[len(months) // 2]
        for months in found.values()
    }


def _waves(world: World) -> dict[str, Any]:
    """Dates and units, and what the move has done: the last three closed months against
    the same of the baseline, at its volumes and prices, in a year. The effects of the
    waves and what is left in local departments make the whole saving."""
    scene = world.scene
    recent = windows(scene).get("run_rate", [])
    effects = {
        wave.number: _effect(world, recent, list(wave.units))
        for wave in (scene.plan.waves if scene.plan else ())
    }
    told = [
        {
            "number": wave.number,
            "name": wave.name,
            "negotiated": wave.negotiated.isoformat(),
            "decided": wave.decided.isoformat(),
            "first_cut_over": wave.first.isoformat(),
            "units": [scene.organisation.receivers[unit].code for unit in wave.units],
            "yearly_effect": effects[wave.number],
        }
        for wave in (scene.plan.waves if scene.plan else ())
    ]
    if not recent:
        return {"waves": told}
    whole = compare(world, recent)
    saved = float(whole.baseline.sum() - whole.at_baseline.sum()) * 12 / len(recent)
    rest = round(saved) - sum(effect or 0 for effect in effects.values())
    return {"waves": told, "left_in_departments": rest}


def _effect(world: World, months: list[int], units: list[int]) -> int | None:
    if not months:
        return None
    saved = 0.0
    for area in range(len(AREAS)):
        moved = [u for u in units if world.scene.since[u, area] < months[0]]
        if moved:
            saved += effect_of_moving(world, months, units=moved, area=area)
    return round(saved * 12 / len(months))


def _improvements(world: World) -> list[dict[str, Any]]:
    first = world.scene.timeline.first
    return [
        {
            "service": world.scene.services.codes[step.service],
            "from": f"{plus(first, step.month):%Y-%m}",
            "less": "price" if step.is_price else "time",
            "percent": round(100 * step.share, 3),
            "what": step.text,
        }
        for step in world.work.improvements
    ]


def _planted(world: World) -> list[dict[str, Any]]:
    """The department that keeps everybody though its work has moved."""
    organisation, scene = world.scene.organisation, world.scene
    place = [part.code for part in organisation.support].index(PLANTED)
    pool = organisation.first_support + place
    rows = world.rows
    own = (rows.pool == pool) & (rows.kind <= 2) & (rows.month >= scene.start)
    months = int(np.unique(rows.month[own]).size)
    units = [
        receiver.code
        for unit, receiver in enumerate(organisation.receivers)
        if place in organisation.support_of[unit].tolist()
    ]
    return [
        {
            "name": "saving_not_realised",
            "unit": PLANTED,
            "serves": units,
            "months": months,
            "cost_since_start": int(rows.amount[own].sum()),
            "people": len({p.person for p in world.spells.posts if p.pool == pool}),
        }
    ]


def _cases(world: World) -> dict[str, Any]:
    """What was built into the centre's cases."""
    cases = world.cases
    resolved = cases.resolved < np.iinfo(np.int64).max
    months = cases.opened.astype("M8[us]").astype("M8[M]")
    kept = {
        str(month): round(float(1 - cases.late[months == month].mean()), 5)
        for month in np.unique(months)
    }
    rated = cases.rating[cases.rating > 0]
    return {
        "count": len(cases),
        "open": int((~resolved).sum()),
        "in_time_by_month_opened": kept,
        "mean_rating": round(float(rated.mean()), 4) if len(rated) else None,
    }


def _telephony(world: World) -> dict[str, Any]:
    """Calls that came to each area, by month."""
    telephone = Telephone(world)
    return {
        area: {
            f"{month:%Y-%m}": sum(
                one.offered
                for one in telephone.days
                if one.area == area and one.day.replace(day=1) == month
            )
            for month in telephone.months
        }
        for area in AREAS
    }
