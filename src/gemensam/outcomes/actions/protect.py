# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from gemensam.calc.protection import Concerned, Level, protect
from gemensam.core import chain
from gemensam.core.bulk import analyse
from gemensam.group.models import tree_at
from gemensam.group.queries import administrations
from gemensam.outcomes.actions.sums import sum_month
from gemensam.outcomes.models import Cell, ProtectedCell, ScenarioVersion
from gemensam.outcomes.ports import sources


def decide_protection(scenario: ScenarioVersion, month: date, *, at: datetime) -> int:
    """Decide once which cells of a month others see merged; answers how many.

    A month that was decided keeps its decision: figures that came later are merged
    further where needed, never opened.
    """
    with transaction.atomic():
        chain.lock_aggregate(f"outcomes.protection:{scenario.pk}:{month}")
        decided = ProtectedCell.objects.filter(scenario=scenario, month=month)
        before = {
            (service, unit): level
            for service, unit, level in decided.values_list(
                "service_id", "unit_id", "level"
            )
        }
        concerned = list(_concerned(scenario, month))
        nodes: dict[tuple[Any, Any], Any] = {
            (cell.service, cell.unit): cell.administration for cell in concerned
        }
        levels: Mapping[tuple[Any, Any], Level] = protect(concerned)
        fresh = [
            ProtectedCell(
                scenario=scenario,
                month=month,
                service_id=service,
                unit_id=unit,
                level=level,
                shown_node_id=(
                    nodes[service, unit] if level == Level.ADMINISTRATION else None
                ),
                decided_at=at,
            )
            for (service, unit), level in levels.items()
            if level > Level.ITSELF and (service, unit) not in before
        ]
        ProtectedCell.objects.bulk_create(fresh, batch_size=2000)
        if fresh:
            analyse("outcomes_protectedcell")
            sum_month(scenario.pk, month, list(sources()))
    return len(fresh)


def keep_protected(scenario: ScenarioVersion, month: date, *, at: datetime) -> None:
    """After figures of a month were written: if it was decided, what is new is too."""
    if ProtectedCell.objects.filter(scenario=scenario, month=month).exists():
        decide_protection(scenario, month, at=at)


def _concerned(scenario: ScenarioVersion, month: date) -> Iterable[Concerned]:
    """In the order of their codes, which settles who is taken in among equally few: the
    same figures are protected alike, in whatever order they were written."""
    above = administrations(tree_at(month))
    cells = (
        Cell.objects.filter(
            scenario=scenario, month=month, superseded_at=None, persons__gt=0
        )
        .values_list(
            "service__code", "unit__code", "service_id", "service__area_id", "unit_id"
        )
        .annotate(persons=Max("persons"))
    )
    in_order = sorted(cells, key=lambda row: (row[0] or "", row[1]))
    for _code, _unit_code, service, area, unit, persons in in_order:
        yield Concerned(
            service=service,
            area=area,
            unit=unit,
            administration=above.get(unit, unit),
            persons=persons,
        )
