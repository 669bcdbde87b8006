# SPDX-License-Identifier: EUPL-1.2
"""A stored result in the words and order in which pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gemensam.calc.businesscase.levers import ORDER
from gemensam.calc.businesscase.waterfall import (
    INDEX,
    NOT_CASHED,
    NOT_DEDUCTED,
    NOT_YET,
)
from gemensam.catalogue.models import Area, Service
from gemensam.group.models import Unit
from gemensam.programme.enums import AssumptionKind, CostKind
from gemensam.programme.suggested import source_text
from gemensam.ui.templatetags.figures import mnkr, number, percent
from gemensam.ui.waterfall import Step

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The percentiles of the pace of a quarter, and what became of it."""

    label: str
    shares: Sequence[float]
    actual: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """The pace at the end of year 1 when one assumption is low, and high."""

    key: str
    name: str
    low: float
    high: float
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An assumption as a range in words, and the result at its ends."""

    key: str
    name: str
    low: str
    likely: str
    high: str
    source: str
    paces: tuple[float, float]
    values: tuple[int, int]


def names(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Key of every assumption and cost → what it is called, of a content as locked."""
    areas = {area.code: str(area) for area in Area.objects.all()}
    services = {one.code: one.name for one in Service.objects.all()}
    tops = dict(Unit.objects.values_list("pk", "name"))
    found = {f"cost:{kind}": str(kind.label) for kind in CostKind}
    for one in inputs["assumptions"]:
        where = [
            told[one[name]]
            for name, told in (("area", areas), ("service", services), ("top", tops))
            if one[name] is not None
        ]
        label = str(AssumptionKind(one["kind"]).label)
        found[one["key"]] = ", ".join([label, *where])
    return found


def points(result: Result, actual: Mapping[int, float] | None = None) -> list[Point]:
    """By quarter of the first two years and end of the later; `actual` by place."""
    told = zip(result["windows"], result["forecast"]["pace"], strict=True)
    return [
        Point(
            label=window_name(*window),
            shares=shares,
            actual=(actual or {}).get(place),
        )
        for place, (window, shares) in enumerate(told)
    ]


def window_name(first: int, end: int) -> str:
    """Months from the start as a quarter of a year of the centre."""
    return _("year {year} Q{quarter}").format(
        year=first // 12 + 1, quarter=(end - 1) % 12 // 3 + 1
    )


def swings(result: Result, called: Mapping[str, str]) -> list[Swing]:
    """Those that move the pace at all, the widest first."""
    ranks = dict(result["forecast"]["matters"])
    return [
        Swing(
            key=one["key"],
            name=called.get(one["key"], one["key"]),
            low=one["pace"][0],
            high=one["pace"][1],
            rank=number(ranks[one["key"]], 2),
        )
        for one in result["plain"]["swings"]
        if one["pace"][0] != one["pace"][1]
    ]


def step_name(step: str) -> str:
    told = {
        INDEX: _("Wages and prices"),
        NOT_CASHED: _("Freed time that does not become money"),
        NOT_YET: _("Not yet in effect"),
        NOT_DEDUCTED: _("VAT that companies cannot deduct"),
    }
    return told.get(step) or str(AssumptionKind(step).label)


def steps(walk: Mapping[str, Any]) -> list[Step]:
    """Baseline, every step that moves something, target; levers in the order of use."""
    at = walk["baseline"]
    found = [Step(name=_("Baseline"), begins=0, ends=at, is_level=True)]
    order = [INDEX, *map(str, ORDER), NOT_CASHED, NOT_YET]
    order += [step for step in walk["steps"] if step not in order]
    for step in order:
        ore = walk["steps"][step]
        if ore:
            found.append(Step(name=step_name(step), begins=at, ends=at + ore))
            at += ore
    found.append(Step(name=_("Target"), begins=0, ends=walk["target"], is_level=True))
    return found


def five(result: Result, inputs: Mapping[str, Any], called: Mapping[str, str]) -> list[Line]:  # fmt: skip
    """The assumptions that matter most, with what they come to low and high."""
    ranges = _ranges(inputs)
    swung = {one["key"]: one for one in result["plain"]["swings"]}
    return [
        Line(
            key=key,
            name=called.get(key, key),
            low=told_as(key, ranges[key][0]),
            likely=told_as(key, ranges[key][1]),
            high=told_as(key, ranges[key][2]),
            source=source_text(ranges[key][3]),
            paces=tuple(swung[key]["pace"]),
            values=tuple(swung[key]["npv"]),
        )
        for key in result["plain"]["five"]
    ]


def _ranges(inputs: Mapping[str, Any]) -> dict[str, tuple[float, float, float, str]]:
    found: dict[str, tuple[float, float, float, str]] = {}
    for one in inputs["assumptions"]:
        low, likely, high = map(float, one["range"])
        found[one["key"]] = (low, likely, high, one["source"])
    for kind in CostKind:
        rows = [row for row in inputs["costs"] if row["kind"] == kind]
        if rows:
            low, likely, high = (
                sum(row["ore"][end] for row in rows) for end in range(3)
            )
            found[f"cost:{kind}"] = (low, likely, high, rows[0]["source"])
    return found


def told_as(key: str, value: float) -> str:
    """A share in per cent, a cost in million kronor, the delay in months."""
    kind = key.partition(":")[0]
    if kind == "cost":
        return mnkr(round(value))
    if AssumptionKind(kind).is_months:
        decimals = 0 if value == round(value) else 1
        return _("{months} months").format(months=number(value, decimals))
    return percent(value)


def years_until(months: float | None) -> str:
    """A payback in years, or that it never comes."""
    if months is None:
        return _("never within the case")
    return _("{years} years").format(years=number(months / 12, 1))
