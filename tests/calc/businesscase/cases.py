# SPDX-License-Identifier: EUPL-1.2
"""Small savings cases whose every figure can be worked out by hand."""

from typing import Any

from gemensam.calc.businesscase.levers import ORDER, Addressable, Lever
from gemensam.calc.businesscase.model import Case, Cell, Effect, Outlay
from gemensam.calc.businesscase.ranges import Range, Shape

SURE = {
    "delay": 0.0,
    "dip": 0.0,
    "cashed": 1.0,
    "running": 0.0,
    "efficiency": 0.0,
}


def exactly(value: float) -> Range:
    return Range(low=value, likely=value, high=value)


def between(low: float, likely: float, high: float, shape: Shape = Shape.PERT) -> Range:
    return Range(low=low, likely=likely, high=high, shape=shape)


def effect(lever: Lever, base: Addressable = Addressable.ALL) -> Effect:
    return Effect(lever=lever, key=str(lever), base=base)


EVERY = tuple(effect(lever) for lever in ORDER)


def cell(**changes: Any) -> Cell:
    told: dict[str, Any] = {
        "area": "hr",
        "service": 1,
        "top": 1,
        "labour": 80_000_00,
        "other": 20_000_00,
        "effects": (effect(Lever.SCALE),),
        "waves": (1.0,),
    }
    return Cell(**(told | changes))


def case(*cells: Cell, values: dict[str, Any] | None = None, **more: Any) -> Case:
    """Everything sure, unless `values` says otherwise (a number or a Range)."""
    told: dict[str, Any] = SURE | {"scale": 0.1} | (values or {})
    ranges = {
        key: value if isinstance(value, Range) else exactly(value)
        for key, value in told.items()
    }
    return Case(cells=cells or (cell(),), ranges=ranges, **({"starts": (-24,)} | more))


def outlay(key: str = "cost:team", *profile: float) -> Outlay:
    return Outlay(key=key, profile=profile or (1.0, 0.0, 0.0, 0.0, 0.0, 0.0))
