# SPDX-License-Identifier: EUPL-1.2
"""Sums of the grain as a person may see them: the only way pages read it.

Who answers for a unit sees the unit's own counts and charges, HR services bundled as
one; a company's CEO the company's; those who follow the whole group see every cell at the
place its protection gives it, and nothing of a unit that concerns fewer than five. What
they ask for without units is read from the sums kept beside the cells (`MonthSum`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from gemensam.catalogue.enums import Confidentiality
from gemensam.group.models import Person, Unit, tree_at
from gemensam.group.queries import administrations
from gemensam.group.rules import sees_figures_of_group
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import ProtectedCell

DIMENSIONS = {
    "month": "x.month",
    "area": "x.area",
    "service": "x.service",
    "unit": "x.unit",
    "top": "x.top",
    "provider": "x.provider",
    "provided_by": "x.provided_by",
}
SUMMED = tuple(MEASURES)
OWN_UNIT = frozenset(
    {
        "volume", "in_use", "charge_ore", "opened", "resolved", "judged", "on_time",
        "reopened", "first_right", "lead_minutes", "rated", "rating", "backlog",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which cells. Empty means all; ids throughout. `tops`: administrations, companies."""

    months: Sequence[date]
    areas: Sequence[str] = ()
    services: Sequence[int] = ()
    units: Sequence[int] = ()
    tops: Sequence[int] = ()
    providers: Sequence[str] = ()
    sources: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A sum: by which key (as asked for, in order), and the measures; None: not told."""

    key: tuple[Any, ...]
    sums: dict[str, Any] = field(hash=False)

    def __getitem__(self, measure: str) -> Any:
        return self.sums.get(measure)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the grain a person sees."""

    whole_group: bool
    units: frozenset[int]  # seen as one's own
    company_units: frozenset[int]

    @property
    def nothing(self) -> bool:
        return not (self.whole_group or self.units or self.company_units)


WHOLE_GROUP = Sight(True, frozenset(), frozenset())


def own(units: Iterable[int]) -> Sight:
    """The sight of whoever answers for `units`."""
    return Sight(False, frozenset(units), frozenset())


def units_sight(person: Person) -> Sight:
    """Of the units one answers for."""
    return own(person.standing.manages)


def company_sight(person: Person) -> Sight:
    """Of the companies one leads."""
    company = Unit.objects.filter(legal_entity__in=person.standing.entities)
    return Sight(False, frozenset(), frozenset(company.values_list("pk", flat=True)))


def own_sight(person: Person) -> Sight:
    """What is one's own, whatever else one sees."""
    return Sight(False, units_sight(person).units, company_sight(person).company_units)


def sight_of(person: Person) -> Sight:
    """All that one sees."""
    return WHOLE_GROUP if sees_figures_of_group(person.standing) else own_sight(person)


def figures(
    person: Person,
    scenario: int,
    where: Where,
    *,
    by: Sequence[str] = (),
    measures: Sequence[str] = SUMMED,
) -> list[Row]:
    """Sums of `measures` by the dimensions `by` (of DIMENSIONS), in their order.

    A page asks for no more measures than it shows: the cells are many. Raises KeyError
    for a dimension that does not exist: names never come from users.
    """
    return figures_in(sight_of(person), scenario, where, by=by, measures=measures)


