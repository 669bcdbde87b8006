# SPDX-License-Identifier: EUPL-1.2
"""Months of the grain are rebuilt from their evidence; the same evidence changes nothing.

What a month looked like before is kept: a figure that differs supersedes the old one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

import numpy as np

from gemensam.core import audit, chain
from gemensam.core.bulk import analyse
from gemensam.core.by import By
from gemensam.core.failures import ExpectedFailure
from gemensam.core.versioned import VersionedTable
from gemensam.formats.issues import mark
from gemensam.outcomes.actions.protect import keep_protected
from gemensam.outcomes.actions.sums import KEPT, sum_month
from gemensam.outcomes.measures import MEASURES
from gemensam.outcomes.models import ScenarioVersion
from gemensam.outcomes.ports import CellValue, DrawnCost, ask_guards, sources

CELLS = VersionedTable(
    table="outcomes_cell",
    scope=("scenario_id", "month", "source"),
    key=("service_id", "unit_id", "provider", "provided_by_id"),
    nullable=frozenset({"service_id", "provided_by_id"}),
    values=(*MEASURES, "lead_histogram", "persons"),
    together=("unit_id", "service_id"),  # those who answer for a unit read all of it
)
DRAWS = VersionedTable(
    table="outcomes_costdraws",
    scope=("scenario_id", "month"),
    key=("service_id", "provided_by_id"),
    nullable=frozenset({"service_id", "provided_by_id"}),
    values=("cost_ore", "draws"),
)


class FrozenScenario(ExpectedFailure):
    """A frozen version is never written again; corrections are a new version."""

    def __init__(self, scenario: ScenarioVersion) -> None:
        super().__init__(
            mark("{scenario} is frozen. Make a new version to correct it."),
            scenario=str(scenario),
        )


def rebuild(
    scenario: ScenarioVersion,
    months: Sequence[date],
    *,
    by: By,
    at: datetime,
    known_at: Mapping[date, datetime] | None = None,
    progress: Callable[[str, date], None] = lambda _source, _month: None,
) -> dict[date, int]:
    """Fill `months` of `scenario` anew; answers how many cells changed in each.

    `known_at` has the months whose figures were known at another time than `at`. Each
    month of each source is one transaction; where it was decided what others see merged,
    what is new is merged before anyone sees it. Raises `FrozenScenario`, and what a guard
    says of a month that stands, before any month is filled.
    """
    scenario.refresh_from_db(fields=["frozen_at"])
    if scenario.frozen_at:
        raise FrozenScenario(scenario)
    with transaction.atomic():
        for month in sorted(months):
            ask_guards(scenario.kind, month)
    changed = dict.fromkeys(months, 0)
    known = dict.fromkeys(months, at) | dict(known_at or {})
    for key, source in sources().items():
        for month, facts in source.months(scenario.pk, months):
            scope = {"scenario_id": scenario.pk, "month": month, "source": key}
            with transaction.atomic():
                ask_guards(scenario.kind, month)
                chain.lock_aggregate(f"outcomes.month:{scenario.pk}:{month}")
                changed[month] += CELLS.put(scope, _cells(facts.cells), at=known[month])
                if drawn := list(facts.draws):
                    DRAWS.put(scope, _draws(drawn), at=known[month])
                sum_month(scenario.pk, month, [key])
                if facts.keep:
                    facts.keep(known[month])
                keep_protected(scenario, month, at=at)
            progress(key, month)
        analyse("outcomes_cell", "outcomes_costdraws", *KEPT)
    with transaction.atomic():
        audit.record(
            scenario,
            "scenario.rebuilt",
            by=by,
            at=at,
            facts={f"{month:%Y-%m}": cells for month, cells in changed.items()},
        )
    return changed


def _cells(cells: Iterable[CellValue]) -> Iterator[tuple[Any, ...]]:
    names = CELLS.values[:-1]
    for cell in cells:
        key = (cell.service, cell.unit, cell.provider, cell.provided_by)
        yield (*key, *map(cell.measures.get, names), cell.persons)


def _draws(drawn: Sequence[DrawnCost]) -> Iterator[tuple[Any, ...]]:
    for one in drawn:
        yield (one.service, one.provided_by, one.cost_ore, packed(one.deviations))


def packed(deviations: np.ndarray[Any, Any]) -> bytes:
    """Draws as they are stored; beyond ±60 000 times the cost they are cut."""
    cut: bytes = np.clip(deviations, -6e4, 6e4).astype("<f2").tobytes()
    return cut
