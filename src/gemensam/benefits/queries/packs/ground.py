# SPDX-License-Identifier: EUPL-1.2
"""Everything the packs of a month are written from, read once for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from gemensam.agreements.queries import prices_on
from gemensam.benefits.enums import PackReader
from gemensam.benefits.queries.months import (
    Compared,
    compared,
    month_before,
    next_month,
)
from gemensam.catalogue.enums import Provider
from gemensam.catalogue.models import Service
from gemensam.core.models import Installation
from gemensam.costing.models import StaffRow
from gemensam.group.models import Tree, Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.models import ProtectedCell, ScenarioVersion
from gemensam.outcomes.queries import Where
from gemensam.outcomes.queries.figures import WHOLE_GROUP, Sight, figures_in, own
from gemensam.outcomes.queries.versions import months_of

WINDOW = 3  # months over which use is compared between units
TOLD = (
    "volume", "in_use", "charge_ore", "opened", "resolved", "judged", "on_time",
    "first_right", "rated", "rating",
)  # fmt: skip
# What the centre itself did in a pilot by then is no baseline of quality.
BEFORE_THE_CENTRE = (Provider.LOCAL, Provider.OTHER)
Sums = Mapping[str, Any]
Lines = Mapping[int | None, Sums]  # by service; None: HR together, or merged
Places = Mapping[int, Lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearAgo:
    """The same month a year before: of the outcome, or of the baseline, which knows
    volumes but no prices."""

    month: date
    scenario: ScenarioVersion
    is_baseline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one kind of reader sees of the month, the month before, a year before, and
    the months in which use is compared: by unit, and by administration or company.
    `kept` is what the whole baseline says of cases on time, by unit."""

    now: Places
    before: Places
    year_ago: Places
    window: Places
    kept: Places
    tops: Places
    tops_before: Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`people` are those employed at the month's end, by unit; `prices` as
    `agreements.queries.prices_on`; `window` the months of `Seen.window`. `merged`:
    services of an administration that others than their own see only partly, in this
    month or the one before, since some is merged beyond it."""

    month: date
    at: datetime
    author: str
    actual: ScenarioVersion
    of: Compared
    before: date | None
    year_ago: YearAgo | None
    window: tuple[date, ...]
    tree: Tree
    top_of: Mapping[int, int]
    units: Mapping[int, Unit]
    services: Mapping[int, Service]
    people: Mapping[int, int]
    prices: Mapping[tuple[int, int], int]
    merged: frozenset[tuple[int | None, int]]
    seen: Mapping[PackReader, Seen]

    @property
    def baseline(self) -> ScenarioVersion | None:
        return self.of.baseline

    def below(self, top: int) -> list[int]:
        """Units under an administration or company, itself included."""
        return [unit for unit, node in self.top_of.items() if node == top]

    def price_of(self, service: int, unit: int) -> int | None:
        """Öre for one, by the terms nearest above the unit."""
        path = self.tree.path(unit)
        held = (self.prices.get((service, node)) for node in path)
        return next((price for price in held if price is not None), None)

    def name_of(self, service: int | None) -> str | None:
        return self.services[service].name if service is not None else None


def ground_of(month: date, *, at: datetime) -> Ground | None:
    """As known now; None without an outcome of the month."""
    of = compared()
    actual = of.actual
    months = months_of(actual) if actual else []
    if actual is None or month not in months:
        return None
    tree = tree_at(month)
    owner = Installation.objects.first()
    earlier = month_before(month)
    window = [one for one in months if one <= month][-WINDOW:]
    before = earlier if earlier in months else None
    ago = _year_ago(month, months, of)
    top_of = administrations(tree)
    times = _Times(actual, month, before, ago, window, of)
    return Ground(
        month=month,
        at=at,
        author=owner.name if owner else "Gemensam",
        actual=actual,
        of=of,
        before=before,
        year_ago=ago,
        window=tuple(window),
        tree=tree,
        top_of=top_of,
        units=Unit.objects.in_bulk(),
        services=Service.objects.in_bulk(),
        people=people_in(month),
        prices=prices_on(month),
        merged=_merged(actual, [month, *([before] if before else [])], top_of),
        seen={
            PackReader.OWN: _seen(own(tree.parents), times),
            PackReader.GROUP: _seen(WHOLE_GROUP, times),
        },
    )


@dataclass(frozen=True, slots=True)
class _Times:
    actual: ScenarioVersion
    month: date
    before: date | None
    year_ago: YearAgo | None
    window: Sequence[date]
    of: Compared


def _year_ago(month: date, months: Sequence[date], of: Compared) -> YearAgo | None:
    ago = date(month.year - 1, month.month, 1)
    if of.actual and ago in months:
        return YearAgo(month=ago, scenario=of.actual, is_baseline=False)
    if of.baseline and ago in of.baseline_months:
        return YearAgo(month=ago, scenario=of.baseline, is_baseline=True)
    return None


def _seen(sight: Sight, times: _Times) -> Seen:
    actual, ago, base = times.actual, times.year_ago, times.of.baseline
    before = [times.before] if times.before else []
    return Seen(
        now=_places(sight, actual, [times.month]),
        before=_places(sight, actual, before),
        year_ago=_places(sight, ago.scenario, [ago.month]) if ago else {},
        window=_places(sight, actual, times.window, measures=("volume",)),
        kept=_places(
            sight,
            base,
            times.of.baseline_months,
            measures=("judged", "on_time"),
            providers=BEFORE_THE_CENTRE,
        )
        if base
        else {},
        tops=_places(sight, actual, [times.month], by="top"),
        tops_before=_places(sight, actual, before, by="top"),
    )


def _places(
    sight: Sight,
    scenario: ScenarioVersion,
    months: Sequence[date],
    *,
    by: str = "unit",
    measures: Sequence[str] = TOLD,
    providers: Sequence[str] = (),
) -> Places:
    where = Where(months=list(months), providers=providers)
    found: dict[int, dict[int | None, Sums]] = defaultdict(dict)
    for row in figures_in(
        sight, scenario.pk, where, by=(by, "service"), measures=measures
    ):
        place, service = row.key
        if place is not None:
            found[place][service] = row.sums
    return found


def _merged(
    scenario: ScenarioVersion, months: Sequence[date], top_of: Mapping[int, int]
) -> frozenset[tuple[int | None, int]]:
    beyond = ProtectedCell.objects.filter(
        scenario=scenario, month__in=months, level__gte=Shown.GROUP
    ).values_list("service_id", "unit_id")
    return frozenset(
        (service, top_of[unit]) for service, unit in beyond if unit in top_of
    )


def people_in(month: date) -> Mapping[int, int]:
    """How many were employed at each unit at the month's end."""
    after = next_month(month)
    rows = StaffRow.objects.filter(
        Q(employed_to=None) | Q(employed_to__gte=after),
        year=month.year,
        superseded_at=None,
        unit__isnull=False,
        employed_from__lt=after,
    ).values_list("unit_id")
    told = rows.annotate(people=Count("pseudonym", distinct=True)).order_by()
    return {unit: people for unit, people in told if unit is not None}


def added(lines: Iterable[Sums], measure: str) -> Any:
    """The sum of what is told; None where nothing is."""
    told = [one[measure] for one in lines if one.get(measure) is not None]
    return sum(told) if told else None


def part(lines: Iterable[Sums], of: str, whole: str) -> tuple[int, int] | None:
    """Cases of which something held, and all of them; None where there were none."""
    every = list(lines)
    judged = added(every, whole) or 0
    return (int(added(every, of) or 0), int(judged)) if judged else None
