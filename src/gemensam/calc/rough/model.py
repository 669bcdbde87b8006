# SPDX-License-Identifier: EUPL-1.2
"""The rough answer: costs that share an unknown are drawn together, many times."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gemensam.calc.costing.titles import Range
from gemensam.calc.rough.departments import (
    LEADERSHIP,
    Department,
    Shares,
    departments,
)
from gemensam.calc.rough.draws import interval, pert
from gemensam.calc.rough.evidence import (
    Assumed,
    Centre,
    Interval,
    Person,
    Spread,
    Tally,
)

Draws = NDArray[np.float64]
INSIDE, UNKNOWN = "inside", "unknown"
Group = tuple[str, int | None, str]  # what is unknown: its kind, line, target
What = tuple[str, int | None]
Key = tuple[Group, str, bool, bool]  # group, area, in a department, a fragment


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Something that is not known, and how wide it alone makes the range, in öre.

    `what`: "line" (with its key), "inside", "unknown", "level", "on_cost", "other",
    "named" or "workplace"; `people` is how many it is about, where it is about people.
    """

    what: str
    line: int | None
    width_ore: float
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Öre of a year by area and in all; percentages of the work in full-time years."""

    areas: Mapping[str, Interval]
    total: Interval
    outside_pct: Interval
    fragmentation_pct: Interval
    people_ore: float
    other_ore: float
    departments: Mapping[str, str]
    narrowing: Sequence[Narrowing]
    fte: Interval
    unmatched_pay_ore: int


@dataclass(slots=True)
class _Sums:
    """What is added up over people before anything is drawn."""

    areas: Sequence[str]
    lines: Mapping[int, Shares]
    assumed: Assumed
    inside: Mapping[str, Department]
    factors: Mapping[str, float]  # roster's centre → on-cost by the ledger
    tallies: dict[Key, Tally] = field(default_factory=lambda: defaultdict(Tally))
    answered: dict[str, list[float]] = field(default_factory=dict)
    unmatched: int = 0

    def add(self, one: Person) -> None:
        parts = self._parts(one)
        likely: defaultdict[str, float] = defaultdict(float)
        for _group, area, share, _weight in parts:
            likely[area] += share
        factor = self.factors.get(one.centre)
        is_inside = one.centre in self.inside
        for group, area, _share, weight in parts:
            is_fragment = likely[area] < self.assumed.fragment
            tally = self.tallies[group, area, is_inside, is_fragment]
            if factor is None:
                tally.pay += weight * one.pay_ore
            else:
                tally.ledger += weight * one.pay_ore * factor
            tally.fte += weight * one.fte
            tally.people.add(one.person)
        if factor is None:
            self.unmatched += one.pay_ore

    def _parts(self, one: Person) -> list[tuple[Group, str, float, float]]:
        """Group, area, the person's likely share of the area, and by what the group's
        drawn share is multiplied."""
        if one.shares is not None:
            return [
                (("survey", None, ""), area, share, share)
                for area, share in one.shares.items()
                if share > 0
            ]
        shares = self.lines.get(one.line, {}) if one.line is not None else {}
        likely = {target: share.likely for target, share in shares.items()}
        department = self.inside.get(one.centre)
        home = department.area if department else None
        if home is not None and sum(likely.values()) < self.assumed.department:
            return [((INSIDE, None, home), home, self.assumed.inside.likely, 1.0)]
        if one.line is None:
            each = self.assumed.unknown.likely
            return [((UNKNOWN, None, area), area, each, 1.0) for area in self.areas]
        return [
            (("line", one.line, target), area, likely[target] * part, part)
            for target in shares
            for area, part in self._areas_of(target, home, likely).items()
        ]

    def _areas_of(
        self, target: str, home: str | None, likely: Mapping[str, float]
    ) -> Mapping[str, float]:
        """Leadership of support belongs to the department's area, else to the areas the
        person works in, else to all alike."""
        if target != LEADERSHIP:
            return {target: 1.0} if target in self.areas else {}
        if home is not None:
            return {home: 1.0}
        own = {area: likely.get(area, 0.0) for area in self.areas}
        whole = sum(own.values())
        if whole <= 0:
            return dict.fromkeys(self.areas, 1 / len(self.areas))
        return {area: part / whole for area, part in own.items() if part > 0}


def rough(
    people: Sequence[Person],
    centres: Mapping[str, Centre],
    lines: Mapping[int, Shares],
    areas: Sequence[str],
    assumed: Assumed,
    *,
    named: Mapping[str, Mapping[str, float]] | None = None,
) -> Answer:
    """The answer for employments of a year.

    `centres`: the roster's cost centre → the ledger's, where they were matched; `lines`:
    key of a standard line → its shares per area, or LED; `named`: the ledger's cost
    centre → öre per area on accounts whose names speak of it, which counts outside
    departments, where all other cost counts already. The same seed gives the same answer.
    """
    inside = departments(people, lines, areas, assumed)
    sums = _Sums(areas, lines, assumed, inside, on_costs(people, centres, assumed))
    for one in people:
        sums.add(one)
    other = _other(inside, centres, areas, named or {})
    own = {centres[roster].code for roster in inside if roster in centres}
    direct = dict.fromkeys(areas, 0.0)
    for code, by_area in (named or {}).items():
        for area, ore in by_area.items():
            direct[area] += 0 if code in own else max(ore, 0)
    return _Drawing(sums, other, direct, assumed).answer()


def on_costs(
    people: Sequence[Person], centres: Mapping[str, Centre], assumed: Assumed
) -> dict[str, float]:
    """By what pay is multiplied to be what the ledger says that people cost, for
    centres where that is a likely figure; several of the roster may share one."""
    pay: defaultdict[str, float] = defaultdict(float)
    for one in people:
        if one.centre in centres:
            pay[centres[one.centre].code] += one.pay_ore
    low, high = assumed.bounds_of_on_cost
    found = {}
    for roster, centre in centres.items():
        paid = pay.get(centre.code, 0.0)
        factor = centre.people_ore / paid if paid > 0 else 0.0
        if low <= factor <= high:
            found[roster] = factor
    return found


def _other(
    inside: Mapping[str, Department],
    centres: Mapping[str, Centre],
    areas: Sequence[str],
    named: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """What the departments' centres cost beside people, each once, by area: on accounts
    that speak of an area to that, the rest as the people's work."""
    own = {
        centres[roster].code: (department.parts, max(centres[roster].other_ore, 0))
        for roster, department in inside.items()
        if roster in centres
    }
    found = dict.fromkeys(areas, 0.0)
    for code, (parts, ore) in own.items():
        said = {area: max(part, 0) for area, part in named.get(code, {}).items()}
        whole = sum(said.values())
        if whole > ore:
            said = {area: part * ore / whole for area, part in said.items()}
        for area, part in said.items():
            found[area] += part
        for area, part in parts.items():
            found[area] += max(ore - whole, 0) * part
    return found


