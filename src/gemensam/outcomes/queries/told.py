# SPDX-License-Identifier: EUPL-1.2
"""A figure told in parts by a dimension: the ground of every room's evidence."""

from typing import Any

from gemensam.group.models import Person
from gemensam.outcomes.ports import Figure
from gemensam.outcomes.queries.figures import Row, Where, figures


def parts_of(
    figure: Figure, person: Person, source: str, *, by: tuple[str, ...]
) -> tuple[list[Row], Any]:
    """The parts `person` may see, those that hold something, and their sum."""
    where = Where(
        months=figure.months,
        services=figure.services,
        units=figure.units,
        providers=figure.providers,
        sources=[source],
    )
    rows = [
        row
        for row in figures(person, figure.scenario, where, by=by)
        if row[figure.measure]
    ]
    return rows, sum(row[figure.measure] for row in rows)
