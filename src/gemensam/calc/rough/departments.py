# SPDX-License-Identifier: EUPL-1.2
"""Which cost centres are support departments, by who works there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gemensam.calc.costing.titles import Range
from gemensam.calc.rough.evidence import Assumed, Person

LEADERSHIP = "LED"
Shares = Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Department:
    """The area most of the work is for, and all areas by their part of it."""

    area: str
    parts: Mapping[str, float]


def departments(
    people: Sequence[Person],
    lines: Mapping[int, Shares],
    areas: Sequence[str],
    assumed: Assumed,
) -> dict[str, Department]:
    """Centre → department, for centres whose people by their titles give at least half
    of their paid time to support."""
    pay: defaultdict[str, float] = defaultdict(float)
    given: defaultdict[str, defaultdict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for one in people:
        pay[one.centre] += one.pay_ore
        shares = lines.get(one.line, {}) if one.line is not None else {}
        likely = {target: share.likely for target, share in shares.items()}
        for target, part in likely.items():
            given[one.centre][target] += part * one.pay_ore
        if sum(likely.values()) >= assumed.department:
            heads[one.centre].add(one.person)
    found = {}
    for centre, by_target in given.items():
        own = {area: by_target.get(area, 0.0) for area in areas}
        area = max(own, key=lambda each: own[each])
        whole = sum(by_target.values())
        if (
            own[area] > 0
            and len(heads[centre]) >= assumed.fewest_inside
            and whole >= assumed.department * pay[centre]
        ):
            own_whole = sum(own.values())
            parts = {each: part / own_whole for each, part in own.items() if part > 0}
            found[centre] = Department(area, parts)
    return found