class _Drawing:
    def __init__(
        self,
        sums: _Sums,
        other: Mapping[str, float],
        direct: Mapping[str, float],
        assumed: Assumed,
    ) -> None:
        self._sums, self._other, self._direct = sums, other, direct
        self._assumed = assumed
        self._random = np.random.default_rng(assumed.seed)
        self._on_cost = self._drawn(assumed.on_cost)
        self._level = self._drawn(assumed.level)
        self._named = self._drawn(assumed.named)
        self._of_area = {area: self._drawn(assumed.area) for area in sums.areas}
        self._others = {area: self._drawn(assumed.other) for area in sums.areas}
        self._workplace = self._drawn(assumed.workplace)
        groups = {group for group, _area, _inside, _small in sums.tallies}
        self._shares = {group: self._share(group) for group in sorted(groups, key=str)}

    def _drawn(self, spread: Spread | Range) -> Draws:
        return pert(
            self._random, spread.low, spread.likely, spread.high, self._assumed.draws
        )

    def _share(self, group: Group) -> Draws:
        kind, line, target = group
        if kind == "survey":
            return np.ones(self._assumed.draws)
        if kind == INSIDE:
            return self._drawn(self._assumed.inside)
        if line is None:
            return self._drawn(self._assumed.unknown)
        return self._drawn(self._sums.lines[line][target])

    # ------------------------------------------------------------------ the answer

    def answer(self) -> Answer:
        assumed, areas = self._assumed, self._sums.areas
        cost = {area: np.zeros(assumed.draws) for area in areas}
        work = {place: np.zeros(assumed.draws) for place in ("in", "out", "small")}
        for key, tally in self._sums.tallies.items():
            _group, area, is_inside, is_small = key
            share = self._share_of(key)
            cost[area] += self._cost_of(key, tally, share)
            work["in" if is_inside else "out"] += tally.fte * share
            if is_small and not is_inside:
                work["small"] += tally.fte * share
        people = sum(float(np.median(one)) for one in cost.values())
        for area in areas:
            cost[area] += self._other[area] * self._others[area]
            cost[area] += self._direct[area] * self._named
        total = np.sum(list(cost.values()), axis=0)
        whole = np.maximum(work["in"] + work["out"], 1e-9)
        return Answer(
            areas={area: interval(cost[area]) for area in areas},
            total=interval(total),
            outside_pct=interval(100 * work["out"] / whole),
            fragmentation_pct=interval(100 * work["small"] / whole),
            people_ore=people,
            other_ore=sum(self._other.values()) + sum(self._direct.values()),
            departments={centre: one.area for centre, one in self._sums.inside.items()},
            narrowing=self._narrowing(),
            fte=interval(work["in"] + work["out"]),
            unmatched_pay_ore=self._sums.unmatched,
        )

    def _share_of(self, key: Key) -> Draws:
        """What is drawn for the group, raised or lowered outside departments by the level
        of the municipality: nobody has been asked, so all lines may be off together."""
        group, area, is_inside, _small = key
        share = self._shares[group]
        if is_inside or group[0] == "survey":
            return share
        return np.minimum(share * self._level * self._of_area[area], 1.0)

    def _cost_of(self, key: Key, tally: Tally, share: Draws) -> Draws:
        people = tally.ledger + tally.pay * self._on_cost
        cost: Draws = people * share
        return cost if key[2] else cost * (1 + self._workplace)

    def _narrowing(self) -> list[Narrowing]:
        """Each unknown alone, all others at their middle, the widest first."""
        groups: defaultdict[What, Draws] = defaultdict(self._nothing)
        people: defaultdict[What, set[str]] = defaultdict(set)
        level, on_cost, workplace = self._nothing(), self._nothing(), self._nothing()
        middle = float(np.median(self._on_cost))
        for key, tally in self._sums.tallies.items():
            group, _area, is_inside, _small = key
            share = self._share_of(key)
            base = tally.ledger + tally.pay * middle
            groups[group[:2]] = groups[group[:2]] + base * self._shares[group]
            people[group[:2]] |= tally.people
            usual = float(np.median(share))
            on_cost = on_cost + tally.pay * self._on_cost * usual
            if not is_inside:
                usual_share = float(np.median(self._shares[group]))
                level = level + base * usual_share * self._level
                workplace = workplace + base * usual * self._workplace
        found = [
            Narrowing(kind, line, interval(cost).width, len(people[kind, line]))
            for (kind, line), cost in groups.items()
        ]
        other = sum(
            (self._other[area] * self._others[area] for area in self._sums.areas),
            self._nothing(),
        )
        for what, cost in (
            ("level", level),
            ("on_cost", on_cost),
            ("workplace", workplace),
            ("other", other),
            ("named", sum(self._direct.values()) * self._named),
        ):
            found.append(Narrowing(what, None, interval(cost).width))
        wide = [one for one in found if one.width_ore > 0]
        return sorted(wide, key=lambda one: (-one.width_ore, one.what, one.line or 0))

    def _nothing(self) -> Draws:
        return np.zeros(self._assumed.draws)
