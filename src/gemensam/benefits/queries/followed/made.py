# SPDX-License-Identifier: EUPL-1.2
"""The rows of the year: the centre's units and kinds of cost, and the programme."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from gemensam.benefits.models import BudgetComment
from gemensam.benefits.ports import Plan, planned
from gemensam.benefits.queries.followed.ledgers import (
    CostCentre,
    Kind,
    Place,
    budgeted,
    cost_centres,
    posted,
)
from gemensam.benefits.queries.followed.rows import CENTRE, FEW, PROGRAMME, Row
from gemensam.benefits.queries.months import (
    calendar_to,
    closed_through,
    months_between,
    newest,
)
from gemensam.benefits.queries.summary import one_off_by_month
from gemensam.calc.forecast import Range, agreeing, carried_on
from gemensam.calc.money import split
from gemensam.calc.protection import FEWEST
from gemensam.costing.queries.people import employments
from gemensam.group.models import Unit
from gemensam.outcomes.enums import ScenarioKind

DECEMBER, QUARTER = 12, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """`whole` is the centre's, of which `units` and `kinds` are parts; `programme` is the
    programme's one-off costs, None where none are posted nor planned."""

    year: int
    months: Sequence[date]
    closed: Sequence[date]
    whole: Row
    units: Sequence[Row]
    kinds: Sequence[Row]
    programme: Row | None

    def row(self, key: str) -> Row | None:
        """One that can be opened: of a unit, of the centre, or the programme's."""
        rows = [self.whole, *self.units, *([self.programme] if self.programme else [])]
        return next((one for one in rows if one.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    months: Sequence[date]
    closed: Sequence[date]
    costs: Mapping[Place, int]
    budgets: Mapping[Place, int]
    seed: int


def followed() -> Followed | None:
    """Of the year of the last closed month; None before one is closed, or where the centre
    has no cost centre."""
    last, centres = closed_through(), cost_centres()
    closed = calendar_to(last)
    if last is None or not closed or not centres:
        return None
    months = months_between(closed[0], date(last.year, DECEMBER, 1))
    year = _Year(
        months=months,
        closed=closed,
        costs=posted(centres, closed),
        budgets=budgeted(centres, months),
        seed=last.year * 100 + last.month,
    )
    names = dict(Unit.objects.values_list("pk", "name"))
    codes = dict(Unit.objects.values_list("pk", "code"))
    units = [
        _row(year, key=_key(group, codes), name=_name(group, names), units=group)
        for group in _groups(year, centres)
    ]
    every = sorted({one.unit for one in centres})
    whole = _row(year, key=CENTRE, name=_("The centre in all"), units=every)
    kinds = [
        _row(year, key=kind.value, name=name, units=every, kinds=[kind])
        for kind, name in (
            (Kind.PERSONNEL, _("Personnel")),
            (Kind.OTHER, _("Other cost")),
        )
    ]
    made = Followed(
        year=last.year,
        months=months,
        closed=closed,
        whole=whole,
        units=_adding_up(units, whole),
        kinds=_adding_up(kinds, whole),
        programme=_programme(year, planned()),
    )
    return _with_comments(made, last)


def _key(group: Sequence[int], codes: Mapping[int, str]) -> str:
    return codes[group[0]] if len(group) == 1 else FEW


def _name(group: Sequence[int], names: Mapping[int, str]) -> str:
    if len(group) == 1:
        return names[group[0]]
    return _("{count} small units together").format(count=len(group))


def _row(
    year: _Year,
    *,
    key: str,
    name: str,
    units: Sequence[int],
    kinds: Sequence[Kind] = tuple(Kind),
) -> Row:
    spent = _by_month(year.costs, year.closed, units, kinds)
    has_budget = any(unit in units and kind in kinds for unit, kind, _m in year.budgets)
    return Row(
        key=key,
        name=name,
        months=year.months,
        closed=len(year.closed),
        budget=_by_month(year.budgets, year.months, units, kinds)
        if has_budget
        else None,
        told=carried_on(spent, months=len(year.months), seed=year.seed),
    )


def _adding_up(rows: Sequence[Row], whole: Row) -> list[Row]:
    """Rows whose forecasts are parts of the whole's, to the öre."""
    if not rows:
        return []
    told = agreeing([one.told for one in rows], whole.told, closed=whole.closed)
    return [replace(row, told=one) for row, one in zip(rows, told, strict=True)]


def _by_month(
    held: Mapping[Place, int],
    months: Sequence[date],
    units: Sequence[int],
    kinds: Sequence[Kind],
) -> list[int]:
    return [
        sum(held.get((unit, kind, month), 0) for unit in units for kind in kinds)
        for month in months
    ]


# -------------------------------------------------------------- units of few people


def _groups(year: _Year, centres: Sequence[CostCentre]) -> list[list[int]]:
    """Units told by themselves, those that cost most first, and last those of fewer than
    five people together: what one costs could tell what somebody earns."""
    people = _fewest(year.closed, centres)
    cost: dict[int, int] = defaultdict(int)
    for (unit, _kind, _month), ore in [*year.costs.items(), *year.budgets.items()]:
        cost[unit] += ore
    units = sorted(cost, key=lambda unit: (-cost[unit], unit))
    few = [unit for unit in units if 0 < people.get(unit, 0) < FEWEST]
    apart = [unit for unit in units if unit not in few]
    while few and sum(people[one] for one in few) < FEWEST and apart:
        smallest = min(apart, key=lambda one: people.get(one, 0) or FEWEST)
        apart.remove(smallest)
        few.append(smallest)
        people.setdefault(smallest, 0)
    if len(few) == 1 and apart:
        few.append(apart.pop())
    return [[unit] for unit in apart] + ([sorted(few)] if few else [])


def _fewest(months: Sequence[date], centres: Sequence[CostCentre]) -> dict[int, int]:
    """The fewest people of a unit in any closed month in which it has some."""
    found: dict[int, int] = {}
    codes = {one.code for one in centres}
    for month in months:
        held = {(one.entity, one.code): one.unit for one in centres if one.holds(month)}
        here: dict[int, set[str]] = defaultdict(set)
        for job in employments(month, centres=codes):
            unit = held.get((job.entity, job.cost_centre))
            if unit is not None:
                here[unit].add(job.pseudonym)
        for unit, persons in here.items():
            found[unit] = min(found.get(unit, len(persons)), len(persons))
    return found


# ---------------------------------------------------------------------- the programme


def _programme(year: _Year, plan: Plan | None) -> Row | None:
    """One-off costs against the implementation cost of the locked savings case. Months to
    come are expected to cost what the case says is likely."""
    actual = newest(ScenarioKind.ACTUAL)
    spent = one_off_by_month(actual, year.closed) if actual else {}
    held = _outlays(plan, year.months) if plan else None
    if not any(spent.values()) and not (held and any(one[1] for one in held)):
        return None
    closed = [spent.get(month, 0) for month in year.closed]
    n = len(closed)
    if held is None:
        told = carried_on(closed, months=len(year.months), seed=year.seed)
    else:
        sure = [Range(figure=ore, low=ore, high=ore) for ore in closed]
        later = [
            Range(figure=likely, low=low, high=high) for low, likely, high in held[n:]
        ]
        told = [*sure, *later, _added([*sure, *later])]
    return Row(
        key=PROGRAMME,
        name=_("The programme’s one-off costs"),
        months=year.months,
        closed=n,
        budget=[likely for _low, likely, _high in held] if held else None,
        told=told,
    )  # fmt: skip


def _added(parts: Sequence[Range]) -> Range:
    """Lows with lows and highs with highs, as the case's own table adds them."""
    return Range(
        figure=sum(one.figure for one in parts),
        low=sum(one.low for one in parts),
        high=sum(one.high for one in parts),
    )


def _outlays(plan: Plan, months: Sequence[date]) -> list[tuple[int, int, int]] | None:
    """Low, likely and high by month; a quarter's third in each of its months."""
    found = []
    for month in months:
        first = date(month.year, (month.month - 1) // QUARTER * QUARTER + 1, 1)
        told = plan.outlay.get(first, (0, 0, 0))
        place = month.month - first.month
        low, likely, high = (split(ore, [1] * QUARTER)[place] for ore in told)
        found.append((low, likely, high))
    return found if any(any(one) for one in found) else None


# ------------------------------------------------------------------- what owners say


def _with_comments(made: Followed, month: date) -> Followed:
    rows = BudgetComment.objects.filter(month=month, replaced_by=None)
    said = {one.row: one for one in rows.select_related("made_by__person")}
    return replace(
        made,
        whole=replace(made.whole, comment=said.get(made.whole.key)),
        units=[replace(one, comment=said.get(one.key)) for one in made.units],
        programme=replace(made.programme, comment=said.get(PROGRAMME))
        if made.programme
        else None,
    )
