# SPDX-License-Identifier: EUPL-1.2
"""What must hold of the grain."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from gemensam.calc.protection import FEWEST
from gemensam.core.ports import Finding, Invariant
from gemensam.outcomes.columns import MERGED, packed
from gemensam.outcomes.enums import Shown
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import Cell, MonthColumns

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
SAID = f"scenario_id, month, source, service_id, provider, provided_by_id, level, {', '.join(MEASURES)}"
MADE_OF = f"""
SELECT c.scenario_id, c.month, c.source, c.service_id, c.provider, c.provided_by_id,
    p.level, {", ".join(f"sum(c.{one})" for one in MEASURES)}
FROM outcomes_cell c LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
WHERE c.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
SUMS = f"""
WITH made_of ({SAID}) AS ({MADE_OF})
SELECT scenario_id, month, source, service_id, provided_by_id FROM (
    (SELECT {SAID} FROM outcomes_monthsum EXCEPT SELECT * FROM made_of)
    UNION ALL
    (SELECT * FROM made_of EXCEPT SELECT {SAID} FROM outcomes_monthsum)
) off GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3 LIMIT %s
"""
HELD = """
SELECT c.scenario_id, c.month, c.source, coalesce(c.service_id, 0), c.unit_id,
    coalesce(p.level, 0), coalesce(p.shown_node_id, 0), sum(c.cost_ore)::bigint,
    sum(c.labour_ore)::bigint, (100 * sum(c.volume))::bigint
FROM outcomes_cell c LEFT JOIN outcomes_protectedcell p ON p.scenario_id = c.scenario_id
    AND p.month = c.month AND p.service_id = c.service_id AND p.unit_id = c.unit_id
WHERE c.scenario_id = %s AND c.month = %s AND c.source = %s AND c.superseded_at IS NULL
    AND coalesce(c.cost_ore, c.labour_ore, c.volume) IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 4, 5
"""
SINCE = """
SELECT k.scenario_id, k.month, k.source FROM (
    SELECT scenario_id, month, source, since FROM outcomes_monthsum
    UNION SELECT scenario_id, month, source, since FROM outcomes_monthcolumns) k
JOIN (SELECT scenario_id, month, source,
        max(greatest(recorded_at, superseded_at)) AS since
    FROM outcomes_cell GROUP BY 1, 2, 3) c USING (scenario_id, month, source)
WHERE k.since <> c.since GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT %s
"""
MERGED_THERE = """
SELECT service_id, unit_id, level, coalesce(shown_node_id, 0)
FROM outcomes_protectedcell
WHERE scenario_id = %s AND month = %s AND service_id IS NOT NULL ORDER BY 1, 2
"""
TOLD = """
SELECT DISTINCT scenario_id, month, source FROM outcomes_cell
WHERE superseded_at IS NULL AND coalesce(cost_ore, labour_ore, volume) IS NOT NULL
UNION SELECT scenario_id, month, source FROM outcomes_monthcolumns ORDER BY 1, 2, 3
"""
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
    for row in _rows(SUMS, [MOST]):
        what = gettext("the sum kept is not that of the cells")
        yield Finding("sums", str(row), what)


def kept_is_dated_as_its_cells() -> Iterator[Finding]:
    for row in _rows(SINCE, [MOST]):
        what = gettext("kept as known at another time than its cells")
        yield Finding("since", str(row), what)


def columns_are_the_cells() -> Iterator[Finding]:
    """Month by month: all of them would be too many to hold at once."""
    for scenario, month, source in list(_rows(TOLD, [])):
        held = MonthColumns.objects.filter(
            scenario=scenario, month=month, source=source
        ).first()
        cells = [row[3:] for row in _rows(HELD, [scenario, month, source])]
        merged = list(_rows(MERGED_THERE, [scenario, month]))
        wanted = (packed(cells), packed(merged, MERGED))
        if held is None or (bytes(held.cells), bytes(held.merged)) != wanted:
            what = gettext("the columns kept are not those of the cells")
            yield Finding("columns", f"{scenario} {source} {month}", what)


def _rows(sql: str, given: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        yield from cursor.fetchall()


INVARIANTS = (
    Invariant("cells", _("Every cell of the grain is told once"), cells_are_told_once),
    Invariant("sums", _("The sums kept of the grain are those of its cells"), sums_are_the_cells),
    Invariant("columns", _("The columns kept of the grain are its cells"), columns_are_the_cells),
    Invariant("since", _("What is kept of the grain is dated by when its cells last changed"), kept_is_dated_as_its_cells),
    Invariant("measures", _("No part of a measure is larger than the whole"), cells_make_sense),
    Invariant("protection", _("Nothing about fewer than five persons is shown by itself"), few_are_never_shown),
    Invariant("partition", _("What is merged hides more than one"), merged_parts_hide_someone),
)  # fmt: skip
