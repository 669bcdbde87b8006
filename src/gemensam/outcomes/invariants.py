# SPDX-License-Identifier: EUPL-1.2
"""What must hold of the grain."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.calc.protection import FEWEST
from gemensam.core.ports import Finding, Invariant
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import Cell

BARE = """
SELECT c.month, s.code, u.code, max(c.persons) FROM outcomes_cell c
JOIN catalogue_service s ON s.id = c.service_id JOIN group_unit u ON u.id = c.unit_id
LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
WHERE c.superseded_at IS NULL AND c.persons > 0 AND p.id IS NULL
    AND EXISTS (SELECT 1 FROM outcomes_protectedcell q
        WHERE q.scenario_id = c.scenario_id AND q.month = c.month)
GROUP BY 1, 2, 3 HAVING max(c.persons) < %s
"""
TWICE = """
SELECT scenario_id, month, source, service_id, unit_id, provider, count(*)
FROM outcomes_cell WHERE superseded_at IS NULL
GROUP BY scenario_id, month, source, service_id, unit_id, provider, provided_by_id
HAVING count(*) > 1
"""
MOST = 50  # told of one kind
# EXCEPT counts nulls as equal, which a join does not.
KEY = "scenario_id, month, source, service_id, provider"
NAMES = ", ".join(MEASURES)
SUMMED = f"""
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, {{place}}, p.level,
    {", ".join(f"sum(c.{one})" for one in MEASURES)}
FROM outcomes_cell c LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
{{joined}}
WHERE c.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
HUNG = """LEFT JOIN (SELECT scenario_id, month, source, unnest(units) AS unit,
    unnest(tops) AS top FROM outcomes_summedtree) t ON t.scenario_id = c.scenario_id
    AND t.month = c.month AND t.source = c.source AND t.unit = c.unit_id"""
OFF = """
WITH made_of ({said}) AS ({made_of})
SELECT scenario_id, month, source, service_id, {place} FROM (
    (SELECT {said} FROM {table} EXCEPT SELECT * FROM made_of)
    UNION ALL
    (SELECT * FROM made_of EXCEPT SELECT {said} FROM {table})
) off GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3 LIMIT %s
"""


def _off(table: str, place: str, made_of: str) -> str:
    said = f"{KEY}, {place}, level, {NAMES}"
    return OFF.format(table=table, place=place, said=said, made_of=made_of)


SUMS = (
    _off(
        "outcomes_monthsum",
        "provided_by_id",
        SUMMED.format(place="c.provided_by_id", joined=""),
    ),
    _off("outcomes_topsum", "top_id", SUMMED.format(place="t.top", joined=HUNG)),
)
LONE = """
SELECT p.month, s.code, p.shown_node_id, count(*) FROM outcomes_protectedcell p
JOIN catalogue_service s ON s.id = p.service_id
WHERE p.level = %s GROUP BY p.scenario_id, p.month, s.code, p.shown_node_id
HAVING count(*) < 2
"""


def few_are_never_shown() -> Iterator[Finding]:
    """In months whose protection was decided."""
    for month, service, unit, persons in _rows(BARE, [FEWEST]):
        where = f"{service} × {unit} × {month:%Y-%m}"
        what = gettext("shown though it concerns {persons} persons")
        yield Finding("protection", where, what.format(persons=persons))


def merged_parts_hide_someone() -> Iterator[Finding]:
    for month, service, node, count in _rows(LONE, [int(Shown.ADMINISTRATION)]):
        where = f"{service} × {node} × {month:%Y-%m}"
        what = gettext("a merged part of {count}").format(count=count)
        yield Finding("partition", where, what)


def cells_are_told_once() -> Iterator[Finding]:
    for row in _rows(TWICE, []):
        what = gettext("{count} current rows").format(count=row[-1])
        yield Finding("cells", str(row[:-1]), what)


def cells_make_sense() -> Iterator[Finding]:
    wrong = Cell.objects.filter(superseded_at=None).filter(
        Q(on_time__gt=F("judged"))
        | Q(judged__gt=F("resolved"))
        | Q(rated__gt=F("resolved"))
        | Q(first_right__gt=F("resolved"))
    )
    for cell in wrong[:MOST]:
        yield Finding("measures", str(cell), gettext("a part is larger than the whole"))


def sums_are_the_cells() -> Iterator[Finding]:
    for kept in SUMS:
        for row in _rows(kept, [MOST]):
            what = gettext("the sum kept is not that of the cells")
            yield Finding("sums", str(row), what)


def _rows(sql: str, given: list[int]) -> Iterator[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        yield from cursor.fetchall()


INVARIANTS = (
    Invariant("cells", _("Every cell of the grain is told once"), cells_are_told_once),
    Invariant("sums", _("The sums kept of the grain are those of its cells"), sums_are_the_cells),
    Invariant("measures", _("No part of a measure is larger than the whole"), cells_make_sense),
    Invariant("protection", _("Nothing about fewer than five persons is shown by itself"), few_are_never_shown),
    Invariant("partition", _("What is merged hides more than one"), merged_parts_hide_someone),
)  # fmt: skip