def figures_in(
    sight: Sight,
    scenario: int,
    where: Where,
    *,
    by: Sequence[str] = (),
    measures: Sequence[str] = SUMMED,
) -> list[Row]:
    """As `figures`, for what is written for readers of a kind and kept: whoever reads it
    must have that `sight`."""
    if sight.nothing or not where.months:
        return []
    columns = [DIMENSIONS[name] for name in by]
    measures = [
        one
        for one in SUMMED
        if one in measures and (sight.whole_group or one in OWN_UNIT)
    ]
    sums = [f"sum(x.{one}) AS {one}" for one in measures]
    grouped = f"GROUP BY {', '.join(columns)} ORDER BY {', '.join(columns)}"
    needs = _needs(where, by)
    if sight.whole_group and not needs & {"unit", "top"}:
        shown = _shown_summed(measures, needs)
    else:
        if sight.whole_group and _any_protected(scenario, where.months):
            needs |= {"protection"}
        shown = _shown(sight, measures, needs)
    sql = (
        f"SELECT {', '.join([*columns, *sums])} FROM ({shown}) x "
        f"WHERE {_filter(where)} {grouped if columns else ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _given(scenario, where, sight, by))
        return [
            Row(tuple(row[: len(by)]), dict(zip(measures, row[len(by) :], strict=True)))
            for row in cursor.fetchall()
        ]


def _needs(where: Where, by: Sequence[str]) -> frozenset[str]:
    """What has to be known of each cell besides what its sums keep."""
    found = set()
    if "area" in by or where.areas:
        found.add("area")
    if "top" in by or where.tops:
        found.add("top")
    if "unit" in by or where.units:
        found.add("unit")
    return frozenset(found)


def _any_protected(scenario: int, months: Sequence[date]) -> bool:
    rows = ProtectedCell.objects.filter(scenario=scenario, month__in=months)
    # In order, so that the first is found along the index: `exists` reads all before it.
    return bool(rows.order_by("month").values_list("month")[:1])


def folded(rows: Iterable[Row], place: int) -> list[Row]:
    """Rows added up by one of their keys, in the order in which it comes."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        held = found.setdefault(row.key[place], {})
        for measure, value in row.sums.items():
            known = held.get(measure)
            held[measure] = value if known is None else known + (value or 0)
    return [Row((key,), sums) for key, sums in found.items()]


def _shown_summed(summed: Sequence[str], needs: frozenset[str]) -> str:
    """The same as `_shown` for who sees the whole group, with the units summed."""
    measures = ", ".join(f"c.{one}" for one in summed)
    area, joined = "NULL", ""
    if "area" in needs:
        area = "s.area_id"
        joined = "LEFT JOIN catalogue_service s ON s.id = c.service_id "
    return (
        f"SELECT c.month, c.service_id AS own_service, {area} AS area, "
        f"CASE WHEN c.level >= {Shown.AREA:d} THEN NULL ELSE c.service_id END AS service, "
        "c.provider, CASE WHEN c.level IS NULL THEN c.provided_by_id END AS provided_by, "
        f"c.source, {measures} FROM outcomes_monthsum c {joined}"
        "WHERE c.scenario_id = %(scenario)s AND c.month = ANY(%(months)s) "
        f"AND c.level IS DISTINCT FROM {Shown.WITHHELD:d}"
    )


def _shown(sight: Sight, summed: Sequence[str], needs: frozenset[str]) -> str:
    """Every current cell at the service and unit where this reader sees it."""
    measures = ", ".join(f"c.{one}" for one in summed)
    joined = "FROM outcomes_cell c "
    if "area" in needs or not sight.whole_group:
        joined += "LEFT JOIN catalogue_service s ON s.id = c.service_id "
    if "top" in needs:
        joined += (
            "LEFT JOIN unnest(%(units)s::bigint[], %(tops)s::bigint[]) t(unit, top) "
            "ON t.unit = c.unit_id"
        )
    area = "s.area_id" if "area" in needs else "NULL"
    top = "t.top" if "top" in needs else "NULL::bigint"
    current = (
        "c.scenario_id = %(scenario)s AND c.superseded_at IS NULL "
        "AND c.month = ANY(%(months)s)"
    )
    if not sight.whole_group:
        service = (
            f"CASE WHEN s.confidentiality = '{Confidentiality.HR}' THEN NULL "
            "ELSE c.service_id END"
        )
        return (
            f"SELECT c.month, c.service_id AS own_service, {area} AS area, {service} AS service, "
            f"c.unit_id AS unit, {top} AS top, c.provider, c.provided_by_id AS provided_by, "
            f"c.source, {measures} {joined} WHERE {current} AND c.unit_id = ANY(%(own)s)"
        )
    if "protection" not in needs:
        return (
            f"SELECT c.month, c.service_id AS own_service, {area} AS area, c.service_id AS service, "
            f"c.unit_id AS unit, {top} AS top, c.provider, "
            f"c.provided_by_id AS provided_by, c.source, {measures} {joined} "
            f"WHERE {current}"
        )
    return (
        f"SELECT c.month, c.service_id AS own_service, {area} AS area, "
        f"CASE WHEN p.level >= {Shown.AREA:d} THEN NULL ELSE c.service_id END AS service, "
        f"CASE WHEN p.level IS NULL THEN c.unit_id ELSE p.shown_node_id END AS unit, "
        f"CASE WHEN p.level >= {Shown.GROUP:d} THEN NULL ELSE {top} END AS top, "
        f"c.provider, CASE WHEN p.level IS NULL THEN c.provided_by_id END AS provided_by, "
        f"c.source, {measures} {joined} "
        "LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id "
        "AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id "
        f"WHERE {current} AND p.level IS DISTINCT FROM {Shown.WITHHELD:d}"
    )


def _filter(where: Where) -> str:
    parts = ["true"]
    if where.services:
        # Merged cells have no service: those shown of one are among its own.
        parts.append("x.own_service = ANY(%(only_services)s)")
    for name, column in (
        ("areas", "x.area"),
        ("services", "x.service"),
        ("units", "x.unit"),
        ("tops", "x.top"),
        ("providers", "x.provider"),
        ("sources", "x.source"),
    ):
        if getattr(where, name):
            parts.append(f"{column} = ANY(%(only_{name})s)")
    return " AND ".join(parts)


def _given(
    scenario: int, where: Where, sight: Sight, by: Sequence[str]
) -> dict[str, Any]:
    needed = "top" in _needs(where, by)
    above = administrations(tree_at(max(where.months))) if needed else {}
    names = ("areas", "services", "units", "tops", "providers", "sources")
    return {
        "scenario": scenario,
        "months": list(where.months),
        "units": list(above),
        "tops": list(above.values()),
        "own": list(sight.units | sight.company_units),
        **{f"only_{name}": list(getattr(where, name)) for name in names},
    }
